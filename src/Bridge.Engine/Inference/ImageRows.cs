using Bridge.Core;

namespace Bridge.Engine;

/// <summary>A batch of images.</summary>
/// <param name="Images">Bytes of PNG, JPEG, WebP, GIF or BMP files, one a row.</param>
public sealed record ImageRows(IReadOnlyList<ReadOnlyMemory<byte>> Images)
{
    /// <summary>The most images of one call.</summary>
    public const int MaxRows = 4096;

    internal void Check()
    {
        if (Images.Count == 0) throw BridgeException.Invalid(ErrorReason.BatchEmpty, "there are no images; at least one is needed", ("images", 0));
        if (Images.Count > MaxRows)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{Images.Count} images are too many for one call; at most {MaxRows} are allowed", ("images", Images.Count), ("allowed", MaxRows));
    }
}
