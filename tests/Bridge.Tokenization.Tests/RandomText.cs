namespace Bridge.Tokenization.Tests;

/// <summary>A generated text; a type of its own, so that FsCheck finds its generator.</summary>
public sealed record RandomText(string Value);
