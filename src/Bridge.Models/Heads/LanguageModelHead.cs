using Bridge.Models.Vocabularies;
using Bridge.Torch;
using Bridge.Torch.Parameters;

namespace Bridge.Models.Heads;

/// <summary>The network of <see cref="LanguageModelHeadConfig"/>.</summary>
internal sealed class LanguageModelHead : PredictionHead
{
    private readonly LanguageModelHeadConfig _config;
    private readonly List<Func<Tensor, Tensor>> _steps;

    private readonly Tensor _projection;
    private readonly Tensor? _offset;
    private readonly bool _tied;

    private LanguageModelHead(string name, LanguageModelHeadConfig config, List<Func<Tensor, Tensor>> steps, Tensor projection, Tensor? offset, bool tied, ParameterSource source)
        : base(name, config, source.Given) => (_config, _steps, _projection, _offset, _tied) = (config, steps, projection, offset, tied);

    /// <inheritdoc/>
    public override IReadOnlyList<string> TrainedWithEmbeddings => _tied && _offset is not null ? [NameOf(_offset)] : [];

    public static LanguageModelHead Build(string name, LanguageModelHeadConfig config, TransformerModel model, ParameterSource source)
    {
        HeadChecks.Layers(config.Layers, config.DropoutProb);
        var description = model.Description;
        config = config with { VocabSize = config.VocabSize ?? description.Embedding.VocabularySize, EmbeddingSize = config.EmbeddingSize ?? description.EmbeddingSize };
        var (vocabulary, size) = ((long)config.VocabSize, (long)config.EmbeddingSize);
        HeadChecks.Range("vocab_size", vocabulary, 1);
        HeadChecks.Range("embedding_size", size, 1);
        var steps = new List<Func<Tensor, Tensor>>();
        var normal = new Initializer.Normal(description.InitializerRange);
        for (var layer = 0; layer < config.Layers - 1; layer++)
        {
            var from = layer == 0 ? description.HiddenSize : size;
            var (weight, bias) = (source.Get(Path("weight"), new Shape(size, from), normal), source.Get(Path("bias"), new Shape(size), Initializer.Zeros));
            steps.Add(x => nn.functional.linear(x, weight, bias));
            if (config.ActivationFunction is { } activation) steps.Add(Activations.Of(activation.ToLowerInvariant()));
            if (!config.LayerNorm) continue;
            var (scale, shift) = (source.Get(Path("weight"), new Shape(size), Initializer.Ones), source.Get(Path("bias"), new Shape(size), Initializer.Zeros));
            steps.Add(x => nn.functional.layer_norm(x, [size], scale, shift, description.HeadNormEpsilon));
        }
        // The reference ties the projection to the token embeddings and so never trains it.
        Initializer start = model.TokenEmbeddings is { } tokens && new Shape(tokens.shape) == new Shape(vocabulary, size)
            ? new Initializer.Computed(device => tokens.to(ScalarType.Float32, device, copy: true))
            : normal;
        var projection = source.Get(Path("weight"), new Shape(vocabulary, size), start, trained: false);
        var offset = config.Bias ? source.Get(Path("bias"), new Shape(vocabulary), Initializer.Zeros, trained: false) : null;
        return new LanguageModelHead(name, config, steps, projection, offset, description.TiesEmbeddings, source);

        string Path(string part) => $"heads.{name}.{steps.Count}.{part}";
    }

    /// <summary>(rows, length, vocabulary). An invertible adapter of the call is undone in front of the projection to the vocabulary, as in the reference's flexible classes.</summary>
    public override Tensor Forward(ModelOutputs outputs, ForwardContext context)
    {
        var current = outputs.HeadStates();
        foreach (var step in _steps)
        {
            using var before = current;
            current = step(before);
        }
        using var states = current;
        using var inverted = _config.ModelClass is null ? context.Hooks?.Embedding?.Invert(states) : null;
        var projection = Follows(context.TokenEmbeddings) ? context.TokenEmbeddings!.Table : _projection;
        using var offset = Fitted(projection.shape[0]);
        return nn.functional.linear(inverted ?? states, projection, offset);
    }

    /// <inheritdoc/>
    internal override IReadOnlyDictionary<string, Tensor> ParametersWith(TokenEmbedding? tokens, IList<Tensor> made)
    {
        if (!Follows(tokens)) return Parameters;
        var offset = Fitted(tokens!.VocabularySize);
        if (offset is not null) made.Add(offset);
        return Parameters.ToDictionary(p => p.Key, p => ReferenceEquals(p.Value, _projection) ? tokens.Table : ReferenceEquals(p.Value, _offset) ? offset! : p.Value, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override HeadConfig ConfigWith(TokenEmbedding? tokens) => Follows(tokens) ? _config with { VocabSize = tokens!.VocabularySize } : _config;

    private bool Follows(TokenEmbedding? tokens) => _tied && tokens is not null && tokens.Table.shape[1] == _projection.shape[1];

    // Tokens that the head has not seen have no offset: as the reference ties, padded with zeros or cut off.
    private Tensor? Fitted(long vocabulary)
    {
        if (_offset is null || _offset.shape[0] == vocabulary) return _offset?.alias();
        return _offset.shape[0] > vocabulary ? _offset.narrow(0, 0, vocabulary) : nn.functional.pad(_offset, [0, vocabulary - _offset.shape[0]]);
    }

    private string NameOf(Tensor tensor) => Parameters.First(p => ReferenceEquals(p.Value, tensor)).Key;

    /// <summary>Labels: int64 (rows, length) of token ids, -100 where a position does not count.</summary>
    public override Tensor Loss(Tensor logits, Tensor labels)
    {
        // Shifting drops the last position's logits and the first one's label before a prompt lengthens the labels: the order of the reference.
        var shift = _config.ShiftLabels ? 1 : 0;
        using var scores = logits.narrow(1, 0, logits.shape[1] - shift);
        using var shifted = labels.dim() == 2 && labels.shape[1] > shift ? labels.narrow(1, shift, labels.shape[1] - shift) : labels.alias();
        using var whole = HeadChecks.Lengthened(Name, shifted, scores.shape[0], scores.shape[1]);
        using var flat = scores.reshape(-1, scores.shape[2]);
        using var targets = whole.reshape(-1);
        return HeadChecks.CrossEntropy(Name, flat, targets, HeadChecks.Ignored);
    }
}
