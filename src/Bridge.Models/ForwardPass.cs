using Bridge.Models.Parts;

namespace Bridge.Models;

/// <summary>One call on its way through the model: the context, and what parts and slots hand on to later parts.</summary>
public sealed class ForwardPass
{
    private readonly Dictionary<object, Tensor> _once = [];
    private readonly List<double> _numbers = [];
    private int _dropouts, _read;

    internal ForwardPass(ForwardContext context, Device device, int rows, Tensor? attentionBias, Tensor? attentionMask, Tensor? positions)
    {
        Positions = positions;
        Context = context;
        Device = device;
        Rows = rows;
        AttentionBias = attentionBias;
        AttentionMask = attentionMask;
    }

    /// <summary>Goes on where another was; <paramref name="of"/> lends its tensors.</summary>
    internal ForwardPass(ForwardPass of)
        : this(of.Context with { Observer = null }, of.Device, of.Rows, of.AttentionBias?.alias(), of.AttentionMask?.alias(), of.Positions?.alias())
    {
        (Causal, ScoreType, AddedTokenBias, IsRepeated, CrossBias, EncoderStates) = (of.Causal, of.ScoreType, of.AddedTokenBias, of.IsRepeated, of.CrossBias?.alias(), of.EncoderStates);
        (_numbers, _dropouts, _read) = (of._numbers, of._dropouts, of._read);
    }

    /// <summary>What the caller asked for.</summary>
    public ForwardContext Context { get; }

    /// <summary>Where the pass computes.</summary>
    public Device Device { get; }

    /// <summary>Rows of the hidden states at this point (they multiply once below a Parallel composition).</summary>
    public int Rows { get; private set; }

    /// <summary>Whether rows have been repeated for the children of a Parallel composition.</summary>
    internal bool IsRepeated { get; private set; }

    /// <summary>What the decoder attends to, (rows, length, hidden). Borrowed until repeated.</summary>
    internal Tensor? EncoderStates { get; set; }

    /// <summary>Added to the scores of attention to the encoder, or null.</summary>
    internal Tensor? CrossBias { get; private set; }

    /// <summary>Tokens of earlier calls that share this one's cache.</summary>
    public long Past => Context.Cache?.Length ?? 0;

    /// <summary>Those of them that were given: what adapters put in front has no learned position.</summary>
    internal long PastInputs => Past - (Context.Cache?.Added ?? 0);

    /// <summary>Whether tokens see earlier ones only.</summary>
    public bool Causal { get; internal init; }

    /// <summary>Positions of the tokens, int64 (rows or 1, length); null outside the base model.</summary>
    internal Tensor? Positions { get; private set; }

    /// <summary>Added to attention scores, (rows or 1, 1, 1 or queries, keys), or null where nothing is masked.</summary>
    public Tensor? AttentionBias { get; private set; }

    /// <summary>1 for tokens, 0 for padding, float (rows, length), or null where nothing is masked.</summary>
    public Tensor? AttentionMask { get; private set; }

    /// <summary>The type of scores.</summary>
    internal ScalarType ScoreType { get; init; }

    /// <summary>Added to the scores of tokens that adapters add, where anything is masked; see <see cref="ReferenceAttention"/>.</summary>
    public double AddedTokenBias { get; internal init; }

    /// <summary>Probabilities of the attentions so far, where they are wanted. The call's outputs take them over.</summary>
    internal List<Tensor>? Attentions { get; init; }

    /// <summary>Replaces masks, for slots that lengthen the sequence. The pass takes the tensors over.</summary>
    public void ReplaceMasks(Tensor? attentionBias, Tensor? attentionMask)
    {
        if (!ReferenceEquals(attentionBias, AttentionBias)) AttentionBias?.Dispose();
        if (!ReferenceEquals(attentionMask, AttentionMask)) AttentionMask?.Dispose();
        AttentionBias = attentionBias;
        AttentionMask = attentionMask;
    }

    /// <summary>
    /// Makes room for tokens in front of all others, in a causal model: they see each other as its tokens do, all others see them, positions move up. Once a sequence: with a cache
    /// in the first call.
    /// </summary>
    public void Lengthen(long count)
    {
        using var scope = NewDisposeScope();
        var length = Positions!.shape[1];
        var mask = AttentionMask is { } old ? cat([ones([old.shape[0], count], dtype: old.dtype, device: old.device), old], 1).DetachFromDisposeScope() : null;
        ReplaceMasks(Masks.Lengthened(AttentionBias, count, length, ScoreType, Device), mask);
        using (var places = Positions)
        {
            var front = arange(0, count, dtype: ScalarType.Int64, device: Device).unsqueeze(0).expand(places.shape[0], -1);
            Positions = cat([front, places + count], 1).DetachFromDisposeScope();
        }
        if (Context.Cache is { } cache) cache.Added += count;
    }

