using Bridge.Models.Description;
using Bridge.Torch.Parameters;

namespace Bridge.Models.Heads;

/// <summary>The network of <see cref="MultipleChoiceHeadConfig"/>.</summary>
internal sealed class MultipleChoiceHead : PredictionHead
{
    private readonly MultipleChoiceHeadConfig _config;
    private readonly HeadLayers _layers;

    private MultipleChoiceHead(string name, MultipleChoiceHeadConfig config, HeadLayers layers, ParameterSource source)
        : base(name, config, source.Given) => (_config, _layers) = (config, layers);

    public static MultipleChoiceHead Build(string name, MultipleChoiceHeadConfig config, ModelDescription model, ParameterSource source)
    {
        HeadChecks.Range("num_choices", config.NumChoices, 1);
        HeadChecks.Layers(config.Layers, config.DropoutProb);
        return new MultipleChoiceHead(name, config, new HeadLayers(name, model, config, config.Layers, config.ActivationFunction, config.DropoutProb, outputs: 1, bias: true, source), source);
    }

    /// <summary>(rows / choices, choices): rows that follow one another are the choices of one question.</summary>
    public override Tensor Forward(ModelOutputs outputs, ForwardContext context)
    {
        var rows = outputs.LastHiddenState.shape[0];
        if (rows % _config.NumChoices != 0)
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"head \"{Name}\" has {_config.NumChoices} choices a question; {rows} rows are no multiple",
                ("head", Name), ("rows", rows), ("num_choices", _config.NumChoices));
        using var first = HeadChecks.First(Name, outputs, _config.UsePooler);
        using var each = _layers.Forward(first, context);
        return each.reshape(-1, _config.NumChoices);
    }

    /// <summary>Labels: int64 (questions), the number of the right choice.</summary>
    public override Tensor Loss(Tensor logits, Tensor labels)
    {
        using var flat = labels.reshape(-1);
        return HeadChecks.CrossEntropy(Name, logits, flat);
    }
}
