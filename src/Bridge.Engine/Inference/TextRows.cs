using Bridge.Core;
using Bridge.Engine.Inference;
using Bridge.Engine.Models;
using Bridge.Tokenization;

namespace Bridge.Engine;

/// <summary>A batch of texts.</summary>
/// <param name="Texts">The texts, one a row.</param>
/// <param name="Pairs">The second texts of pairs: none, or one a row.</param>
/// <param name="MaxLength">Longer ones are cut to so many tokens; null: the model's limit.</param>
public sealed record TextRows(IReadOnlyList<string> Texts, IReadOnlyList<string> Pairs, int? MaxLength = null)
{
    /// <summary>The most texts of one call.</summary>
    public const int MaxRows = InputRows.MaxCount;

    /// <summary>Refuses none, too many, and second texts that are not as many.</summary>
    internal void Check()
    {
        InputRows.CheckCount(Texts.Count, "texts");
        if (Pairs.Count > 0 && Pairs.Count != Texts.Count)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"there are {Texts.Count} texts and {Pairs.Count} second texts; none or as many are allowed", ("texts", Texts.Count), ("pairs", Pairs.Count));
    }

    internal IReadOnlyList<Encoding> Encode(ModelEntry entry, string? embedding)
    {
        Check();
        var encoder = entry.RequireText(embedding);
        return [.. Texts.Select((text, i) => encoder.Encode(text, Pairs.Count == 0 ? null : Pairs[i], MaxLength))];
    }
}
