namespace Bridge.Tokenization.Alignment.Normalizers;

/// <summary>Keeps code points that fulfil a condition, mapped one to one: StripAccents, Nmt.</summary>
internal sealed class Filter(Func<int, bool> keep, Func<int, int>? map = null) : INormalizer
{
    public void Apply(AlignedText text)
    {
        text.Filter(keep);
        if (map is not null) text.Map(map);
    }
}
