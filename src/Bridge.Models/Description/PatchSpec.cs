namespace Bridge.Models.Description;

/// <summary>An image cut into square patches, each a token behind a learned first one.</summary>
/// <param name="ImageSize">Height and width of an image.</param>
/// <param name="PatchSize">Height and width of a patch.</param>
/// <param name="Channels">Numbers a pixel.</param>
public sealed record PatchSpec(int ImageSize, int PatchSize, int Channels)
{
    /// <summary>Tokens of an image, the first one included.</summary>
    public int Length => ImageSize / PatchSize * (ImageSize / PatchSize) + 1;
}
