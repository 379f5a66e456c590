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
    private readonly Embeddings _embeddings;
    private readonly Block[] _blocks;
    private readonly IReadOnlyList<IReadOnlyList<int>> _layers;
    private readonly (Tensor Weight, Tensor Bias)? _pooler;

    private TransformerModel(string folder, ModelDescription description, ITensorSource source, ModelWeights weights, Device device, ScalarType dataType)
    {
        (Folder, Description, Device, DataType, _source, _weights) = (folder, description, device, dataType, source, weights);
        var builder = new ModelBuilder(description, weights);
        _embeddings = builder.Embeddings();
        _blocks = [.. Enumerable.Range(0, description.LayerCount).Select(builder.Block)];
        _layers = description.Schedule ?? [.. Enumerable.Range(0, description.LayerCount).Select(layer => (IReadOnlyList<int>)[layer])];
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

    /// <summary>Embeddings of the vocabulary, (vocabulary, hidden).</summary>
    public Tensor TokenEmbeddings => Parameters[Description.Names.Of(Role.TokenEmbedding) + ".weight"];

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
        var (rows, _) = InputValidation.Check(inputs, Description);
        using var scope = new MovedInputs(inputs, Device, DataType);
        var pass = StartPass(scope.Inputs, context, rows);
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

    private ForwardPass StartPass(ModelInputs inputs, ForwardContext context, int rows)
    {
        var added = context.ReferenceAttention == ReferenceAttention.Sdpa ? Description.SdpaAddedTokenBias : 0;
        ForwardPass Start(Tensor? bias, Tensor? mask) => new(context, Device, rows, bias, mask) { AddedTokenBias = added, Attentions = context.OutputAttentions ? [] : null };
        if (inputs.AttentionMask is null) return Start(null, null);
        using var padded = inputs.AttentionMask == 0;
        using var any = padded.any();
        if (!any.ToBoolean()) return Start(null, null);
        // The most negative number of the type, as the reference adds to scores.
        using var wide = padded.unsqueeze(1).unsqueeze(1);
        var bias = torch.zeros(wide.shape, dtype: DataType, device: Device).masked_fill_(wide, finfo(DataType).min);
        return Start(bias, inputs.AttentionMask.to(DataType));
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
            states?.Add(hidden.alias());
            return new ModelOutputs(hidden, pass.Context.OutputPooled ? Pool(hidden) : null, states) { Attentions = pass.Attentions };
        }
        catch
        {
            hidden.Dispose();
            foreach (var state in states ?? []) state.Dispose();
            foreach (var attention in pass.Attentions ?? []) attention.Dispose();
            throw;
        }
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
