using Bridge.Models.Description;
using Bridge.Models.Vocabularies;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>The tensors that a case trains, made trainable for as long as this lives.</summary>
internal sealed class TrainedParameters : IDisposable
{
    /// <summary>The argument that trains the token embeddings.</summary>
    public const string Embeddings = "train_embeddings";

    private const string FixedHead = "score.weight";

    private readonly SortedDictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    private TrainedParameters()
    {
    }

    /// <summary>By the engine's names.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    public int Count => _tensors.Count;

    /// <summary>Those that have a gradient.</summary>
    public IEnumerable<string> WithGradient => _tensors.Keys.Where(name =>
    {
        using var gradient = Gradient(name);
        return gradient is not null;
    }).ToList();

    /// <summary>What <c>train</c> says: the adapters of the setup, and the heads that the case counts as trainable.</summary>
    public static TrainedParameters Of(CaseContext context, CaseSubject subject)
    {
        var trained = new TrainedParameters();
        var embeddings = context.Case.Object("train_kwargs")[Embeddings]?.GetValue<bool>() == true;
        switch (context.Case.Text("train") ?? (embeddings ? "adapter" : null))
        {
            case null: return trained;
            case "adapter":
                foreach (var adapter in CaseSetup.Trained(context.Case).Select(name => subject.Adapters[name]))
                    trained.Take(adapter.Trained.Select(name => KeyValuePair.Create(subject.Adapters.Sharing.NameOf(adapter, name), adapter.Parameters[name])));
                break;
            case "fusion":
                foreach (var fusion in CaseSetup.TrainedFusions(context.Case).Select(subject.Adapters.Fusions.For).Distinct())
                    trained.Take(fusion.Trained.Select(name => KeyValuePair.Create(name, fusion.Parameters[name])));
                if (context.Case.Object("train_kwargs")["unfreeze_adapters"]?.GetValue<bool>() == true) goto case "adapter";
                break;
            case "head": break;
            case var other: throw new UnsupportedException($"training of {other}");
        }
        var listed = context.Case.Texts("trainable").ToHashSet();
        // The projection of a class with a fixed head goes by its name in the checkpoint.
        if (listed.Contains(FixedHead)) trained.Take(subject.Heads.All.SelectMany(h => h.Parameters).Select(p => KeyValuePair.Create(FixedHead, p.Value)));
        foreach (var head in subject.Heads.All.Where(h => h.Parameters.Keys.Any(listed.Contains))) trained.Take(head.Parameters.Where(p => head.Trained.Contains(p.Key)));
        if (embeddings) trained.TakeEmbeddings(context, subject);
        return trained;
    }

    /// <summary>A gradient, or null. The caller's.</summary>
    public Tensor? Gradient(string name) => _tensors.TryGetValue(name, out var tensor) ? tensor.grad : null;

    /// <summary>Drops all gradients.</summary>
    public void Clear()
    {
        foreach (var tensor in _tensors.Values) tensor.grad = null;
    }

    /// <summary>Copies of all values. The caller's.</summary>
    public IReadOnlyDictionary<string, Tensor> Values() => _tensors.ToDictionary(t => t.Key, t => t.Value.detach().clone());

    /// <summary>Puts values back.</summary>
    public void Restore(IReadOnlyDictionary<string, Tensor> values)
    {
        using var noGrad = no_grad();
        foreach (var (name, tensor) in _tensors) tensor.copy_(values[name]);
    }

    /// <summary>
    /// Changes the sign of all elements of gradients that are below that share of the largest element of all. With what was <paramref name="recorded"/>: where that is such rounding too,
    /// they get its sign, and are as large as rounding may be.
    /// </summary>
    public void TurnRounding(double share, IReadOnlyDictionary<string, Tensor>? recorded)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var gradients = _tensors.Keys.Select(name => (Name: name, Value: Gradient(name))).Where(g => g.Value is not null).ToDictionary(g => g.Name, g => g.Value!);
        var edge = share * gradients.Values.Max(g => g.abs().max().ToDouble());
        foreach (var (name, gradient) in gradients)
        {
            var rounding = gradient.abs() <= edge;
            if (recorded is null) gradient.mul_(1 - 2 * rounding.to(gradient.dtype));
            else if (recorded.TryGetValue(name, out var other)) gradient.copy_(where(rounding & (other.abs() <= edge) & (other != 0), other.sign() * edge, gradient));
        }
    }

    public void Dispose()
    {
        Clear();
        foreach (var tensor in _tensors.Values) tensor.requires_grad = false;
    }

    // The model's own are mapped from its file, so a copy of them is trained.
    private void TakeEmbeddings(CaseContext context, CaseSubject subject)
    {
        if (subject.Embedding == EmbeddingSet.Default) subject.Embedding = subject.Embeddings.Copy("trained").Name;
        Take([KeyValuePair.Create(context.Base.Model.Description.Names.Of(Role.TokenEmbedding) + ".weight", subject.Embeddings[subject.Embedding].Table)]);
        Take(subject.Heads.All.SelectMany(h => h.TrainedWithEmbeddings.Select(name => KeyValuePair.Create(name, h.Parameters[name]))));
    }

    private void Take(IEnumerable<KeyValuePair<string, Tensor>> parameters)
    {
        foreach (var (name, tensor) in parameters)
        {
            tensor.requires_grad = true;
            _tensors[name] = tensor;
        }
    }
}
