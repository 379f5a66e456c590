using Bridge.Models.Description;
using Bridge.Models.Heads;
using Bridge.Tokenization;
using Bridge.Training.Data;

namespace Bridge.Engine.Text;

/// <summary>A model's tokenizer, within the model's length.</summary>
internal sealed class TextEncoder : IDisposable
{
    private readonly Tokenizer _tokenizer;
    private readonly ModelDescription _model;

    private TextEncoder(Tokenizer tokenizer, ModelDescription model) => (_tokenizer, _model) = (tokenizer, model);

    /// <summary>The tokenizer of a folder; null where it has none.</summary>
    public static TextEncoder? Open(string folder, ModelDescription description) =>
        File.Exists(Path.Combine(folder, "tokenizer.json")) ? new TextEncoder(Tokenizer.Load(folder), description) : null;

    /// <summary>Id of the padding token, or null.</summary>
    public int? PadId => _tokenizer.PadId;

    /// <summary>Ids of all tokens.</summary>
    public IReadOnlyDictionary<string, int> Vocabulary => _tokenizer.Tokens();

    /// <summary>One more than the highest id.</summary>
    public int VocabularySize => _tokenizer.VocabularySize;

    /// <summary>Ids of a text without special tokens.</summary>
    public IReadOnlyList<int> Tokens(string text) => _tokenizer.Encode(text, options: new EncodeOptions { AddSpecialTokens = false }).Ids;

    /// <summary>Ids and segments of a text or pair, cut to the length.</summary>
    public Encoding Encode(string text, string? pair, int? maxLength)
    {
        var options = new EncodeOptions { Truncation = new TruncationOptions(maxLength is { } length ? TextLength.Check(length, _model) : _model.MaxLength) };
        return _tokenizer.Encode(text, pair, options);
    }

    /// <summary>Ids of all rows, cut to the length, with the labels that the head learns: the rows' own, or for a language model their tokens.</summary>
    public EncodedDataset Encode(TextDataset data, HeadConfig head, int? maxLength, CancellationToken cancellation)
    {
        if (head is not LanguageModelHeadConfig language) return data.Encode(_tokenizer, maxLength ?? _model.MaxLength, cancellation);
        var objective = language.Decoder ? LanguageObjective.Sequence : language.Causal ? LanguageObjective.Causal : LanguageObjective.Masked;
        return data.EncodeForLanguageModel(_tokenizer, objective, language.ShiftLabels, language.VocabSize ?? _model.Embedding.VocabularySize, maxLength ?? _model.MaxLength, cancellation);
    }

    public void Dispose() => _tokenizer.Dispose();
}
