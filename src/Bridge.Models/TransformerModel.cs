using Bridge.Checkpoints;
using Bridge.Models.Architectures;
using Bridge.Models.Description;
using Bridge.Models.Parts;
using Bridge.Models.Slots;
using Bridge.Torch;

namespace Bridge.Models;

/// <summary>A base transformer: frozen weights, its description, its slots. Safe for concurrent forward passes.</summary>
public sealed class TransformerModel : IDisposable
{
    private readonly ModelWeights _weights;
    private readonly ITensorSource _source;
    private readonly InputEmbeddings _embeddings;
    private readonly Block[] _blocks;
    private readonly IReadOnlyList<IReadOnlyList<int>> _layers;
    private readonly Norm? _finalNorm;
    private readonly (Tensor Weight, Tensor Bias)? _pooler;

    private TransformerModel(string folder, ModelDescription description, ITensorSource source, ModelWeights weights, Device device, ScalarType dataType)
    {
        (Folder, Description, Device, DataType, _source, _weights) = (folder, description, device, dataType, source, weights);
        var builder = new ModelBuilder(description, weights);
        _embeddings = builder.Embeddings();
        _blocks = [.. Enumerable.Range(0, description.LayerCount).Select(builder.Block)];
        _layers = description.Schedule ?? [.. Enumerable.Range(0, description.LayerCount).Select(layer => (IReadOnlyList<int>)[layer])];
        _finalNorm = builder.FinalNorm();
        _pooler = builder.Pooler();
        Slots = builder.Slots;
        weights.Verify();
    }

    /// <summary>Where it was loaded from.</summary>
    public string Folder { get; }

    /// <summary>The folder's name, for files that say what they belong to.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Folder));

    /// <summary>What it is.</summary>
    public ModelDescription Description { get; }

    /// <summary>Where adapters can act.</summary>
    public SlotTable Slots { get; }

    /// <summary>Where its weights lie.</summary>
    public Device Device { get; }

    /// <summary>Type of weights and arithmetic.</summary>
    public ScalarType DataType { get; }

    /// <summary>All weights by their names in checkpoints, without the base model's prefix. Frozen.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => _weights.Tensors;

    /// <summary>Embeddings of the vocabulary, (vocabulary, embedding size); null for models without one.</summary>
    public Tensor? TokenEmbeddings => Description.Names.Has(Role.TokenEmbedding) ? Parameters[Description.Names.Of(Role.TokenEmbedding) + ".weight"] : null;

    /// <summary>
    /// Loads a Hugging Face folder (config.json and weights). Weights already of the wanted type are mapped, not read. FILE_NOT_FOUND, CHECKPOINT_CORRUPT,
    /// CHECKPOINT_MISMATCH (naming everything missing or misshapen), ARCHITECTURE_UNKNOWN.
    /// </summary>
    public static TransformerModel Load(string folder, ModelLoadOptions? options = null)
    {
        TorchRuntime.Load();
        return LoadTensors(folder, options ?? new ModelLoadOptions());
    }

