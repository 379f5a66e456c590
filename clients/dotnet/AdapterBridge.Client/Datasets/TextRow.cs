namespace AdapterBridge.Client;

/// <summary>A row of a dataset.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">Its label; null for none.</param>
public sealed record TextRow(string Text, string? Label = null)
{
    /// <summary>An image in place of the text: the bytes of a file.</summary>
    public ReadOnlyMemory<byte>? Image { get; init; }

    /// <summary>The second text of a pair.</summary>
    public string? Pair { get; init; }
}
