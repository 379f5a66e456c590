namespace AdapterBridge.Client;

/// <summary>Texts for a model with a tokenizer, one a row.</summary>
public sealed class TextBatch(params IReadOnlyList<string> texts)
{
    /// <summary>The texts.</summary>
    public IReadOnlyList<string> Texts { get; } = texts;

    /// <summary>The second texts of pairs; empty, or one a row.</summary>
    public IReadOnlyList<string> Pairs { get; init; } = [];

    /// <summary>Texts are cut to so many tokens; null is the model's limit.</summary>
    public int? MaxLength { get; init; }

    /// <summary>One text.</summary>
    public static implicit operator TextBatch(string text) => new(text);

    internal Wire.TextBatch ToMessage() => new() { Texts = { Texts }, Pairs = { Pairs }, MaxLength = MaxLength ?? 0 };
}
