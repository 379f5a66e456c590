using Bridge.Adapters;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Heads;
using Bridge.Models.Slots;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>A base model with a case's adapters and heads on it, ready to be called.</summary>
internal sealed class CaseSubject : IDisposable
{
    private readonly CaseInputs _inputs;
    private readonly CallOptions _options;
    private SlotHooks? _hooks;

    /// <summary>The bare model of a case, and how it is to be called.</summary>
    public CaseSubject(CaseContext context)
    {
        Setup = CaseSetup.Active(context.Case);
        Base = context.Base;
        WithHeads = context.Case.Text("model_class")?.EndsWith("AdapterModel", StringComparison.Ordinal) ?? false;
        Adapters = new AdapterSet(Base.Model);
        Heads = new HeadSet(Base.Model);
        _inputs = CaseInputs.Of(context);
        _options = CallOptions.Of(context.Case, Setup);
    }

    public BaseModel Base { get; }

    public AdapterSet Adapters { get; }

    public HeadSet Heads { get; }

    /// <summary>The active composition, or null.</summary>
    public Composition? Setup { get; }

    /// <summary>Whether the class has flexible heads.</summary>
    public bool WithHeads { get; }

    /// <summary>The head whose outputs count, or null.</summary>
    public PredictionHead? Head { get; private set; }

    /// <summary>Composes the adapters and chooses the head: the one named, else that of the last adapter.</summary>
    public void Activate(IReadOnlyCollection<int> skipLayers, string? head)
    {
        _hooks = Setup is null ? null : Adapters.Compose(Setup, skipLayers);
        if (WithHeads && (_options.Head ?? head ?? Setup?.Last()) is { } name && Heads.TryGet(name, out var found)) Head = found;
    }

    /// <summary>A forward call in evaluation mode, by the names of cases.</summary>
    public CaseOutputs Forward()
    {
        var record = new SlotRecord(_options.Observed);
        using var outputs = Base.Model.Forward(_inputs.Model, new ForwardContext
        {
            Hooks = _hooks,
            OutputHiddenStates = _options.HiddenStates,
            TaskIds = _options.TaskIds ?? _inputs.TaskIds,
            Observer = _options.Observed.Count > 0 ? record : null,
        });
        var named = new CaseOutputs();
        if (Head is not null) HeadOutputs.Add(named, Head.Config, Head.Forward(outputs, ForwardContext.Plain));
        else
        {
            named.Add("last_hidden_state", outputs.LastHiddenState.alias());
            if (outputs.PoolerOutput is { } pooled) named.Add("pooler_output", pooled.alias());
        }
        for (var i = 0; i < (outputs.HiddenStates?.Count ?? 0); i++) named.Add($"hidden_states.{i}", outputs.HiddenStates![i].alias());
        foreach (var (name, tensor) in record.Tensors) named.Add(name, tensor);
        return named;
    }

    /// <summary>The head's own loss of these outputs.</summary>
    public Tensor LabelLoss(CaseOutputs outputs)
    {
        if (Head is null) throw new UnsupportedException("a loss of labels without a head");
        using var logits = HeadOutputs.Logits(outputs, Head.Config);
        using var labels = HeadOutputs.Labels(_inputs, Head.Config);
        return Head.Loss(logits, labels);
    }

    public void Dispose()
    {
        Heads.Dispose();
        Adapters.Dispose();
    }
}
