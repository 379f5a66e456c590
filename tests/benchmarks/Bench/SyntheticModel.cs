using Bridge.Checkpoints;
using Bridge.Core;
using Bridge.Models;
using Bridge.Torch;
using static TorchSharp.torch;

namespace Bench;

/// <summary>A model folder of a given shape with random weights, written once below the system's temporary folder.</summary>
internal static class SyntheticModel
{
    private static string Root => Path.Combine(Path.GetTempPath(), "adapterbridge-bench");

    public static string EagerFile(ModelShape shape, ScalarType type)
    {
        Directory.CreateDirectory(Root);
        return Path.Combine(Root, $"{shape.Name}-{type}.dat");
    }

    public static string Folder(ModelShape shape, ScalarType type)
    {
        var folder = Path.Combine(Root, $"{shape.Name}-{type}");
        if (!File.Exists(Path.Combine(folder, "model.safetensors"))) Write(shape, type, folder);
        return folder;
    }

    /// <summary>The file of its weights.</summary>
    public static string Weights(ModelShape shape, ScalarType type) => Path.Combine(Folder(shape, type), "model.safetensors");

    private static void Write(ModelShape shape, ScalarType type, string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), shape.Config());
        using var scope = NewDisposeScope();
        using var generator = Generators.From(new RandomSource(1), CPU);
        var views = new List<TensorView>();
        foreach (var (name, size) in TransformerModel.Outline(folder))
        {
            // Vectors of weights are scales of norms.
            var values = name.EndsWith("bias", StringComparison.Ordinal) ? zeros(size.Dimensions, type, CPU)
                : size.Rank == 1 ? ones(size.Dimensions, type, CPU)
                : (randn(size.Dimensions, ScalarType.Float32, CPU, generator: generator) * 0.02).to(type);
            views.Add(Tensors.ToView(name, values));
        }
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), views);
        foreach (var view in views) ((Tensor)view.Owner).Dispose();
    }
}
