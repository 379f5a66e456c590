using Bridge.Core;
using Bridge.Tokenization.Alignment;
using Bridge.Tokenization.Files;
using Bridge.Tokenization.Native;
using Bridge.Tokenization.Processing;

namespace Bridge.Tokenization;

/// <summary>
/// Text to ids and back, by a Hugging Face tokenizer.json. Ids come from Hugging Face's own code; special tokens, pairs, truncation, padding and offsets are
/// applied here from the file's own sections. The file's truncation and padding are not applied unless asked for. Safe for use from many threads at once.
/// </summary>
public sealed class Tokenizer : IDisposable
{
    private readonly TokenizerFile _file;
    private readonly TokenizerSettings? _settings;
    private readonly HuggingFaceTokenizer _native;
    private readonly Lazy<HuggingFaceTokenizer> _literal;
    private readonly Aligner? _aligner;
    private readonly BridgeException? _noAligner;
    private readonly Assembler _assembler;
    private readonly BatchEncoder _batches;

    private Tokenizer(TokenizerFile file, TokenizerSettings? settings)
    {
        _file = file;
        _settings = settings;
        _assembler = new Assembler(PostProcessorReader.Read(file.PostProcessor), file.Vocabulary);
        try
        {
            _aligner = new Aligner(file);
        }
        catch (BridgeException error) when (error.Reason == ErrorReason.MethodNotAvailable)
        {
            // Ids do not need it; who asks for offsets is told.
            _noAligner = error;
        }
        _batches = new BatchEncoder(this);
        PadToken = settings?.Token("pad_token") ?? file.Padding?.Child("pad_token")?.AsString() ?? Known("[PAD]", "<pad>");
        _native = new HuggingFaceTokenizer(file.Description(nothingSpecial: false), file.Path);
        _literal = new Lazy<HuggingFaceTokenizer>(() => new HuggingFaceTokenizer(file.Description(nothingSpecial: true), file.Path));
    }

    /// <summary>One more than the highest id.</summary>
    public int VocabularySize => _file.Vocabulary.Size;

    /// <summary>The padding token, or null.</summary>
    public string? PadToken { get; }

    /// <summary>Id of the padding token, or null.</summary>
    public int? PadId => PadToken is null ? null : TokenToId(PadToken);

    /// <summary>Id of the unknown token, or null.</summary>
    public int? UnkId => Special("unk_token", "[UNK]", "<unk>");

    /// <summary>Id of the classification token, which opens a text, or null.</summary>
    public int? ClsId => Special("cls_token", "[CLS]", "<s>");

    /// <summary>Id of the separator, which ends a text, or null.</summary>
    public int? SepId => Special("sep_token", "[SEP]", "</s>");

    /// <summary>Id of the mask token, or null.</summary>
    public int? MaskId => Special("mask_token", "[MASK]", "<mask>");

    /// <summary>Id of the token that begins a generated text, or null.</summary>
    public int? BosId => Special("bos_token", "<s>");

    /// <summary>Id of the token that ends a generated text, or null.</summary>
    public int? EosId => Special("eos_token", "</s>", "<|endoftext|>");

    /// <summary>Most tokens of an input as tokenizer_config.json says, or null.</summary>
    public int? ModelMaxLength => _settings?.ModelMaxLength;

    /// <summary>The end at which padding is added unless the caller says otherwise.</summary>
    public Side PaddingSide => _settings?.PaddingSide ?? (_file.Padding?.Child("direction")?.AsString() == "Left" ? Side.Left : Side.Right);

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="folderOrFile">A tokenizer.json, or the folder that holds it; of a folder, tokenizer_config.json and special_tokens_map.json are read too.</param>
    /// <exception cref="BridgeException">FILE_NOT_FOUND; CHECKPOINT_CORRUPT: no JSON, or a section is not as it must be; METHOD_NOT_AVAILABLE: a section's type
    /// is not supported; RUNTIME_NOT_FOUND: the native library is missing.</exception>
    public static Tokenizer Load(string folderOrFile)
    {
        var isFolder = Directory.Exists(folderOrFile);
        var path = Path.GetFullPath(isFolder ? Path.Combine(folderOrFile, "tokenizer.json") : folderOrFile);
        return new Tokenizer(TokenizerFile.Read(path), isFolder ? TokenizerSettings.Read(folderOrFile) : null);
    }

