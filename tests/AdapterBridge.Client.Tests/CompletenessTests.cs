using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace AdapterBridge.Client.Tests;

/// <summary>The typed records hold every field of the messages of training jobs and sessions: one that a proto gains and a record lacks is found here.</summary>
public sealed class CompletenessTests
{
    [Fact]
    public async Task Train_EverythingGiven_SetsEveryFieldAndReadsItBack()
    {
        var training = new FakeTraining(1, 1);
        await using var fake = await FakeService.StartAsync(training);
        using var client = BridgeClient.Connect(fake.Address);
        var options = new TrainingOptions
        {
            LearningRate = 0.5, MaxSteps = 7, BatchSize = 3, GradientAccumulation = 2, Schedule = Schedule.Cosine, WarmupSteps = 5, WeightDecay = 0.1, Beta1 = 0.2, Beta2 = 0.3, Epsilon = 0.4,
            ClipNorm = 0.6, Seed = 8, Dropout = 0.7, EvaluationSteps = 9, EvaluationBatchSize = 10, Metrics = ["accuracy"], BestMetric = "f1", Patience = 11, RestoreBest = false, CheckpointSteps = 12,
            KeepCheckpoints = 13, GradientCheckpointing = true,
        };
        var request = new TrainingRequest
        {
            Adapters = ["a"], Heads = ["h"], Fusions = ["f"], Dataset = "d", Evaluation = "e", Setup = Setup.Of("a").WithHeads("h").WithEmbedding("mine"), TrainEmbedding = true, Options = options,
            MaxLength = 14, CheckpointFolder = "/c", Resume = true,
        };
        var other = options with { MaxSteps = null, Epochs = 1.5, WarmupSteps = null, WarmupRatio = 0.8 };
        foreach (var given in new[] { options, other })
        {
            var job = await client.TrainingJobs("m").CreateAsync(request with { Options = given }).WaitAsync(RealService.Patience);
            Assert.Equal(given, job.Options with { Metrics = given.Metrics });
            Assert.Equal(["accuracy"], job.Options.Metrics);
            Assert.Equal(("mine", "a with h over mine"), (job.Setup!.Embedding, job.Setup.ToString()));
        }

        Assert.Empty(Unset(training.Specs));
        Assert.Empty(Unset([.. training.Specs.Select(s => s.Options)]));
        Assert.Empty(Unset([training.Specs[0].Setup, new Wire.Setup { Composition = new() }]));
    }

    [Fact]
    public async Task OpenSession_EverythingGiven_SetsEveryField()
    {
        var sessions = new FakeSessions();
        await using var fake = await FakeService.StartAsync(sessions);
        using var client = BridgeClient.Connect(fake.Address);
        var request = new SessionRequest
        {
            Adapters = ["a"], Heads = ["h"], Fusions = ["f"], Setup = Setup.Of("a").WithHeads("h").WithEmbedding("mine"), TrainEmbedding = true, Options = new TrainingOptions { Seed = 8 }, MaxLength = 14, Queue = true,
        };
        await using var session = await client.Models["m"].OpenSessionAsync(request).WaitAsync(RealService.Patience);
        Assert.Equal("s", session.Id);
        Assert.Empty(Unset(sessions.Starts));
        Assert.Equal((8ul, "f", "mine"), (sessions.Starts[0].Options.Seed, sessions.Starts[0].Fusions[0], sessions.Starts[0].Setup.Embedding));
    }

    private static IEnumerable<string> Unset(IReadOnlyList<IMessage> messages) =>
        messages[0].Descriptor.Fields.InDeclarationOrder().Where(f => !messages.Any(m => IsSet(m, f))).Select(f => f.FullName);

    private static bool IsSet(IMessage message, FieldDescriptor field) => field switch
    {
        { IsRepeated: true } => ((System.Collections.IList)field.Accessor.GetValue(message)).Count > 0,
        { HasPresence: true } => field.Accessor.HasValue(message),
        _ => field.Accessor.GetValue(message) switch { string text => text.Length > 0, var value => Convert.ToDouble(value, null) != 0 },
    };
}
