namespace Bridge.Tokenization.Alignment.Normalizers;

/// <summary>One normalizer after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<INormalizer> parts) : INormalizer
{
    public void Apply(AlignedText text)
    {
        foreach (var part in parts) part.Apply(text);
    }
}
