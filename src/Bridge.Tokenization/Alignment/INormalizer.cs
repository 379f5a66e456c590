namespace Bridge.Tokenization.Alignment;

/// <summary>A type of the normalizer section: changes a text.</summary>
internal interface INormalizer
{
    void Apply(AlignedText text);
}
