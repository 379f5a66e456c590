namespace AdapterBridge.Client;

/// <summary>A row of a dataset.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">Its label; null for none.</param>
public sealed record TextRow(string Text, string? Label = null)
{
    /// <summary>The second text of a pair.</summary>
    public string? Pair { get; init; }
}
