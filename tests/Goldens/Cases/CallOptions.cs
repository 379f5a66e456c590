using System.Text.Json.Nodes;
using Bridge.Configuration;
using Bridge.Models;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>Further arguments of a case's forward call.</summary>
/// <param name="HiddenStates">Whether each block's states are wanted.</param>
/// <param name="Observed">What slots are asked to tell: <c>adapter_gating_scores</c>, <c>adapter_fusion_attentions</c>.</param>
/// <param name="TaskIds">Tasks of the rows, by index.</param>
/// <param name="Head">The head to use.</param>
/// <param name="Attentions">Whether the attentions' probabilities are wanted.</param>
/// <param name="Attention">Which attention the reference ran.</param>
/// <param name="RowsRepeated">Whether the input holds a copy for each child of a Parallel block.</param>
internal sealed record CallOptions(bool HiddenStates, IReadOnlySet<string> Observed, IReadOnlyList<int>? TaskIds, string? Head, bool RowsRepeated = false, bool Attentions = false, ReferenceAttention Attention = ReferenceAttention.Eager)
{
    /// <summary>Reads <c>forward_kwargs</c>.</summary>
    public static CallOptions Of(GoldenCase golden, Composition? setup)
    {
        var options = new CallOptions(false, new HashSet<string>(), null, null);
        var observed = new HashSet<string>();
        foreach (var (name, value) in golden.Object("forward_kwargs"))
        {
            options = name switch
            {
                "output_hidden_states" => options with { HiddenStates = value!.GetValue<bool>() },
                "adapter_input_parallelized" => options with { RowsRepeated = value!.GetValue<bool>() },
                "output_attentions" => options with { Attentions = value!.GetValue<bool>() },
                "use_cache" => options,
                "task_ids" => options with { TaskIds = Tasks(value!.AsArray(), setup) },
                "head" => options with { Head = value!.GetValue<string>() },
                "output_adapter_gating_scores" or "output_adapter_fusion_attentions" => Observe(name),
                _ => throw new UnsupportedException($"argument {name}"),
            };
        }
        var attention = golden.Text("attn_implementation") ?? golden.Text("attention");
        return options with { Observed = observed, Attention = attention == "sdpa" ? ReferenceAttention.Sdpa : ReferenceAttention.Eager };

        CallOptions Observe(string name)
        {
            observed.Add(name["output_".Length..]);
            return options;
        }
    }

    private static List<int> Tasks(JsonArray names, Composition? setup)
    {
        var tasks = setup is MultiTask ? setup.Children.Select(c => c.Last()).ToList() : throw new UnsupportedException("task_ids without MultiTask");
        return [.. names.Select(n => n is JsonValue v && v.TryGetValue<int>(out var index) ? index : tasks.IndexOf(n!.GetValue<string>()))];
    }
}
