using Bridge.Checkpoints;
using Bridge.Models;
using Bridge.Torch;

namespace TestKit;

/// <summary>A model of any architecture with random weights, written to a folder of its own that goes with it.</summary>
internal sealed class RandomModel : IDisposable
{
    /// <summary>Writes what <paramref name="config"/> (config.json) asks for, and further tensors beside the base model.</summary>
    public RandomModel(string config, int seed, params (string Name, long[] Shape)[] more)
        : this(config, seed, more, alone: false)
    {
    }

    /// <summary>The same; <paramref name="alone"/>: those tensors and no others.</summary>
    public RandomModel(string config, int seed, (string Name, long[] Shape)[] more, bool alone)
    {
        Folder = Directory.CreateTempSubdirectory("random-model-").FullName;
        File.WriteAllText(System.IO.Path.Combine(Folder, "config.json"), config);
        var own = alone ? [] : TransformerModel.Outline(Folder).Select(t => (t.Key, t.Value.Dimensions.ToArray()));
        Write(own.Concat(more), new Bridge.Core.RandomSource((ulong)seed));
    }

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Write(IEnumerable<(string Name, long[] Shape)> tensors, Bridge.Core.RandomSource random)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var views = new List<Bridge.Core.TensorView>();
        foreach (var (name, shape) in tensors)
        {
            using var generator = Generators.From(random.Fork(name), TorchSharp.torch.CPU);
            var values = TorchSharp.torch.randn(shape, TorchSharp.torch.ScalarType.Float32, TorchSharp.torch.CPU, generator: generator) * 0.25;
            // Vectors of weights are scales of norms.
            views.Add(Tensors.ToView(name, shape.Length == 1 && name.EndsWith("weight", StringComparison.Ordinal) ? values + 1 : values));
        }
        SafetensorsWriter.Write(System.IO.Path.Combine(Folder, "model.safetensors"), views);
    }
}
