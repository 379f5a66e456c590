using Bridge.Core;
using Bridge.Training.Data;
using static TorchSharp.torch;

namespace Bridge.Training.Tests.Support;

/// <summary>A bag of frozen word vectors, a trained hidden layer with dropout and a trained output: small enough to follow by hand.</summary>
internal sealed class ToyTarget : ITrainingTarget, IDisposable
{
    public const int Vocabulary = 50;
    private const int Width = 8;
    private readonly Tensor _embedding;
    private readonly bool _regression;

    public ToyTarget(int outputs, ulong seed = 1, double dropout = 0.1, bool regression = false)
    {
        // Tensors this small gain nothing from a second thread.
        set_num_threads(1);
        Outputs = outputs;
        Dropout = dropout;
        _regression = regression;
        using var generator = new Generator(seed);
        _embedding = randn(Vocabulary, Width, generator: generator);
        Trainable = new Dictionary<string, Tensor>
        {
            ["hidden.weight"] = randn(Width, Width, generator: generator).mul_(0.3),
            ["hidden.bias"] = zeros(Width),
            ["output.weight"] = randn(outputs, Width, generator: generator).mul_(0.3),
        };
        Frozen = new Dictionary<string, Tensor> { ["embedding"] = _embedding };
    }

    public double Dropout { get; }

    public Device Device => CPU;

    public int Outputs { get; }

    public int Padding => 0;

    public IReadOnlyDictionary<string, Tensor> Trainable { get; }

    public IReadOnlyDictionary<string, Tensor> Frozen { get; }

    /// <summary>Called with the running number of each forward; may return a replacement of the logits.</summary>
    public Func<int, Tensor, Tensor>? Intervene { get; set; }

    public int Forwards { get; private set; }

    public void Check(EncodedDataset data)
    {
        for (var row = 0; row < data.Count; row++)
            foreach (var id in data.InputIds(row))
                if (id >= Vocabulary)
                    throw BridgeException.Invalid(ErrorReason.TensorValue, $"id {id} is outside [0, {Vocabulary - 1}]", ("id", id));
    }

    public Tensor Logits(Batch batch, RandomSource? dropout, CancellationToken cancellation)
    {
        var mask = batch.Inputs.AttentionMask!.to_type(ScalarType.Float32).unsqueeze(-1); // (rows, length, 1)
        var bag = (_embedding[batch.Inputs.InputIds!] * mask).sum(1) / mask.sum(1); // (rows, width)
        var hidden = nn.functional.linear(bag, Trainable["hidden.weight"], Trainable["hidden.bias"]).tanh();
        if (dropout is not null && Dropout > 0)
        {
            using var generator = new Generator(dropout.Seed);
            hidden = hidden * rand(hidden.shape, generator: generator).ge(Dropout) / (1 - Dropout);
        }
        var logits = hidden.matmul(Trainable["output.weight"].t());
        return Intervene?.Invoke(Forwards++, logits) ?? logits;
    }

    public Tensor Loss(Tensor logits, Tensor labels) => labels.dtype == ScalarType.Int64
        ? nn.functional.cross_entropy(logits, labels)
        : _regression ? nn.functional.mse_loss(logits.squeeze(-1), labels) : nn.functional.binary_cross_entropy_with_logits(logits, labels);

    public void Export(string folder) => File.WriteAllText(Path.Combine(folder, "toy.txt"), "exported");

    public float[] Values() => [.. Trainable.OrderBy(entry => entry.Key).SelectMany(entry => entry.Value.detach().data<float>().ToArray())];

    public void Dispose()
    {
        _embedding.Dispose();
        foreach (var tensor in Trainable.Values) tensor.Dispose();
    }
}
