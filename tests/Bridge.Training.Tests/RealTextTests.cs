using Bridge.Adapters;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Models;
using Bridge.Models.Heads;
using Bridge.Tokenization;
using Bridge.Torch;
using Bridge.Training.Data;
using Bridge.Training.Events;
using Bridge.Training.Metrics;
using TestKit;
using Xunit;
using static TorchSharp.torch;

namespace Bridge.Training.Tests;

/// <summary>LoRA on a pre-trained model and real labelled text reaches what the reference library reaches, with these settings.</summary>
public class RealTextTests
{
    private static readonly TrainingOptions Options = new() { LearningRate = 3e-3, WarmupRatio = 0.1, BatchSize = 32, RestoreBest = false };

    [Fact]
    [Trait("Speed", "Slow")]
    public void Run_VaderSentiment_ReachesTheReference()
    {
        var metrics = Train(RepositoryRoot.Combine("data", "vader-sentiment"), int.MaxValue, Options with { Epochs = 1 });
        Assert.True(metrics[MetricNames.Accuracy] >= 0.89, $"accuracy {metrics[MetricNames.Accuracy]}");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Run_DebianSections_ReachesTheReference()
    {
        // The rows are not part of the repository.
        if (SharedData.Path("data", "debian-sections") is not { } folder) return;
        var metrics = Train(folder, 3000, Options with { Epochs = 2, BatchSize = 16 });
        Assert.True(metrics[MetricNames.Accuracy] >= 0.69, $"accuracy {metrics[MetricNames.Accuracy]}");
    }

    private static IReadOnlyDictionary<string, double> Train(string folder, int rows, TrainingOptions options)
    {
        set_num_threads(TorchRuntime.Report.Threads);
        var pretrained = RepositoryRoot.Combine("models", "all-minilm-l6-v2");
        using var model = TransformerModel.Load(pretrained);
        using var tokenizer = Tokenizer.Load(pretrained);
        using var adapters = new AdapterSet(model);
        using var heads = new HeadSet(model);
        var all = TextDataset.FromJsonLines(Path.Combine(folder, "train.jsonl"));
        var train = TextDataset.FromRows(all.Rows.Take(rows), new TextDatasetOptions { LabelIds = all.LabelIds });
        var dev = TextDataset.FromJsonLines(Path.Combine(folder, "dev.jsonl"), new TextDatasetOptions { LabelIds = all.LabelIds });
        // Half of the larger dev set tells enough.
        dev = TextDataset.FromRows(dev.Rows.Take(1000), new TextDatasetOptions { LabelIds = all.LabelIds });
        adapters.Add("a", AdapterConfig.Parse("lora[r=8]"), new RandomSource(1));
        heads.Add("h", new ClassificationHeadConfig(all.LabelIds.Count), new RandomSource(2));
        return Trainer.Run(new TrainingSpec
        {
            Model = model,
            Adapters = adapters,
            Heads = heads,
            Head = "h",
            Composition = Composition.Parse("Stack(a)"),
            Data = train.Encode(tokenizer, 64, TestContext.Current.CancellationToken),
            Evaluation = dev.Encode(tokenizer, 64, TestContext.Current.CancellationToken),
            PaddingId = tokenizer.PadId!.Value,
            Options = options with { EvaluationSteps = long.MaxValue },
        }, new EventLog(), TestContext.Current.CancellationToken).Metrics!;
    }
}
