using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.Normalizers;

/// <summary>Replaces what a pattern finds.</summary>
internal sealed class Replace(Pattern pattern, string content) : INormalizer
{
    private readonly int[] _content = CodePoints.Of(content);

    public void Apply(AlignedText text) => text.Replace(pattern.Find(text.Runes), _content);
}
