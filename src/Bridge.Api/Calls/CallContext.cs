namespace Bridge.Api;

/// <summary>What a call brings beside its message.</summary>
public sealed record CallContext
{
    /// <summary>Fires when the caller leaves, cancels, or its deadline has passed.</summary>
    public CancellationToken Cancellation { get; init; }
}
