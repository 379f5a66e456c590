using System.Text.Json.Nodes;
using Bridge.Configuration;
using Bridge.Core;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>Operations on a model with adapters, one after another, with its outputs and changed tensors after each.</summary>
internal sealed class StepsCase : ICaseKind
{
    private const string Before = "output.";

    // Of the largest singular value: float32 rounds at 6e-8.
    private const double Rounding = 1e-6;

    public bool Fits(GoldenCase golden) => golden.Document["steps"] is JsonArray { Count: > 0 } steps && steps[0]!["outputs"] is not null;

    public void Run(CaseContext context)
    {
        using var subject = new CaseSubject(context);
        SetupFolder.Load(context, subject);
        subject.Activate([], FirstHead(context) is { } head ? [head] : []);
        using var noGrad = no_grad();
        // Some cases hold no tensors of their adapters: then only what leaves the outputs alone, and the base model, can be held to them.
        var known = context.Case.Object("adapters").Count == 0 || Directory.Exists(context.Case.PathOf("setup"));
        using var before = subject.Forward();
        if (known) context.CompareOutputs(Before, before.Tensors, context.Case.Texts("outputs"));
        var last = Before;
        var merged = new HashSet<string>();
        var steps = context.Case.Document["steps"]!.AsArray();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i]!.AsObject();
            var operation = step["op"]!.GetValue<string>();
            if (Try(context, subject, step, operation, $"step{i}")) CompareTensors(context, subject, step, operation, $"step{i}");
            if (operation == "merge_adapter") CompareMerged(context, subject, merged);
            Activate(subject, step);
            if (step["outputs_as_before"]?.GetValue<bool>() != true) last = $"step{i}.output.";
            using var outputs = subject.Forward();
            // A reset must bring back what was there before anything was merged, which the library does not manage for every method.
            if (known || subject.Setup is null) context.CompareOutputs(operation == "reset_adapter" ? Before : last, outputs.Tensors, Texts(step, "outputs"));
            else if (last == Before) CompareUnchanged(context, before, outputs, $"step{i}");
        }
    }

    private static void CompareUnchanged(CaseContext context, CaseOutputs before, CaseOutputs after, string where)
    {
        foreach (var (name, expected) in before.Tensors) context.Findings.Check($"{where}.unchanged.{name}", after[name], expected, 0);
    }

    private static string? FirstHead(CaseContext context) => context.Case.Text("active_head") ?? context.Case.Document["steps"]![0]!["active_head"]?.GetValue<string>();

    // What the library does silently or wrongly may be an error here, and the other way round: then nothing, or something beyond the reference, has happened. True: as recorded.
    private static bool Try(CaseContext context, CaseSubject subject, JsonObject step, string operation, string where)
    {
        try
        {
            StepOperations.Run(subject, operation, step["arguments"]!.AsObject());
            return step["error"] is null;
        }
        catch (BridgeException error)
        {
            if (step["error"] is null && step["changed"]!.AsArray().Count + step["removed"]!.AsArray().Count > 0) context.Findings.Add(where, $"{operation}: {error.Message}");
            return false;
        }
    }

    private static void Activate(CaseSubject subject, JsonObject step)
    {
        // The library keeps deleted names in its setup and passes over them.
        var setup = Remaining(CaseSetup.Read(step["active"]), subject);
        subject.Switch(setup, step["active_head"]?.GetValue<string>());
    }

    private static Composition? Remaining(Composition? setup, CaseSubject subject) => setup switch
    {
        Stack stack when stack.Children.Where(c => c.Flatten().All(n => subject.Adapters.TryGet(n, out _))).ToList() is var left && left.Count < stack.Children.Count =>
            left.Count == 0 ? null : new Stack([.. left]),
        _ => setup,
    };

    private static void CompareTensors(CaseContext context, CaseSubject subject, JsonObject step, string operation, string where)
    {
        if (operation is "reset_adapter" or "set_active_adapters" or "merge_adapter") return;
        foreach (var name in Texts(step, "changed"))
        {
            var recorded = $"{where}.changed.{name}";
            if (SubjectTensors.Find(context, subject, name) is not { } actual) context.Findings.Add(recorded, "is not there");
            else if (context.Expected.Find(recorded) is not { } expected) continue;
            else if (operation.StartsWith("add_", StringComparison.Ordinal)) actual.copy_(expected); // fresh values are chance
            else Compare(context, recorded, actual, expected, step);
        }
        foreach (var name in Texts(step, "removed"))
            if (SubjectTensors.Find(context, subject, name) is not null) context.Findings.Add($"{where}.removed.{name}", "is still there");
    }

    // Singular vectors are the same up to their sign; those of singular values that are nothing but rounding, the lengths of B's columns, are chance.
    private static void Compare(CaseContext context, string name, Tensor actual, Tensor expected, JsonObject step)
    {
        using var scope = NewDisposeScope();
        if (step["arguments"]!["combine_strategy"]?.GetValue<string>() == "lora_delta_w_svd" && actual.dim() == 2 && actual.shape.SequenceEqual(expected.shape))
        {
            var isA = name.EndsWith("lora_A", StringComparison.Ordinal);
            actual = actual * (actual * expected).sum(dim: isA ? 1 : 0, keepdim: true).sign();
            if (isA && context.Expected.Find(name[..^1] + "B") is { } b && b.norm(0) is var lengths)
                actual = actual.where((lengths > Rounding * lengths.max()).unsqueeze(1), expected);
        }
        context.Compare(name, actual, context.Tolerances.Output);
    }

    // Each weight when it is merged for the first time.
    private static void CompareMerged(CaseContext context, CaseSubject subject, HashSet<string> done)
    {
        foreach (var slot in context.Base.Model.Slots.Linear.Where(s => s.MergedBy is not null))
            foreach (var name in new[] { $"merged.{slot.Name}.weight", $"merged.{context.Base.Model.Description.BasePrefix}{slot.Name}.weight" })
                if (context.Expected.Find(name) is not null && done.Add(name)) context.Compare(name, slot.Weight, context.Tolerances.Output);
    }

    private static List<string> Texts(JsonObject step, string key) => [.. (step[key] as JsonArray ?? []).Select(n => n!.GetValue<string>())];
}