    /// <summary>
    /// Hidden states for a batch. Inputs are checked before anything is computed: BATCH_EMPTY, SEQUENCE_TOO_LONG, TENSOR_SHAPE, TENSOR_DTYPE, TENSOR_VALUE.
    /// Outside training call it in <c>torch.no_grad()</c>.
    /// </summary>
    public ModelOutputs Forward(ModelInputs inputs, ForwardContext context)
    {
        var (rows, length) = InputValidation.Check(inputs, Description);
        using var scope = new MovedInputs(inputs, Device, DataType);
        var pass = StartPass(scope.Inputs, context, rows, length);
        try
        {
            return Run(scope.Inputs, pass);
        }
        finally
        {
            pass.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _source.Dispose();
    }

    // In a method of its own: the first touch of a libtorch type must come after TorchRuntime.Load.
    private static TransformerModel LoadTensors(string folder, ModelLoadOptions options)
    {
        var description = ArchitectureCatalog.Describe(folder);
        var source = Checkpoint.OpenModel(folder);
        var device = options.Device ?? CPU;
        var weights = new ModelWeights(source, description.BasePrefix, device, options.DataType);
        try
        {
            return new TransformerModel(folder, description, source, weights, device, options.DataType);
        }
        catch
        {
            weights.Dispose();
            source.Dispose();
            throw;
        }
    }

    private ForwardPass StartPass(ModelInputs inputs, ForwardContext context, int rows, int length)
    {
        var attention = Description.Block.Attention;
        // Padding that is none is no mask; without any, causal attention has one row for the whole batch.
        var bias = Masks.Bias(inputs.AttentionMask, attention.Causal, attention.LaterMaskedTwice, length, DataType, Device);
        var masked = bias is not null && inputs.AttentionMask is not null && (bias.shape[0] > 1 || rows == 1);
        return new ForwardPass(context, Device, rows, bias, masked ? inputs.AttentionMask!.to(DataType) : null, inputs.PositionIds?.alias() ?? arange(length, dtype: ScalarType.Int64, device: Device).unsqueeze(0))
        {
            AddedTokenBias = context.ReferenceAttention == ReferenceAttention.Sdpa ? Description.SdpaAddedTokenBias : 0,
            Attentions = context.OutputAttentions ? [] : null,
        };
    }

    private ModelOutputs Run(ModelInputs inputs, ForwardPass pass)
    {
        var hooks = pass.Context.Hooks;
        var rows = pass.Rows;
        var hidden = _embeddings.Forward(inputs, pass);
        List<Tensor>? states = pass.Context.OutputHiddenStates ? [] : null;
        try
        {
            var repeat = hooks is { RowFactor: > 1 } && !pass.Context.RowsRepeated;
            if (repeat && hooks!.RepeatBefore < 0) hidden = pass.Repeat(hidden, hooks.RowFactor);
            if (hooks?.Embedding is { } embedding) hidden = Replace(hidden, embedding.Forward(hidden, pass));
            hidden = _embeddings.Project(hidden);
            foreach (var blocks in _layers)
            {
                pass.Context.Cancellation.ThrowIfCancellationRequested();
                states?.Add(hidden.alias());
                foreach (var block in blocks)
                {
                    if (repeat && hooks!.RepeatBefore == block && pass.Rows == rows) hidden = pass.Repeat(hidden, hooks.RowFactor);
                    hidden = Replace(hidden, _blocks[block].Forward(hidden, pass));
                }
            }
            if (Description.StatesBeforeFinalNorm) states?.Add(hidden.alias());
            if (_finalNorm is not null) hidden = Replace(hidden, _finalNorm.Forward(hidden));
            if (!Description.StatesBeforeFinalNorm) states?.Add(hidden.alias());
            return new ModelOutputs(hidden, pass.Context.OutputPooled ? Pool(hidden) : null, states) { Attentions = pass.Attentions, SummaryTokens = SummaryTokens(inputs, hidden) };
        }
        catch
        {
            hidden.Dispose();
            foreach (var state in states ?? []) state.Dispose();
            foreach (var attention in pass.Attentions ?? []) attention.Dispose();
            throw;
        }
    }

    // Of a batch whose rows a composition repeats, repeated.
    private Tensor? SummaryTokens(ModelInputs inputs, Tensor hidden)
    {
        if (Description.SummaryToken == SummaryToken.First) return null;
        using var scope = NewDisposeScope();
        var (rows, length) = (hidden.shape[0], hidden.shape[1]);
        if (inputs.InputIds is not { } ids || Description.PadTokenId is not { } padding) return full([rows], length - 1, dtype: ScalarType.Int64, device: Device).MoveToOuterDisposeScope();
        var last = (ids != padding).sum(dim: 1) - 1;
        return last.where(last >= 0, last + length).repeat(rows / ids.shape[0]).MoveToOuterDisposeScope();
    }

    private Tensor? Pool(Tensor hidden)
    {
        if (_pooler is not var (weight, bias)) return null;
        using var first = hidden.select(1, 0);
        using var dense = Linear.Apply(first, weight, bias);
        return dense.tanh();
    }

    private static Tensor Replace(Tensor old, Tensor replacement)
    {
        if (!ReferenceEquals(old, replacement)) old.Dispose();
        return replacement;
    }
}
