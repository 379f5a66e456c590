using Bridge.Adapters;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Models;
using Bridge.Models.Heads;
using Bridge.Training.Data;
using Bridge.Training.Evaluation;
using Bridge.Training.Events;
using TestKit;
using Xunit;
using static TorchSharp.torch;

namespace Bridge.Training.Tests.Support;

/// <summary>A tiny BERT with three adapters and two heads, and rows whose label is the parity of the first token.</summary>
internal sealed class TinyJob : IDisposable
{
    private readonly TinyBert _folder;

    public TinyJob(ulong seed = 1, double dropout = 0.1)
    {
        set_num_threads(1);
        _folder = new TinyBert(dropout: dropout);
        Model = TransformerModel.Load(_folder.Folder);
        Adapters = new AdapterSet(Model);
        var random = new RandomSource(seed);
        Adapters.Add("a", AdapterConfig.Parse("lora[r=4,dropout=0.1]"), random.Fork("a"));
        Adapters.Add("b", AdapterConfig.Parse("seq_bn[reduction_factor=4]"), random.Fork("b"));
        Adapters.Add("other", AdapterConfig.Parse("lora"), random.Fork("other"));
        Heads = new HeadSet(Model);
        Heads.Add("head", new ClassificationHeadConfig(2), random.Fork("head"));
        Heads.Add("second", new ClassificationHeadConfig(2), random.Fork("second"));
    }

    public TransformerModel Model { get; }

    public AdapterSet Adapters { get; }

    public HeadSet Heads { get; }

    public EventLog Log { get; private set; } = new();

    public static EncodedDataset Rows(int count, ulong seed = 3, int maxLength = 12)
    {
        var random = new RandomSource(seed);
        int Number(long row, long index, int below) => (int)(random.Fork(row).Fork(index).Seed % (ulong)below);
        int[][] ids = [.. Enumerable.Range(0, count).Select(row => Enumerable.Range(0, 2 + Number(row, 0, maxLength - 1)).Select(i => 1 + Number(row, 1 + i, TinyBert.Vocabulary - 1)).ToArray())];
        return new EncodedDataset("rows", ids, null, Targets.Single([.. ids.Select(row => row[1] % 2)]), new Dictionary<string, int>());
    }

    public TrainingSpec Spec(TrainingOptions options, string composition = "Stack(a, b)") => new()
    {
        Model = Model,
        Adapters = Adapters,
        Heads = Heads,
        Head = "head",
        Composition = Composition.Parse(composition),
        Data = Rows(96),
        Evaluation = Rows(40, seed: 4),
        Options = options,
    };

    public TrainingResult Run(TrainingSpec spec)
    {
        Log = new EventLog();
        return Trainer.Run(spec, Log, TestContext.Current.CancellationToken);
    }

    public EvaluationResult Evaluate(EncodedDataset data, string composition = "Stack(a, b)") => Evaluator.Run(new EvaluationSpec
    {
        Model = Model, Adapters = Adapters, Heads = Heads, Head = "head", Composition = Composition.Parse(composition), Data = data,
    }, TestContext.Current.CancellationToken);

    public IEnumerable<double> Losses() => Log.Snapshot().OfType<StepEvent>().Select(item => item.Loss);

    /// <summary>Every number of every adapter and head, by tensor.</summary>
    public Dictionary<string, float[]> Values() => Adapters.All.SelectMany(adapter => adapter.Parameters.Select(entry => ($"{adapter.Name} {entry.Key}", entry.Value)))
        .Concat(Heads.All.SelectMany(head => head.Parameters.Select(entry => ($"{head.Name} {entry.Key}", entry.Value))))
        .ToDictionary(entry => entry.Item1, entry => entry.Value.data<float>().ToArray());

    /// <summary>First words of the names of tensors that differ.</summary>
    public static IEnumerable<string> Changed(Dictionary<string, float[]> before, Dictionary<string, float[]> after) =>
        before.Keys.Where(name => !before[name].AsSpan().SequenceEqual(after[name])).Select(name => name.Split(' ')[0]).Distinct().Order();

    public void Dispose()
    {
        Heads.Dispose();
        Adapters.Dispose();
        Model.Dispose();
        _folder.Dispose();
    }
}
