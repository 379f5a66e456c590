using Bridge.Core;

namespace Bridge.Engine.Inference;

/// <summary>Names of outputs, and which are wanted.</summary>
internal static class OutputNames
{
    public const string Logits = "logits";
    public const string LastHiddenState = "last_hidden_state";
    public const string PoolerOutput = "pooler_output";
    public const string HiddenStates = "hidden_states";

    private static readonly string[] Known = [Logits, LastHiddenState, PoolerOutput, HiddenStates];

    public static HashSet<string> Resolve(IReadOnlyList<string> wanted, bool head)
    {
        foreach (var name in wanted)
            if (!Known.Contains(name))
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"there is no output \"{name}\"; there are {string.Join(", ", Known)}",
                    ("output", name), ("allowed", string.Join(", ", Known)));
        if (wanted.Contains(Logits) && !head)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "logits are asked for and no head runs; name one in heads", ("output", Logits));
        if (wanted.Count > 0) return [.. wanted];
        return head ? [Logits] : [LastHiddenState, PoolerOutput];
    }
}
