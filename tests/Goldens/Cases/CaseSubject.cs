using Bridge.Adapters;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Heads;
using Bridge.Models.Slots;
using Bridge.Models.Vocabularies;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>A base model with a case's adapters and heads on it, ready to be called.</summary>
internal sealed class CaseSubject : IDisposable
{
    private readonly CaseInputs _inputs;
    private readonly CallOptions _options;
    private readonly bool _fixed;
    private SlotHooks? _hooks;

    /// <summary>The bare model of a case, and how it is to be called.</summary>
    public CaseSubject(CaseContext context)
    {
        Setup = CaseSetup.Active(context.Case);
        Base = context.Base;
        WithHeads = context.Case.Text("model_class")?.EndsWith("AdapterModel", StringComparison.Ordinal) ?? false;
        var name = context.Case.Text("model_class") ?? "";
        _fixed = (!WithHeads && !name.EndsWith("Model", StringComparison.Ordinal)) || name.EndsWith("LMHeadModel", StringComparison.Ordinal) || context.Case.Object("head_config").ContainsKey("default");
        _fixed &= Base.Model.Description.WritesText;
        Adapters = new AdapterSet(Base.Model);
        Heads = new HeadSet(Base.Model);
        Embeddings = new EmbeddingSet(Base.Model);
        _inputs = CaseInputs.Of(context);
        _options = CallOptions.Of(context.Case, Setup);
    }

    public BaseModel Base { get; }

    public AdapterSet Adapters { get; }

    public HeadSet Heads { get; }

    public EmbeddingSet Embeddings { get; }

    /// <summary>The token embeddings that act.</summary>
    public string Embedding { get; set; } = EmbeddingSet.Default;

    /// <summary>The active composition, or null.</summary>
    public Composition? Setup { get; private set; }

    /// <summary>Whether the class has flexible heads.</summary>
    public bool WithHeads { get; }

    /// <summary>The heads whose outputs count, each with its rows of the batch; null where all take the whole.</summary>
    private IReadOnlyList<PredictionHead> _heads = [];
    private IReadOnlyList<int>? _headRows;
    private bool _together; // each head sees all rows

    /// <summary>Another composition becomes the active one, with the head of that name or none.</summary>
    public void Switch(Composition? setup, string? head)
    {
        Setup = setup;
        _hooks = setup is null ? null : Adapters.Compose(setup);
        (_heads, _headRows) = (head is not null && WithHeads ? [Heads[head]] : [], null);
    }

    /// <summary>Composes the adapters and chooses the head: the one named, else that of the last adapter.</summary>
    public void Activate(IReadOnlyCollection<int> skipLayers, IReadOnlyList<string> heads)
    {
        _hooks = Setup is null ? null : Adapters.Compose(Setup, skipLayers);
        // A class with one fixed head has that of the checkpoint; so has a flexible class that loaded one.
        if (_fixed) _heads = [Heads.AddOwn(flexible: WithHeads)];
        if (!WithHeads || _fixed) return;
        if (_options.Head is { } called) heads = [called];
        if (heads.Count > 0) (_heads, _together) = ([.. heads.Where(h => Heads.TryGet(h, out _)).Select(h => Heads[h])], true);
        else if (Setup is not null && HeadSetup.For(Setup) is { } route && route.Heads.All(h => Heads.TryGet(h, out _))) (_heads, _headRows) = ([.. route.Heads.Select(h => Heads[h])], route.BatchSizes);
        // A BatchSplit that lacks a head leaves the one that was added last active.
        else if (Setup is BatchSplit && Heads.All.Count > 0) _heads = [Heads.All.Last()];
    }

    /// <summary>A forward call in evaluation mode, by the names of cases.</summary>
    public CaseOutputs Forward() => Forward(_inputs);

