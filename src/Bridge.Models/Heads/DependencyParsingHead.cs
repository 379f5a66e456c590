using Bridge.Models.Description;
using Bridge.Torch.Parameters;

namespace Bridge.Models.Heads;

/// <summary>The network of <see cref="DependencyParsingHeadConfig"/>.</summary>
internal sealed class DependencyParsingHead : PredictionHead
{
    private readonly Tensor _arcs, _relations;
    private readonly double _dropout;
    private readonly long _padding;

    private DependencyParsingHead(string name, DependencyParsingHeadConfig config, ModelDescription model, ParameterSource source, Tensor arcs, Tensor relations)
        : base(name, config, source.Given) => (_arcs, _relations, _dropout, _padding) = (arcs, relations, model.HeadDropout, model.PadTokenId ?? 0);

    public static DependencyParsingHead Build(string name, DependencyParsingHeadConfig config, ModelDescription model, ParameterSource source)
    {
        HeadChecks.Range("num_labels", config.NumLabels, 1);
        var size = model.HiddenSize;
        var arcs = source.Get($"heads.{name}.biaffine_arcs.weight", new Shape(1, size + 1, size), Initializer.Zeros);
        var relations = source.Get($"heads.{name}.biaffine_rels.weight", new Shape(config.NumLabels, size + 1, size + 1), Initializer.Zeros);
        return new DependencyParsingHead(name, config, model, source, arcs, relations);
    }

    /// <summary>
    /// (rows, words, 1 + words, 1 + relations): for each word and each head, the root first, the score of the arc, then that of each relation. The call's
    /// <see cref="ForwardContext.WordStarts"/> say where words begin; there are as many words as tokens, those beyond the text without meaning.
    /// </summary>
    public override Tensor Forward(ModelOutputs outputs, ForwardContext context)
    {
        var starts = context.WordStarts ?? throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"head \"{Name}\" needs word_starts", ("head", Name), ("tensor", "word_starts"));
        using var scope = NewDisposeScope();
        var pass = new ForwardPass(context with { Random = context.Random?.Fork("head") }, outputs.LastHiddenState.device, checked((int)outputs.LastHiddenState.shape[0]), null, null, null);
        var states = pass.ModelDropout(outputs.HeadStates(), _dropout);
        var words = Means(starts, states).matmul(states);
        var heads = cat([states.narrow(1, 0, 1), words], 1);
        var (dependents, withOne) = (WithOne(words), WithOne(heads));
        var arcs = dependents.matmul(_arcs[0]).matmul(heads.transpose(1, 2)).unsqueeze(-1);
        var relations = dependents.unsqueeze(1).matmul(_relations.unsqueeze(0)).matmul(withOne.transpose(1, 2).unsqueeze(1)).permute(0, 2, 3, 1);
        return cat([arcs, relations], -1).MoveToOuterDisposeScope();
    }

    /// <summary>Labels: int64 (rows, words, 2), the number of each word's head (0 is the root) and its relation; words whose head is the padding token's number do not count.</summary>
    public override Tensor Loss(Tensor logits, Tensor labels)
    {
        if (labels.dim() != 3 || labels.shape[0] != logits.shape[0] || labels.shape[1] != logits.shape[1] || labels.shape[2] != 2)
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"head \"{Name}\": labels have shape {new Shape(labels.shape)}, logits {new Shape(logits.shape)}",
                ("head", Name), ("shape", new Shape(labels.shape)), ("allowed", new Shape(logits.shape[0], logits.shape[1], 2)));
        using var scope = NewDisposeScope();
        var (arcs, relations) = (labels.select(2, 0), labels.select(2, 1));
        var counted = arcs != _padding;
        var (scores, wanted) = (logits[counted], arcs[counted]);
        var loss = HeadChecks.CrossEntropy(Name, scores.select(2, 0), wanted);
        var chosen = scores[arange(wanted.shape[0], dtype: ScalarType.Int64, device: wanted.device), wanted];
        return (loss + HeadChecks.CrossEntropy(Name, chosen.narrow(1, 1, chosen.shape[1] - 1), relations[counted])).MoveToOuterDisposeScope();
    }

    private static Tensor WithOne(Tensor x) => cat([x, ones_like(x.narrow(-1, 0, 1))], -1);

    // (rows, length, length): each word's mean over its tokens. A start that is padding is none; the last start ends the last word.
    private Tensor Means(Tensor starts, Tensor states)
    {
        var (rows, length) = (states.shape[0], states.shape[1]);
        if (starts.dim() != 2 || rows % starts.shape[0] != 0 || starts.dtype != ScalarType.Int64)
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"head \"{Name}\": word_starts is {starts.dtype} {new Shape(starts.shape)} for {rows} rows, int64 (rows, words) is expected",
                ("head", Name), ("tensor", "word_starts"), ("shape", new Shape(starts.shape)));
        var places = starts.cpu().data<long>().ToArray();
        var columns = starts.shape[1];
        var weights = new float[rows * length * length];
        for (long row = 0; row < rows; row++)
        {
            var from = (int)(row % starts.shape[0] * columns);
            var found = places.AsSpan(from, (int)columns).ToArray().Where(p => p != _padding).ToArray();
            for (var word = 0; word + 1 < found.Length && found[word + 1] > 0 && word < length; word++)
            {
                var (start, end) = (found[word], Math.Min(found[word + 1], length));
                if (start < 0 || start >= end)
                    throw BridgeException.Invalid(ErrorReason.TensorValue, $"head \"{Name}\": word {word} of row {row} goes from token {start} to {found[word + 1]} of {length}",
                        ("head", Name), ("tensor", "word_starts"), ("row", row), ("value", start));
                for (var token = start; token < end; token++) weights[(row * length + word) * length + token] = 1f / (end - start);
            }
        }
        return tensor(weights, dtype: ScalarType.Float32, device: CPU).view(rows, length, length).to(states.dtype, states.device);
    }
}
