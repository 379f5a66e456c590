namespace AdapterBridge.Client;

/// <summary>A configuration as text: the notation of the server, or JSON.</summary>
/// <param name="Text">The text.</param>
public sealed record TextConfig(string Text) : AdapterConfig
{
    internal override Wire.AdapterConfig ToMessage() => throw new ArgumentException($"\"{Text}\" is text and cannot be a part of a typed configuration; write the whole as text");
}
