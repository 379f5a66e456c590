namespace Bridge.Tokenization.Alignment;

/// <summary>A type of the pre_tokenizer section: splits a text into pieces, and may change them.</summary>
internal interface IPreTokenizer
{
    IEnumerable<AlignedText> Split(AlignedText text);
}
