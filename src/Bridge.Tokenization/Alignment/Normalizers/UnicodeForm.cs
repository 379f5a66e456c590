using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.Normalizers;

/// <summary>NFC, NFD, NFKC, NFKD.</summary>
internal sealed class UnicodeForm(bool compose, bool compatible) : INormalizer
{
    public static UnicodeForm Decomposed { get; } = new(compose: false, compatible: false);

    public void Apply(AlignedText text)
    {
        // ASCII is its own normal form, and most of what comes.
        if (!text.Runes.ContainsAnyExceptInRange(0, 0x7F)) return;
        text.Transform(compose ? Normalization.Compose(text.Runes, compatible) : Normalization.Decompose(text.Runes, compatible), 0);
    }
}
