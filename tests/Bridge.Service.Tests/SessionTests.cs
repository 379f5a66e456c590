using Bridge.Api;
using Bridge.Api.V1;
using Bridge.Service.Tests.Support;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace Bridge.Service.Tests;

using Session = AsyncDuplexStreamingCall<RunTrainingSessionRequest, RunTrainingSessionResponse>;

public sealed class SessionTests
{
    private static readonly TrainingSessionStart Start = new() { Model = "models/m", Adapters = { "a" }, Heads = { "a" }, Options = new TrainingOptions { LearningRate = 1e-3 } };

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        await server.LoadAsync("m", TestServer.BertFolder);
        await server.Adapters.CreateAdapterAsync(new CreateAdapterRequest { Parent = "models/m", AdapterId = "a", ConfigString = "lora", Seed = 3 }).ResponseAsync.WaitAsync(TestServer.Patience);
        await server.Heads.CreateHeadAsync(new CreateHeadRequest { Parent = "models/m", HeadId = "a", Seed = 3, Config = new HeadConfig { Classification = new ClassificationHeadConfig { Labels = { "bad", "good" } } } }).ResponseAsync.WaitAsync(TestServer.Patience);
        return server;
    }

    private static TrainingBatch Batch(int seed, bool logits = false)
    {
        long[][] rows = [[seed + 1, seed + 2, 3], [4, seed + 5, 6]];
        return new TrainingBatch { BatchId = seed, Inputs = { ["input_ids"] = Requests.Ids(rows) }, LabelNames = { seed % 2 == 0 ? "good" : "bad", "bad" }, ReturnLogits = logits };
    }

    private static Session Open(TestServer server, CallOptions options = default) => new TrainingSessionService.TrainingSessionServiceClient(server.Channel).RunTrainingSession(options);

    private static async Task<RunTrainingSessionResponse> Ask(Session call, RunTrainingSessionRequest request)
    {
        await call.RequestStream.WriteAsync(request).WaitAsync(TestServer.Patience);
        Assert.True(await call.ResponseStream.MoveNext().WaitAsync(TestServer.Patience));
        return call.ResponseStream.Current;
    }

    private static async Task<string> Digest(TestServer server) => (await server.Adapters.GetAdapterAsync(new GetAdapterRequest { Name = "models/m/adapters/a" }).ResponseAsync.WaitAsync(TestServer.Patience)).Digest;

    // The session's end is the server's to see; it frees the model when it does.
    private static async Task Freed(TestServer server)
    {
        for (var i = 0; i < 600; i++)
        {
            if ((await server.Adapters.GetAdapterAsync(new GetAdapterRequest { Name = "models/m/adapters/a" }).ResponseAsync.WaitAsync(TestServer.Patience)).TrainingJob.Length == 0) return;
            await Task.Delay(50);
        }
        Assert.Fail("the model is still held");
    }

    [Fact]
    public async Task Session_ToItsEnd_AnswersEachMessageAndPublishes()
    {
        await using var server = await StartAsync();
        var before = await Digest(server);
        using var call = Open(server);
        var started = (await Ask(call, new RunTrainingSessionRequest { Start = Start })).Started;
        Assert.Equal(("models/m", "a", 0.001, Schedule.Constant), (started.Spec.Model, started.Spec.Setup.Composition.Adapter, started.Spec.Options.LearningRate, started.Spec.Options.Schedule));
        var first = (await Ask(call, new RunTrainingSessionRequest { Train = Batch(7) })).Step;
        Assert.Equal((7, 1, 1, true, 6, 1e-3), (first.BatchId, first.Sequence, first.Step, first.Stepped, first.TokenCount, first.LearningRate));
        Assert.True(first.HasGradientNorm && first.GradientNorm > 0);
        Assert.Null(first.Logits);
        var held = Batch(8, logits: true);
        held.Step = false;
        var second = (await Ask(call, new RunTrainingSessionRequest { Train = held })).Step;
        Assert.Equal((8, 2, 1, false, false), (second.BatchId, second.Sequence, second.Step, second.Stepped, second.HasGradientNorm));
        Assert.Equal([2, 2], second.Logits.Shape);
        var scored = (await Ask(call, new RunTrainingSessionRequest { Evaluate = Batch(9) })).Evaluation;
        Assert.True(scored.HasLoss);
        Assert.Equal(before, await Digest(server));
        Assert.Equal(1, (await Ask(call, new RunTrainingSessionRequest { Publish = new TrainingSessionPublish() })).Published.Step);
        var published = await Digest(server);
        Assert.NotEqual(before, published);
        var end = (await Ask(call, new RunTrainingSessionRequest { Finish = new TrainingSessionFinish() })).Result;
        Assert.Equal((1, 2, 1, first.Loss), (end.Steps, end.Batches, end.DroppedBatches, end.FinalLoss));
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext().WaitAsync(TestServer.Patience));
        Assert.Equal(published, await Digest(server));
    }

    [Fact]
    public async Task Session_WhoseClientClosesItsSide_EndsWithItsResult()
    {
        await using var server = await StartAsync();
        var before = await Digest(server);
        using var call = Open(server);
        await Ask(call, new RunTrainingSessionRequest { Start = Start });
        await Ask(call, new RunTrainingSessionRequest { Train = Batch(1) });
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext().WaitAsync(TestServer.Patience));
        Assert.Equal(1, call.ResponseStream.Current.Result.Steps);
        Assert.NotEqual(before, await Digest(server));
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("deadline")]
    [InlineData("death")]
    public async Task Session_WhoseClientIsGone_LeavesTheLastStepAndFreesTheModel(string way)
    {
        await using var server = await StartAsync();
        var before = await Digest(server);
        using var other = Grpc.Net.Client.GrpcChannel.ForAddress(server.Address);
        using var source = new CancellationTokenSource();
        var options = new CallOptions(deadline: way == "deadline" ? DateTime.UtcNow.AddSeconds(6) : null, cancellationToken: source.Token);
        using var call = new TrainingSessionService.TrainingSessionServiceClient(other).RunTrainingSession(options);
        await Ask(call, new RunTrainingSessionRequest { Start = Start });
        await Ask(call, new RunTrainingSessionRequest { Train = Batch(1) });
        var (code, info, _) = await Requests.ErrorOf(async () =>
        {
            using var second = Open(server);
            await Ask(second, new RunTrainingSessionRequest { Start = Start });
        });
        Assert.Equal((StatusCode.Aborted, "MODEL_BUSY"), (code, info.Reason));
        if (way == "cancel") await source.CancelAsync();
        if (way == "death") other.Dispose();
        await Freed(server);
        Assert.NotEqual(before, await Digest(server));
        using var next = Open(server);
        Assert.NotEmpty((await Ask(next, new RunTrainingSessionRequest { Start = Start })).Started.SessionId);
    }

    [Fact]
    public async Task Session_WithBadInput_EndsWithALocatedStatusAndTheLastStep()
    {
        await using var server = await StartAsync();
        var wide = Batch(1);
        wide.Inputs["input_ids"] = Requests.Ids([1, 1 << 30]);
        wide.LabelNames.RemoveAt(1);
        var unlabelled = Batch(1);
        unlabelled.LabelNames.Clear();
        var both = Batch(1);
        both.Labels = Requests.Ids([0, 1]);
        var evaluated = Batch(1);
        evaluated.Step = true;
        var short_ = Batch(1);
        short_.Inputs["input_ids"] = new Tensor { DataType = DataType.Int64, Shape = { 1, 2 }, Data = ByteString.CopyFrom(1) };
        var bad = new (RunTrainingSessionRequest Request, string Reason, string? Field)[]
        {
            (new() { Train = wide }, "TENSOR_VALUE", null),
            (new() { Train = unlabelled }, "ARGUMENT_INVALID", null),
            (new() { Train = both }, "ARGUMENT_INVALID", "train.labels"),
            (new() { Train = new TrainingBatch() }, "ARGUMENT_INVALID", "train.inputs"),
            (new() { Evaluate = evaluated }, "ARGUMENT_INVALID", "evaluate.step"),
            (new() { Train = short_ }, "TENSOR_SIZE", "train.inputs[\"input_ids\"]"),
            (new() { Start = Start }, "ARGUMENT_INVALID", "part"),
            (new(), "ARGUMENT_INVALID", "part"),
        };
        var before = await Digest(server);
        foreach (var (request, reason, field) in bad)
        {
            using var call = Open(server);
            await Ask(call, new RunTrainingSessionRequest { Start = Start });
            await Ask(call, new RunTrainingSessionRequest { Train = Batch(1) });
            var (code, info, status) = await Requests.ErrorOf(() => Ask(call, request));
            Assert.Equal((StatusCode.InvalidArgument, reason), (code, info.Reason));
            if (field is not null) Assert.Equal(field, Assert.Single(status.GetDetail<BadRequest>()!.FieldViolations).Field);
            await Freed(server);
            var after = await Digest(server);
            Assert.NotEqual(before, after); // the good batch before it
            before = after;
        }
        using var wrong = Open(server);
        var start = Start.Clone();
        start.Options.Epochs = 3;
        start.Options.Beta1 = 0.5;
        start.Options.Schedule = Schedule.Linear;
        var refused = await Requests.ErrorOf(() => Ask(wrong, new RunTrainingSessionRequest { Start = start }));
        Assert.Equal(["start.options.epochs", "start.options.max_steps"], refused.Status.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field));
        using var first = Open(server);
        Assert.Equal("ARGUMENT_INVALID", (await Requests.ErrorOf(() => Ask(first, new RunTrainingSessionRequest { Train = Batch(1) }))).Info.Reason);
        Assert.Equal(before, await Digest(server));
    }

    [Fact]
    public async Task Session_WhenTheServiceStops_EndsWithIt()
    {
        await using var server = await StartAsync();
        using var call = Open(server);
        await Ask(call, new RunTrainingSessionRequest { Start = Start });
        await Ask(call, new RunTrainingSessionRequest { Train = Batch(1) });
        var stopping = server.StopAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().WaitAsync(TestServer.Patience));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        await stopping.WaitAsync(TestServer.Patience);
    }

    [Fact]
    public async Task Session_OfACallerWithoutGrpc_GivesTheSameBits()
    {
        await using var server = await StartAsync();
        using var call = Open(server);
        await Ask(call, new RunTrainingSessionRequest { Start = Start });
        var theirs = new List<RunTrainingSessionResponse>();
        for (var i = 1; i < 4; i++) theirs.Add(await Ask(call, new RunTrainingSessionRequest { Train = Batch(i, logits: true) }));
        await Ask(call, new RunTrainingSessionRequest { Finish = new TrainingSessionFinish() });

        using var api = new BridgeApi(new ApiOptions { IntraOpThreads = 1 });
        async Task Invoke(string method, IMessage request) => Assert.Null((await api.Router.InvokeAsync(method, request.ToByteArray(), new CallContext()).WaitAsync(TestServer.Patience)).Error);
        await Invoke("bridge.v1.ModelService/LoadModel", new LoadModelRequest { ModelId = "m", Path = TestServer.BertFolder });
        var operations = Google.LongRunning.ListOperationsResponse.Parser.ParseFrom((await api.Router.InvokeAsync("google.longrunning.Operations/ListOperations", new Google.LongRunning.ListOperationsRequest().ToByteArray(), new CallContext())).Response);
        await Invoke("google.longrunning.Operations/WaitOperation", new Google.LongRunning.WaitOperationRequest { Name = operations.Operations[0].Name });
        await Invoke("bridge.v1.AdapterService/CreateAdapter", new CreateAdapterRequest { Parent = "models/m", AdapterId = "a", ConfigString = "lora", Seed = 3 });
        await Invoke("bridge.v1.HeadService/CreateHead", new CreateHeadRequest { Parent = "models/m", HeadId = "a", Seed = 3, Config = new HeadConfig { Classification = new ClassificationHeadConfig { Labels = { "bad", "good" } } } });
        using var stream = api.Streams.Open("bridge.v1.TrainingSessionService/RunTrainingSession");
        await using var answers = stream.Responses.GetAsyncEnumerator();
        async Task<RunTrainingSessionResponse> Pull(RunTrainingSessionRequest request)
        {
            await stream.WriteAsync(request.ToByteArray()).AsTask().WaitAsync(TestServer.Patience);
            Assert.True(await answers.MoveNextAsync().AsTask().WaitAsync(TestServer.Patience));
            return RunTrainingSessionResponse.Parser.ParseFrom(answers.Current);
        }
        await Pull(new RunTrainingSessionRequest { Start = Start });
        for (var i = 1; i < 4; i++)
        {
            // Large tensors come in pieces; so may small ones.
            var batch = Batch(i, logits: true);
            var ids = batch.Inputs["input_ids"];
            batch.Inputs.Clear();
            foreach (var piece in new TensorChunk[] { new() { Header = new TensorHeader { Name = "input_ids", DataType = ids.DataType, Shape = { ids.Shape }, ByteSize = ids.Data.Length } }, new() { Data = ids.Data }, new() { Trailer = new TensorTrailer() } })
                await stream.WriteAsync(new RunTrainingSessionRequest { Tensor = piece }.ToByteArray()).AsTask().WaitAsync(TestServer.Patience);
            Assert.Equal(theirs[i - 1], await Pull(new RunTrainingSessionRequest { Train = batch }));
        }
        var adapter = Adapter.Parser.ParseFrom((await api.Router.InvokeAsync("bridge.v1.AdapterService/GetAdapter", new GetAdapterRequest { Name = "models/m/adapters/a" }.ToByteArray(), new CallContext())).Response);
        Assert.NotEqual(await Digest(server), adapter.Digest);
        // Nobody reads on; the caller gives the stream up.
        stream.Cancel();
        for (var i = 0; i < 600 && adapter.TrainingJob.Length > 0; i++)
        {
            await Task.Delay(50);
            adapter = Adapter.Parser.ParseFrom((await api.Router.InvokeAsync("bridge.v1.AdapterService/GetAdapter", new GetAdapterRequest { Name = "models/m/adapters/a" }.ToByteArray(), new CallContext())).Response);
        }
        Assert.Equal(("", await Digest(server)), (adapter.TrainingJob, adapter.Digest));
    }
}
