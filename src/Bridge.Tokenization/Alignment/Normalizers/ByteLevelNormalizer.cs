using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.Normalizers;

/// <summary>Every byte of the UTF-8 form becomes a visible character.</summary>
internal sealed class ByteLevelNormalizer : INormalizer
{
    public void Apply(AlignedText text)
    {
        var changes = new List<Change>(text.Length + 8);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.Runes)
        {
            var count = new System.Text.Rune(rune).EncodeToUtf8(bytes);
            for (var i = 0; i < count; i++) changes.Add(new Change(ByteAlphabet.Of(bytes[i]), i == 0 ? 0 : 1));
        }
        text.Transform(changes, 0);
    }
}
