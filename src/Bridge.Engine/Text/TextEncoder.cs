using Bridge.Core;
using Bridge.Models.Description;
using Bridge.Tokenization;
using Bridge.Training.Data;

namespace Bridge.Engine.Text;

/// <summary>A model's tokenizer, within the model's length.</summary>
internal sealed class TextEncoder : IDisposable
{
    private readonly Tokenizer _tokenizer;
    private readonly int _maxLength;

    private TextEncoder(Tokenizer tokenizer, int maxLength) => (_tokenizer, _maxLength) = (tokenizer, maxLength);

    /// <summary>The tokenizer of a folder; null where it has none.</summary>
    public static TextEncoder? Open(string folder, ModelDescription description) =>
        File.Exists(Path.Combine(folder, "tokenizer.json")) ? new TextEncoder(Tokenizer.Load(folder), description.MaxLength) : null;

    /// <summary>Id of the padding token, or null.</summary>
    public int? PadId => _tokenizer.PadId;

    /// <summary>Ids of a text without special tokens.</summary>
    public IReadOnlyList<int> Tokens(string text) => _tokenizer.Encode(text, options: new EncodeOptions { AddSpecialTokens = false }).Ids;

    /// <summary>Ids and segments of a text or pair, cut to the length.</summary>
    public Encoding Encode(string text, string? pair, int? maxLength)
    {
        if (maxLength is { } length && (length < 3 || length > _maxLength))
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"max_length {length} is outside [3, {_maxLength}]", ("max_length", length), ("allowed", $"[3, {_maxLength}]"));
        var options = new EncodeOptions { Truncation = new TruncationOptions(maxLength ?? _maxLength) };
        return _tokenizer.Encode(text, pair, options);
    }

    /// <summary>Ids of all rows, cut to the length.</summary>
    public EncodedDataset Encode(TextDataset data, int? maxLength, CancellationToken cancellation) => data.Encode(_tokenizer, maxLength ?? _maxLength, cancellation);

    public void Dispose() => _tokenizer.Dispose();
}