    /// <summary>Encodes a text, or a pair of texts.</summary>
    /// <exception cref="BridgeException">ARGUMENT_INVALID or SEQUENCE_TOO_LONG: truncation as asked for is not possible; METHOD_NOT_AVAILABLE: offsets were asked
    /// for, and the file's normalizer, pre-tokenizer or model is of a type that is not followed.</exception>
    public Encoding Encode(string text, string? pair = null, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= new EncodeOptions();
        return _assembler.Assemble(EncodeText(text, options), pair is null ? null : EncodeText(pair, options), options);
    }

    /// <summary>Encodes texts, or pairs, and brings them to one length.</summary>
    /// <param name="texts">The texts; at least one.</param>
    /// <param name="pairs">The second texts, as many; null: single texts.</param>
    /// <param name="options">How each is encoded.</param>
    /// <param name="padding">How they are brought to one length; null: that of the longest, with the tokenizer's padding token at its side.</param>
    /// <exception cref="BridgeException">BATCH_EMPTY; ARGUMENT_INVALID: counts differ, or no padding token; SEQUENCE_TOO_LONG: a row is longer than the length
    /// asked for.</exception>
    public EncodingBatch EncodeBatch(
        IReadOnlyList<string> texts, IReadOnlyList<string>? pairs = null, EncodeOptions? options = null, PaddingOptions? padding = null) =>
        _batches.Encode(texts, pairs, options ?? new EncodeOptions(), Padding(padding));

    /// <summary>An encoding with padding up to the length that <paramref name="padding"/> gives it; a longer one stays as it is.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="padding">Where it gives no length, <paramref name="longest"/> is taken.</param>
    /// <param name="longest">Length of the longest encoding of a batch; null: this one's.</param>
    public Encoding Pad(Encoding encoding, PaddingOptions padding, int? longest = null)
    {
        var padder = Padding(padding);
        return padder.Pad(encoding, padder.Target(longest ?? encoding.Length));
    }

    /// <summary>Ids of all tokens.</summary>
    public IReadOnlyDictionary<string, int> Tokens() => _file.Vocabulary.Ids;

    /// <summary>The text of ids. Ids outside the vocabulary are left out.</summary>
    /// <exception cref="BridgeException">TENSOR_VALUE: an id is negative.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = true)
    {
        foreach (var id in ids)
        {
            if (id < 0) throw BridgeException.Invalid(ErrorReason.TensorValue, $"id {id} is outside [0, {VocabularySize - 1}]", ("id", id), ("vocabulary_size", VocabularySize));
        }
        return (skipSpecialTokens ? _native : _literal.Value).Decode(ids);
    }

    /// <summary>Id of a token, or null.</summary>
    public int? TokenToId(string token) => _file.Vocabulary.Id(token);

    /// <summary>Token of an id, or null.</summary>
    public string? IdToToken(int id) => _file.Vocabulary.Token(id);

    /// <summary>Whether the library's ids of a text lie on the words that this code finds in it, without a search. Tests ask.</summary>
    internal bool FollowsExactly(string text)
    {
        var clean = Unicode.WellFormed.Of(text);
        _ = Following().Align(clean, _native.Encode(clean), out var exact);
        return exact;
    }

    /// <summary>Releases the native tokenizer.</summary>
    public void Dispose()
    {
        _native.Dispose();
        if (_literal.IsValueCreated) _literal.Value.Dispose();
    }

    private Aligner Following() => _aligner ?? throw BridgeException.Of(_noAligner!.Code, _noAligner.Reason, $"offsets are not available: {_noAligner.Message}",
        [.. _noAligner.Metadata.Select(fact => (fact.Key, (object?)fact.Value))]);

    private EncodedText EncodeText(string text, EncodeOptions options)
    {
        var clean = Unicode.WellFormed.Of(text);
        var ids = _native.Encode(clean);
        return options.Offsets ? Following().Align(clean, ids) : new EncodedText(ids, null, null, null);
    }

    private Padder Padding(PaddingOptions? options)
    {
        var asked = options ?? new PaddingOptions();
        return new Padder(asked, asked.PadId ?? PadId, asked.PadToken ?? PadToken ?? "", asked.Direction ?? PaddingSide);
    }

    private int? Special(string role, params ReadOnlySpan<string> usual) =>
        (_settings?.Token(role) ?? Known(usual)) is { } token ? TokenToId(token) : null;

    // Without tokenizer_config.json the usual names are looked for among the added tokens.
    private string? Known(params ReadOnlySpan<string> usual)
    {
        foreach (var name in usual)
        {
            if (_file.AddedTokens.Any(token => token.Content == name)) return name;
        }
        return null;
    }
}