    /// <summary>The same for other inputs than the case's own.</summary>
    public CaseOutputs Forward(CaseInputs inputs, KeyValueCache? cache = null)
    {
        var record = new SlotRecord(_options.Observed);
        // Where the decoder has no input, the reference's heads may move the labels.
        using var moved = inputs.Model.DecoderInputIds is null && (_fixed || Base.Model.Description.DecoderInputs is { FromLabels: true }) && _heads.Any(h => h.Config is LanguageModelHeadConfig { Decoder: true })
            && Base.Model.Description.DecoderInputs is not null && inputs.Targets.TryGetValue("labels", out var labels) ? Base.Model.DecoderIds(labels) : null;
        using var outputs = Base.Model.Forward(moved is null ? inputs.Model : inputs.Model with { DecoderInputIds = moved }, new ForwardContext
        {
            Hooks = _hooks,
            OutputHiddenStates = _options.HiddenStates,
            Cache = cache,
            RowsRepeated = _options.RowsRepeated,
            OutputAttentions = _options.Attentions,
            ReferenceAttention = _options.Attention,
            TokenEmbeddings = Embeddings.For(Embedding),
            TaskIds = _options.TaskIds ?? inputs.TaskIds,
            Observer = _options.Observed.Count > 0 ? record : null,
        });
        var named = new CaseOutputs();
        if (_heads.Count > 0) AddHeads(named, outputs);
        else
        {
            named.Add("last_hidden_state", outputs.LastHiddenState.alias());
            if (outputs.PoolerOutput is { } pooled) named.Add("pooler_output", pooled.alias());
        }
        var prefix = outputs.EncoderLastHiddenState is null ? "" : "decoder_";
        if (outputs.EncoderLastHiddenState is { } encoded) named.Add("encoder_last_hidden_state", encoded.alias());
        for (var i = 0; i < (outputs.HiddenStates?.Count ?? 0); i++) named.Add($"{prefix}hidden_states.{i}", outputs.HiddenStates![i].alias());
        for (var i = 0; i < (outputs.EncoderHiddenStates?.Count ?? 0); i++) named.Add($"encoder_hidden_states.{i}", outputs.EncoderHiddenStates![i].alias());
        for (var i = 0; i < (outputs.Attentions?.Count ?? 0); i++) named.Add($"attentions.{i}", outputs.Attentions![i].alias());
        foreach (var (name, tensor) in record.Tensors) named.Add(name, tensor);
        return named;
    }

    /// <summary>What the class with the checkpoint's own head gives without any adapter. The caller's.</summary>
    public Tensor FixedClass()
    {
        using var outputs = Base.Model.Forward(_inputs.Model, ForwardContext.Plain);
        return Heads.AddOwn("fixed class").Forward(outputs, ForwardContext.Plain);
    }

    /// <summary>The head's own loss of these outputs.</summary>
    public Tensor LabelLoss(CaseOutputs outputs)
    {
        if (_heads.Count == 0) throw new UnsupportedException("a loss of labels without a head");
        Tensor? sum = null;
        long start = 0;
        for (var i = 0; i < _heads.Count; i++)
        {
            var head = _heads[i];
            using var logits = HeadOutputs.Logits(outputs, head.Config, Prefix(i));
            using var labels = HeadOutputs.Labels(_inputs, head.Config);
            // Children of a Parallel block see the same labels, parts of a BatchSplit their own.
            var rows = _headRows?[i] ?? labels.shape[0];
            using var part = labels.narrow(0, start, rows);
            if (_headRows is not null) start += rows;
            var loss = head.Loss(logits, part);
            sum = sum is null ? loss : sum + loss;
        }
        return sum!;
    }

    private void AddHeads(CaseOutputs named, ModelOutputs outputs)
    {
        // Classes with a fixed head do not undo invertible adapters.
        var context = new ForwardContext { Hooks = _fixed && !WithHeads ? null : _hooks, WordStarts = _inputs.Targets.GetValueOrDefault("word_starts"), TokenEmbeddings = Embeddings.For(Embedding) };
        var rows = outputs.LastHiddenState.shape[0];
        long start = 0;
        for (var i = 0; i < _heads.Count; i++)
        {
            var count = _headRows?[i] ?? (_together ? rows : rows / _heads.Count);
            using var part = outputs.Rows(start, count);
            HeadOutputs.Add(named, _heads[i].Config, _heads[i].Forward(part, context), Prefix(i));
            if (_heads.Count > 1 && outputs.EncoderLastHiddenState is { } encoded) named.Add(Prefix(i) + "encoder_last_hidden_state", encoded.narrow(0, start, count));
            if (!_together) start += count;
        }
    }

    private string Prefix(int head) => _heads.Count == 1 ? "" : $"head_outputs.{head}.";

    public void Dispose()
    {
        Embeddings.Dispose();
        Heads.Dispose();
        Adapters.Dispose();
    }
}
