using Bridge.Torch;
using Bridge.Torch.Parameters;

namespace Bridge.Models.Heads;

/// <summary>The network of <see cref="LanguageModelHeadConfig"/>.</summary>
internal sealed class LanguageModelHead : PredictionHead
{
    private readonly LanguageModelHeadConfig _config;
    private readonly List<Func<Tensor, Tensor>> _steps;

    private LanguageModelHead(string name, LanguageModelHeadConfig config, List<Func<Tensor, Tensor>> steps, ParameterSource source)
        : base(name, config, source.Given) => (_config, _steps) = (config, steps);

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
        steps.Add(x => nn.functional.linear(x, projection, offset));
        return new LanguageModelHead(name, config, steps, source);

        string Path(string part) => $"heads.{name}.{steps.Count}.{part}";
    }

    /// <summary>(rows, length, vocabulary). An invertible adapter of the call is undone in front of the projection to the vocabulary, as in the reference.</summary>
    public override Tensor Forward(ModelOutputs outputs, ForwardContext context)
    {
        var current = outputs.HeadStates();
        foreach (var step in _steps)
        {
            using var before = current;
            using var inverted = step == _steps[^1] ? context.Hooks?.Embedding?.Invert(before) : null;
            current = step(inverted ?? before);
        }
        return current;
    }

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