    /// <summary>Repeats everything <paramref name="factor"/> times, row by row blocks; returns the repeated hidden states and disposes the given.</summary>
    internal Tensor Repeat(Tensor hidden, int factor)
    {
        using (hidden)
        {
            ReplaceMasks(AttentionBias is { } bias && bias.shape[0] > 1 ? bias.repeat(factor, 1, 1, 1) : AttentionBias, AttentionMask?.repeat(factor, 1));
            if (Positions is { } old && old.shape[0] > 1)
                using (old) Positions = old.repeat(factor, 1);
            if (EncoderStates is not null) EncoderStates = Once(this, () => EncoderStates.repeat(factor, 1, 1));
            if (CrossBias is { } cross && cross.shape[0] > 1)
                using (cross) CrossBias = cross.repeat(factor, 1, 1, 1);
            IsRepeated = true;
            Rows *= factor;
            return hidden.repeat(factor, 1, 1);
        }
    }

    /// <summary>
    /// Goes on to the decoder: the encoder's bias is that of attention to it. <see cref="AttentionMask"/> stays the encoder's, by which the reference library's ReFT counts
    /// positions in decoders too. The pass takes bias and positions over.
    /// </summary>
    internal void StartDecoder(Tensor encoderStates, Tensor? attentionBias, Tensor positions)
    {
        (EncoderStates, CrossBias, AttentionBias) = (encoderStates, AttentionBias, null);
        if (Context.Cache is { Encoded: not null } cache)
        {
            CrossBias?.Dispose();
            CrossBias = cache.CrossBias?.alias();
        }
        else Context.Cache?.Keep(encoderStates, CrossBias);
        if (IsRepeated && attentionBias is { } own && own.shape[0] > 1)
            using (own) attentionBias = own.repeat(Context.Hooks!.RowFactor, 1, 1, 1);
        AttentionBias = attentionBias;
        Positions?.Dispose();
        Positions = positions;
    }

    /// <summary>Dropout with its own randomness, the same whenever the pass is repeated. Identity outside training.</summary>
    public Tensor Dropout(Tensor input, double probability)
    {
        if (!Context.Training || probability <= 0) return input.alias();
        return Bridge.Torch.Dropout.Apply(input, probability, NextRandom(), Context.Execution);
    }

    /// <summary>As <see cref="Dropout"/> with <paramref name="own"/>, or without one with what <see cref="ModelProbability"/> says.</summary>
    public Tensor ModelDropout(Tensor input, double? probability, double? own = null) => Dropout(input, own ?? ModelProbability(probability));

    /// <summary>What is to be dropped where the model drops <paramref name="probability"/>: the call's, where it has one. Null is a place without dropout. 0 outside training.</summary>
    internal double ModelProbability(double? probability) => Context.Training && probability is { } own ? Context.Dropout ?? own : 0;

    /// <summary>The source of the next thing that draws in this pass, the same whenever the pass is repeated.</summary>
    internal RandomSource NextRandom() =>
        (Context.Random ?? throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, "training without a random source")).Fork(_dropouts++);

    /// <summary>A number that is not the call's alone (a count of calls): made at the first time, the same when the pass is repeated.</summary>
    public double Once(Func<double> make)
    {
        if (_read == _numbers.Count) _numbers.Add(make());
        return _numbers[_read++];
    }

    /// <summary>What is needed to go on from here a second time, when the pass is over. The caller's.</summary>
    internal RepeatablePass Repeatable() => new(this);

    /// <summary>A tensor that several slots of one pass share, made at the first demand. The pass keeps it.</summary>
    public Tensor Once(object key, Func<Tensor> make)
    {
        if (!_once.TryGetValue(key, out var value)) _once[key] = value = make();
        return value;
    }

    internal void Release()
    {
        ReplaceMasks(null, null);
        CrossBias?.Dispose();
        Positions?.Dispose();
        foreach (var value in _once.Values) value.Dispose();
        _once.Clear();
    }
}
