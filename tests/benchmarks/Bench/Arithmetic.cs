using Bridge.Models.Architectures;
using Bridge.Models.Description;

namespace Bench;

/// <summary>Multiplications and additions of a model's forward, 2 a pair, counted from its description: linear maps and attention.</summary>
internal static class Arithmetic
{
    public static double Forward(string folder, int rows, int length)
    {
        var model = ArchitectureCatalog.Describe(folder);
        var tokens = model.Patches?.Length ?? length;
        var pairs = Stack(model, tokens, cross: false) + (model.Decoder is { } decoder ? Stack(decoder, tokens, cross: true) : 0);
        if (model.Patches is { } p) pairs += (double)tokens * p.Channels * p.PatchSize * p.PatchSize * model.HiddenSize;
        return 2 * rows * pairs;
    }

    private static double Stack(ModelDescription model, double tokens, bool cross)
    {
        var (attention, feedForward, hidden) = (model.Block.Attention, model.Block.FeedForward, (double)model.HiddenSize);
        double width = attention.Heads * attention.HeadSize, keys = (attention.KeyValueHeads ?? attention.Heads) * attention.HeadSize;
        var self = tokens * hidden * (2 * width + 2 * keys) + 2 * tokens * tokens * width;
        var other = cross ? tokens * hidden * 4 * width + 2 * tokens * tokens * width : 0;
        var layers = model.Schedule?.Sum(s => s.Count) ?? model.LayerCount;
        var projected = model.EmbeddingSize == model.HiddenSize ? 0 : tokens * model.EmbeddingSize * hidden;
        return projected + layers * (self + other + tokens * hidden * feedForward.InnerSize * (feedForward.Gated ? 3 : 2));
    }
}
