using Bridge.Engine.Inference;

namespace Bridge.Engine;

/// <summary>A batch of images.</summary>
/// <param name="Images">Bytes of PNG, JPEG, WebP, GIF or BMP files, one a row.</param>
public sealed record ImageRows(IReadOnlyList<ReadOnlyMemory<byte>> Images)
{
    /// <summary>The most images of one call.</summary>
    public const int MaxRows = InputRows.MaxCount;

    internal void Check() => InputRows.CheckCount(Images.Count, "images");
}
