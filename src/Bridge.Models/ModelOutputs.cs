namespace Bridge.Models;

/// <summary>What a base model computes. The holder owns the tensors.</summary>
public sealed class ModelOutputs(Tensor lastHiddenState, Tensor? poolerOutput, IReadOnlyList<Tensor>? hiddenStates) : IDisposable
{
    /// <summary>Hidden states of the last block, (rows, length, hidden). With a Parallel composition rows are those of its children, one after another.</summary>
    public Tensor LastHiddenState { get; } = lastHiddenState;

    /// <summary>tanh(dense(first token)), (rows, hidden), where asked for and the model has it.</summary>
    public Tensor? PoolerOutput { get; } = poolerOutput;

    /// <summary>The embeddings' output and each block's, where asked for.</summary>
    public IReadOnlyList<Tensor>? HiddenStates { get; } = hiddenStates;

    /// <summary>The encoder's last hidden states, for models with encoder and decoder.</summary>
    public Tensor? EncoderLastHiddenState { get; init; }

    /// <summary>The encoder's hidden states, where asked for.</summary>
    public IReadOnlyList<Tensor>? EncoderHiddenStates { get; init; }

    /// <summary>What heads multiply the last hidden states by.</summary>
    public double HeadScale { get; init; } = 1;

    /// <summary>The last hidden states as heads see them. The caller's.</summary>
    public Tensor HeadStates() => HeadScale == 1 ? LastHiddenState.alias() : LastHiddenState * HeadScale;

    /// <summary>Number of the token that stands for each row, int64 (rows); null for the first.</summary>
    public Tensor? SummaryTokens { get; init; }

    /// <summary>The hidden states that stand for the sequences, (rows, hidden). The caller's.</summary>
    public Tensor Summary()
    {
        if (SummaryTokens is not { } tokens) return LastHiddenState.select(1, 0);
        using var rows = arange(LastHiddenState.shape[0], dtype: ScalarType.Int64, device: LastHiddenState.device);
        return LastHiddenState[rows, tokens];
    }

    /// <summary>Number of the last token of each row that is not padding, int64 (rows); null for the last one.</summary>
    public Tensor? RightmostTokens { get; init; }

    /// <summary>The hidden states of the last tokens that are not padding, (rows, hidden). The caller's.</summary>
    public Tensor Rightmost()
    {
        if (RightmostTokens is not { } tokens) return LastHiddenState.select(1, LastHiddenState.shape[1] - 1);
        using var rows = arange(LastHiddenState.shape[0], dtype: ScalarType.Int64, device: LastHiddenState.device);
        return LastHiddenState[rows, tokens];
    }

    /// <summary>Some of the rows, over the same memory, for heads that take a part. The caller's.</summary>
    public ModelOutputs Rows(long start, long count) => new(LastHiddenState.narrow(0, start, count), PoolerOutput?.narrow(0, start, count), null) { HeadScale = HeadScale, SummaryTokens = SummaryTokens?.narrow(0, start, count), RightmostTokens = RightmostTokens?.narrow(0, start, count) };

    /// <summary>Each layer's attention probabilities, (rows, heads, queries, keys), where asked for.</summary>
    public IReadOnlyList<Tensor>? Attentions { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var attention in Attentions ?? []) attention.Dispose();
        LastHiddenState.Dispose();
        PoolerOutput?.Dispose();
        SummaryTokens?.Dispose();
        RightmostTokens?.Dispose();
        EncoderLastHiddenState?.Dispose();
        foreach (var state in EncoderHiddenStates ?? []) state.Dispose();
        foreach (var state in HiddenStates ?? []) state.Dispose();
    }
}
