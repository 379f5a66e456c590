using Bridge.Torch.Parameters;

namespace Bridge.Models.Heads;

/// <summary>A small network over a base model's outputs, with a loss.</summary>
public abstract class PredictionHead(string name, HeadConfig config, IReadOnlyList<Parameter> parameters) : IDisposable
{
    private readonly Dictionary<string, Tensor> _parameters = parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);

    /// <summary>Its name, unique in the model.</summary>
    public string Name => name;

    /// <summary>What it is.</summary>
    public HeadConfig Config => config;

    /// <summary>Its tensors by the reference library's names (<c>heads.NAME.1.weight</c>).</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => _parameters;

    /// <summary>Names of the tensors that training may change.</summary>
    public IReadOnlyList<string> Trained { get; } = [.. parameters.Where(p => p.Trained).Select(p => p.Name)];

    /// <summary>Names of further tensors that are trained where the token embeddings are: what stands behind a projection that is tied to them.</summary>
    public virtual IReadOnlyList<string> TrainedWithEmbeddings => [];

    /// <summary>Its tensors as they act beside these token embeddings, which a tied projection follows. New ones are in <paramref name="made"/>, the caller's.</summary>
    internal virtual IReadOnlyDictionary<string, Tensor> ParametersWith(Vocabularies.TokenEmbedding? tokens, IList<Tensor> made) => _parameters;

    /// <summary>What it is beside these token embeddings.</summary>
    public virtual HeadConfig ConfigWith(Vocabularies.TokenEmbedding? tokens) => config;

    /// <summary>Label names by id, or null.</summary>
    public IReadOnlyList<string>? Labels => config.LabelIds is null ? null : [.. config.LabelIds.OrderBy(p => p.Value).Select(p => p.Key)];

    /// <summary>Logits from a base model's outputs. Borrowed in, the caller's out.</summary>
    public abstract Tensor Forward(ModelOutputs outputs, ForwardContext context);

    /// <summary>The head's own loss, the mean over targets. TENSOR_SHAPE, TENSOR_VALUE for labels that do not fit.</summary>
    public abstract Tensor Loss(Tensor logits, Tensor labels);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var parameter in _parameters.Values) parameter.Dispose();
        GC.SuppressFinalize(this);
    }
}
