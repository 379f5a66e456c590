namespace Bridge.Models;

/// <summary>The state of a pass at some block, kept beyond the pass's end.</summary>
internal sealed class RepeatablePass : IDisposable
{
    private readonly ForwardPass _state;

    public RepeatablePass(ForwardPass pass)
    {
        _state = new ForwardPass(pass);
        foreach (var tensor in new[] { _state.AttentionBias, _state.AttentionMask, _state.Positions, _state.CrossBias }) tensor?.DetachFromDisposeScope();
    }

    /// <summary>Runs a part of the pass again, with these states of the encoder.</summary>
    public Tensor Run(Func<ForwardPass, Tensor> part, Tensor? encoderStates)
    {
        var again = new ForwardPass(_state) { EncoderStates = encoderStates };
        try
        {
            return part(again);
        }
        finally
        {
            again.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _state.Release();
}
