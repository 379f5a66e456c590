using Bridge.Models;
using static TorchSharp.torch;

namespace Bench;

/// <summary>Reproducible inputs and labels.</summary>
internal static class Batch
{
    public static (Tensor Ids, Tensor Labels) Create(ModelShape shape, int rows, int length)
    {
        var random = new Random(1);
        var ids = new long[rows * length];
        for (var i = 0; i < ids.Length; i++) ids[i] = random.Next(1000, Math.Max(1001, shape.Vocabulary));
        var labels = new long[rows];
        for (var i = 0; i < rows; i++) labels[i] = i % 2;
        return (tensor(ids, [rows, length], device: CPU), tensor(labels, device: CPU));
    }

    /// <summary>What the model reads: token ids, or images of as many patches as <see cref="ModelShape.ImageSize"/> gives.</summary>
    public static ModelInputs Inputs(ModelShape shape, Tensor ids, ScalarType type) => shape.Architecture == "vit"
        ? new ModelInputs { PixelValues = ones([ids.shape[0], 3, ModelShape.ImageSize, ModelShape.ImageSize], type, CPU) }
        : new ModelInputs { InputIds = ids };

    public static double GigaflopsOf(ScalarType type)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var a = ones([1024, 1024], type, CPU);
        var best = double.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            a.mm(a).Dispose();
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }
        return 2.0 * 1024 * 1024 * 1024 / best / 1e9;
    }
}
