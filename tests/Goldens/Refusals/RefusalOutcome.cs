using Bridge.Core;

namespace Goldens.Refusals;

/// <summary>What the engine does where the reference library refuses or fails.</summary>
/// <param name="Stage">How far it came: <c>config</c>, <c>add</c>, <c>share</c>, <c>fusion</c>, <c>head</c>, <c>compose</c>, <c>forward</c>.</param>
/// <param name="Refusal">The typed error, or null.</param>
/// <param name="Fault">What is wrong with what happened: an error of another type, one that does not say where, output that is not finite, an adapter without effect; null where nothing is.</param>
public sealed record RefusalOutcome(string Stage, BridgeException? Refusal, string? Fault)
{
    /// <summary>Whether it runs, and every adapter of the composition acts.</summary>
    public bool Works => Refusal is null && Fault is null;

    /// <inheritdoc/>
    public override string ToString() => Fault is not null ? $"fault in {Stage}: {Fault}" : Refusal is null ? "works" : $"refused in {Stage}: {Refusal.Reason.WireName()}: {Refusal.Message}";
}
