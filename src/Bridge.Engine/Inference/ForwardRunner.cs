using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Models;
using Bridge.Models;
using static TorchSharp.torch;

namespace Bridge.Engine.Inference;

/// <summary>One forward pass on the calling thread, inside the caller's tensor scope and reading lease.</summary>
internal static class ForwardRunner
{
    /// <summary>What the setup of a request makes in the model.</summary>
    public static ComposedSetup Compose(ModelEntry entry, Composition? setup, bool useBase, string? embedding)
    {
        var adapters = Adapters(entry, setup, useBase);
        lock (entry.Gate) return entry.Embeddings.For(embedding) is { } table ? adapters with { Embedding = table } : adapters;
    }

    private static ComposedSetup Adapters(ModelEntry entry, Composition? setup, bool useBase)
    {
        if (setup is not null && useBase)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"a setup ({setup}) and the base model are asked for at once; choose one", ("setup", setup.Write()));
        if (setup is not null) return entry.Compose(setup);
        if (useBase) return ComposedSetup.Base;
        throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "no setup is given; name the adapters that are to act, or ask for the base model explicitly",
            ("field", "setup"), ("allowed", "setup or base"));
    }

    /// <summary>Named output tensors, owned by the scope.</summary>
    public static Dictionary<string, Tensor> Run(ModelEntry entry, ModelInputs inputs, ComposedSetup setup, HeadPlan heads, HashSet<string> wanted, IReadOnlyList<int>? taskIds, CancellationToken cancellation)
    {
        var context = new ForwardContext
        {
            Hooks = setup.Hooks,
            OutputHiddenStates = wanted.Contains(OutputNames.HiddenStates),
            OutputPooled = wanted.Contains(OutputNames.PoolerOutput) || heads.Heads.Count > 0,
            TokenEmbeddings = setup.Embedding,
            TaskIds = taskIds,
            Cancellation = cancellation,
        };
        using var outputs = entry.Model.Forward(inputs, context);
        var result = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        if (wanted.Contains(OutputNames.Logits)) AddLogits(outputs, heads, context, result);
        if (wanted.Contains(OutputNames.LastHiddenState)) result[OutputNames.LastHiddenState] = outputs.LastHiddenState.alias();
        if (wanted.Contains(OutputNames.PoolerOutput) && outputs.PoolerOutput is { } pooled) result[OutputNames.PoolerOutput] = pooled.alias();
        if (outputs.HiddenStates is { } states)
            for (var i = 0; i < states.Count; i++)
                result[$"{OutputNames.HiddenStates}.{i}"] = states[i].alias();
        return result;
    }

    private static void AddLogits(ModelOutputs outputs, HeadPlan plan, ForwardContext context, Dictionary<string, Tensor> result)
    {
        var rows = outputs.LastHiddenState.shape[0];
        var ranges = plan.Ranges(rows);
        for (var i = 0; i < plan.Heads.Count; i++)
        {
            var head = plan.Heads[i];
            var (start, count) = ranges[i];
            var name = plan.Heads.Count == 1 ? OutputNames.Logits : $"{OutputNames.Logits}.{head.Name}";
            if (start == 0 && count == rows)
            {
                result[name] = head.Forward(outputs, context);
                continue;
            }
            using var part = outputs.Rows(start, count);
            result[name] = head.Forward(part, context);
        }
    }
}
