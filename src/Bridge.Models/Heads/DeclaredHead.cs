using Bridge.Models.Description;
using Bridge.Torch.Parameters;

namespace Bridge.Models.Heads;

/// <summary>The network of <see cref="DeclaredHeadConfig"/>.</summary>
internal sealed class DeclaredHead : PredictionHead
{
    private readonly DeclaredHeadConfig _config;
    private readonly DeclaredNetwork _network;

    private DeclaredHead(string name, DeclaredHeadConfig config, DeclaredNetwork network, ParameterSource source)
        : base(name, config, source.Given) => (_config, _network) = (config, network);

    public static DeclaredHead Build(string name, DeclaredHeadConfig config, ModelDescription model, ParameterSource source)
    {
        HeadChecks.Range("layers of the network", config.Network.Count, 1, 64);
        if (config.Network[^1] is not DeclaredLayer.Linear) throw HeadChecks.OutOfRange("last layer", config.Network[^1].GetType().Name, "linear, whose size is the number of labels");
        if (config.Loss == DeclaredLoss.SquaredError) HeadChecks.Range("size of a network that learns by squared_error", config.NumLabels, 1, 1);
        if (config.Input == DeclaredInput.Tokens && config.Loss != DeclaredLoss.CrossEntropy) throw HeadChecks.OutOfRange("loss of a network over tokens", config.Loss, "cross_entropy");
        if (config.LabelIds is { } labels && labels.Count != config.NumLabels) throw HeadChecks.OutOfRange("number of label names", labels.Count, $"the network's size, {config.NumLabels}");
        return new DeclaredHead(name, config, new DeclaredNetwork($"heads.{name}", config.Network, model.HiddenSize, model, source), source);
    }

    /// <summary>(rows, labels), or of tokens (rows, length, labels).</summary>
    public override Tensor Forward(ModelOutputs outputs, ForwardContext context)
    {
        using var states = _config.Input == DeclaredInput.Tokens ? outputs.HeadStates() : HeadChecks.First(Name, outputs, _config.Input == DeclaredInput.Pooled);
        return _network.Run(states, new ForwardPass(context with { Random = context.Random?.Fork("head") }, states.device, checked((int)states.shape[0]), null, null, null));
    }

    /// <summary>
    /// Labels: int64 (rows) of class ids, of tokens (rows, length) with -100 where one does not count; float (rows) for squared errors; (rows, labels) of 0 and 1 for independent classes.
    /// </summary>
    public override Tensor Loss(Tensor logits, Tensor labels)
    {
        if (_config.Input == DeclaredInput.Tokens)
        {
            using var whole = HeadChecks.Lengthened(Name, labels, logits.shape[0], logits.shape[1]);
            using var flat = logits.reshape(-1, logits.shape[2]);
            using var targets = whole.reshape(-1);
            return HeadChecks.CrossEntropy(Name, flat, targets, HeadChecks.Ignored);
        }
        if (_config.Loss == DeclaredLoss.BinaryCrossEntropy) return HeadLosses.Binary(Name, logits, labels);
        return HeadLosses.Rows(Name, logits, labels, _config.Loss == DeclaredLoss.SquaredError);
    }
}
