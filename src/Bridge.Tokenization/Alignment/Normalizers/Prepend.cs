using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.Normalizers;

/// <summary>Sets a text before the text.</summary>
internal sealed class Prepend(string content) : INormalizer
{
    private readonly int[] _content = CodePoints.Of(content);

    public void Apply(AlignedText text) => text.Prepend(_content);
}
