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
    private readonly BlockStack _stack;
    private readonly BlockStack? _decoder;
    private readonly (Tensor Weight, Tensor Bias)? _pooler;

    private TransformerModel(string folder, ModelDescription description, ITensorSource source, ModelWeights weights, Device device, ScalarType dataType)
    {
        (Folder, Description, Device, DataType, _source, _weights) = (folder, description, device, dataType, source, weights);
        var slots = new SlotLists();
        var builder = new ModelBuilder(description, weights, slots);
        _stack = builder.Stack();
        _decoder = description.Decoder is { } decoder ? new ModelBuilder(decoder, weights, slots).Stack() : null;
        _pooler = builder.Pooler();
        Slots = slots.ToTable();
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

    internal ITensorSource Checkpoint => _source;

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
    /// The tensors that config.json of a folder asks of a base model's checkpoint: names without the base model's prefix, and shapes. FILE_NOT_FOUND, CHECKPOINT_CORRUPT,
    /// ARCHITECTURE_UNKNOWN.
    /// </summary>
    public static IReadOnlyDictionary<string, Shape> Outline(string folder)
    {
        TorchRuntime.Load();
        return OutlineTensors(folder);
    }

    /// <summary>
    /// Hidden states for a batch. Inputs are checked before anything is computed: BATCH_EMPTY, SEQUENCE_TOO_LONG, TENSOR_SHAPE, TENSOR_DTYPE, TENSOR_VALUE.
    /// Outside training call it in <c>torch.no_grad()</c>.
    /// </summary>
    public ModelOutputs Forward(ModelInputs inputs, ForwardContext context)
    {
        var past = Description.Decoder is null && context.Cache is { } cache ? cache.Length - cache.Added : 0;
        var (rows, length) = InputValidation.Check(inputs, Description, past, InputValidation.Vocabulary(context.TokenEmbeddings, Description));
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

    private static Dictionary<string, Shape> OutlineTensors(string folder)
    {
        var description = ArchitectureCatalog.Describe(folder);
        using var weights = new ModelWeights(null, "", CPU, ScalarType.Float32);
        var builder = new ModelBuilder(description, weights, new SlotLists());
        builder.Stack();
        if (description.Decoder is { } decoder) new ModelBuilder(decoder, weights, new SlotLists()).Stack();
        builder.Pooler();
        return weights.Tensors.ToDictionary(t => t.Key, t => new Shape(t.Value.shape), StringComparer.Ordinal);
    }

    // In a method of its own: the first touch of a libtorch type must come after TorchRuntime.Load.
    private static TransformerModel LoadTensors(string folder, ModelLoadOptions options)
    {
        var description = ArchitectureCatalog.Describe(folder);
        var source = Bridge.Checkpoints.Checkpoint.OpenModel(folder);
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
        var past = Description.Decoder is null ? context.Cache?.Length ?? 0 : 0;
        using var mask = AllTokens(inputs.AttentionMask, context);
        var bias = Masks.Bias(mask, attention.Causal, attention.LaterMaskedTwice, length, past, DataType, Device);
        var masked = bias is not null && inputs.AttentionMask is not null && (bias.shape[0] > 1 || rows == 1);
        return new ForwardPass(context, Device, rows, bias, masked ? mask!.to(DataType, copy: true) : null, inputs.PositionIds is { } places ? places + (context.Cache?.Added ?? 0) : Places(past, length))
        {
            Causal = attention.Causal,
            ScoreType = DataType,
            AddedTokenBias = context.ReferenceAttention == ReferenceAttention.Sdpa ? Description.SdpaAddedTokenBias : 0,
            Attentions = context.OutputAttentions ? [] : null,
        };
    }

    // Tokens that an adapter put in front of an earlier call's are in no mask that callers give. The caller's.
    private static Tensor? AllTokens(Tensor? mask, ForwardContext context)
    {
        if (mask is null || context.Cache is not { Added: > 0 } cache) return mask?.alias();
        using var front = ones([mask.shape[0], cache.Added], dtype: mask.dtype, device: mask.device);
        return cat([front, mask], 1);
    }

    private ModelOutputs Run(ModelInputs inputs, ForwardPass pass)
    {
        var all = pass.Context.OutputHiddenStates;
        List<Tensor>? states = all ? [] : null, encoderStates = all && _decoder is not null ? [] : null;
        Tensor? hidden = null, encoded = null;
        try
        {
            if (_decoder is null) hidden = _stack.Run(inputs, pass, states, first: true);
            else
            {
                encoded = pass.Context.Cache?.Encoded?.alias() ?? _stack.Run(inputs, pass, encoderStates, first: true);
                hidden = Decoded(encoded, inputs, pass, states);
            }
            pass.Context.Cache?.Advance(hidden.shape[1]);
            return new ModelOutputs(hidden, pass.Context.OutputPooled ? Pool(hidden) : null, states)
            {
                Attentions = pass.Attentions,
                SummaryTokens = SummaryTokens(inputs, hidden),
                RightmostTokens = RightmostTokens(inputs, hidden),
                EncoderLastHiddenState = encoded,
                EncoderHiddenStates = encoderStates,
                HeadScale = Description.HeadScale,
            };
        }
        catch
        {
            hidden?.Dispose();
            encoded?.Dispose();
            foreach (var tensor in (states ?? []).Concat(encoderStates ?? []).Concat(pass.Attentions ?? [])) tensor.Dispose();
            throw;
        }
    }

    private Tensor Decoded(Tensor encoded, ModelInputs inputs, ForwardPass pass, List<Tensor>? states)
    {
        using var shifted = inputs.DecoderInputIds is null ? DecoderIds(inputs.InputIds ?? throw NoDecoderInputs()) : null;
        var decoding = new ModelInputs { InputIds = shifted ?? inputs.DecoderInputIds, AttentionMask = inputs.DecoderAttentionMask };
        var attention = Description.Decoder!.Block.Attention;
        var length = decoding.InputIds!.shape[1];
        var past = pass.Past;
        pass.StartDecoder(encoded, Masks.Bias(decoding.AttentionMask, attention.Causal, attention.LaterMaskedTwice, length, past, DataType, Device),
            Places(past, length));
        return _decoder!.Run(decoding, pass, states, first: false);
    }

    // (1, length)
    private Tensor Places(long first, long length)
    {
        using var numbers = arange(first, first + length, dtype: ScalarType.Int64, device: Device);
        return numbers.unsqueeze(0);
    }

    private static BridgeException NoDecoderInputs() =>
        BridgeException.Invalid(ErrorReason.ArgumentInvalid, "decoder_input_ids are needed where the encoder's input is not ids", ("tensor", "decoder_input_ids"));

    /// <summary>What a decoder reads to give back these ids, int64 (rows, length): the start token, then all but the last; -100 becomes padding. The caller's.</summary>
    public Tensor DecoderIds(Tensor ids)
    {
        var start = Description.DecoderInputs ?? throw BridgeException.Precondition(ErrorReason.SlotNotSupported, "the model has no decoder behind an encoder", ("model_type", Description.ModelType));
        using var scope = NewDisposeScope();
        var first = full([ids.shape[0], 1], start.StartToken, dtype: ScalarType.Int64, device: ids.device);
        var moved = cat([first, ids.narrow(1, 0, ids.shape[1] - 1)], 1);
        return moved.masked_fill(moved == -100, start.PadToken).MoveToOuterDisposeScope();
    }

    // Of a batch whose rows a composition repeats, repeated.
    private Tensor? SummaryTokens(ModelInputs inputs, Tensor hidden)
    {
        if (Description.SummaryToken == SummaryToken.First) return null;
        using var scope = NewDisposeScope();
        var (rows, length) = (hidden.shape[0], hidden.shape[1]);
        if (Description.SummaryToken == SummaryToken.LastEndOfSequence) return LastEnds(inputs, rows, length)?.MoveToOuterDisposeScope();
        if (inputs.InputIds is not { } ids || Description.PadTokenId is not { } padding) return full([rows], length - 1, dtype: ScalarType.Int64, device: Device).MoveToOuterDisposeScope();
        var added = length - ids.shape[1];
        var last = (ids != padding).sum(dim: 1) - 1;
        return (last.where(last >= 0, last + ids.shape[1]) + added).repeat(rows / ids.shape[0]).MoveToOuterDisposeScope();
    }

    private Tensor? RightmostTokens(ModelInputs inputs, Tensor hidden)
    {
        if (Description.SummaryToken != SummaryToken.Last || inputs.InputIds is not { } ids || Description.PadTokenId is not { } padding) return null;
        using var scope = NewDisposeScope();
        var places = arange(ids.shape[1], dtype: ScalarType.Int64, device: Device).unsqueeze(0) * (ids != padding).to(ScalarType.Int64);
        return (places.amax([1]) + (hidden.shape[1] - ids.shape[1])).repeat(hidden.shape[0] / ids.shape[0]).MoveToOuterDisposeScope();
    }

    private Tensor? LastEnds(ModelInputs inputs, long rows, long length)
    {
        if (inputs.InputIds is not { } ids || ids.shape[1] != length || Description.EosTokenId is not { } end) return null;
        var ends = ids == end;
        var places = arange(length, dtype: ScalarType.Int64, device: Device).unsqueeze(0) * ends.to(ScalarType.Int64);
        return places.amax([1]).repeat(rows / ids.shape[0]);
    }

    private Tensor? Pool(Tensor hidden)
    {
        if (_pooler is not var (weight, bias)) return null;
        using var first = hidden.select(1, 0);
        using var dense = Linear.Apply(first, weight, bias);
        return dense.tanh();
    }
}
