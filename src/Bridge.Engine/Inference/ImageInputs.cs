using Bridge.Engine.Images;
using Bridge.Engine.Models;
using static TorchSharp.torch;

namespace Bridge.Engine.Inference;

/// <summary>Images as a model's pixel values.</summary>
internal sealed class ImageInputs : InputRows
{
    private readonly ModelEntry _entry;
    private readonly ImageEncoder _encoder;
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _images;

    public ImageInputs(ModelEntry entry, IReadOnlyList<ReadOnlyMemory<byte>> images) => (_entry, _encoder, _images) = (entry, entry.RequireImages(), images);

    public override int Count => _images.Count;

    public override int Length(int row) => _encoder.Length;

    public override void Add(IReadOnlyList<int> rows, Dictionary<string, Tensor> inputs, CancellationToken cancellation) =>
        inputs["pixel_values"] = _encoder.Encode([.. rows.Select(r => _images[r])], i => $"images[{rows[i]}]", _entry.Model.Device, cancellation);
}
