using Goldens.Comparing;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>The loss, its gradients and the training trajectory of a case.</summary>
internal static class LossAndTraining
{
    public static void Compare(CaseContext context, CaseSubject subject)
    {
        // An adapter that acts nowhere has nothing to train; the library then has no loss to record.
        if (context.Expected.Find("loss") is null) return;
        var target = context.Case.Text("loss_of") ?? "logits";
        using var trained = TrainedParameters.Of(context, subject);
        using (var outputs = subject.Forward())
        using (var loss = LossOf(context, subject, outputs, target))
        {
            context.Compare("loss", loss, context.Tolerances.Output);
            if (trained.Count == 0) return;
            loss.backward();
        }
        CompareGradients(context, trained);
        if (context.Case.Has("training")) Trajectory.Compare(context, subject, trained, target);
    }

    /// <summary>The case's loss: the outputs weighed by random numbers, or the head's own.</summary>
    public static Tensor LossOf(CaseContext context, CaseSubject subject, CaseOutputs outputs, string target)
    {
        if (context.Case.Text("loss") == "labels") return subject.LabelLoss(outputs);
        var probe = context.Expected["input.probe"];
        if (!outputs.Tensors.TryGetValue(target, out var output)) throw new UnsupportedException($"output {target}");
        using var weighed = output * probe;
        using var sum = weighed.sum();
        return sum / probe.shape[0];
    }

    /// <summary>The recorded gradients' names in the file by those of their parameters.</summary>
    public static Dictionary<string, string> Recorded(CaseContext context) =>
        context.Expected.Tensors.Where(t => t.Key.StartsWith("grad.", StringComparison.Ordinal)).ToDictionary(t => context.Base.Plain(t.Key["grad.".Length..]), t => t.Key);

    // The way back begins at the top, so the first difference is where a gradient goes wrong.
    private static void CompareGradients(CaseContext context, TrainedParameters trained)
    {
        var recorded = Recorded(context);
        CompareNames(context, trained, recorded);
        var largest = recorded.Count == 0 ? 0 : recorded.Values.Max(name => Tolerances.Largest(context.Expected[name]));
        foreach (var (plain, name) in recorded.OrderByDescending(t => LayerOf(t.Key)))
        {
            using var gradient = trained.Gradient(plain);
            if (gradient is not null) context.Compare(name, gradient, e => context.Tolerances.Gradient(e, largest));
        }
    }

    // A gradient that is zero everywhere may as well be none: the reference computes it where a part acts on no row or position.
    private static void CompareNames(CaseContext context, TrainedParameters trained, Dictionary<string, string> recorded)
    {
        var expected = context.Case.Texts("trainable").Select(context.Base.Plain).ToHashSet();
        foreach (var name in trained.WithGradient.Except(expected))
        {
            using var gradient = trained.Gradient(name);
            if (Tolerances.Largest(gradient!) != 0) context.Findings.Add($"grad.{name}", "is there, the reference has none");
        }
        var absent = expected.Except(trained.WithGradient).ToList();
        var zero = absent.Where(name => recorded.TryGetValue(name, out var file) && Tolerances.Largest(context.Expected[file]) == 0).Select(AnyLayer).ToHashSet();
        foreach (var name in absent.Where(name => !zero.Contains(AnyLayer(name)))) context.Findings.Add($"grad.{name}", "is missing");
    }

    // Cases record the gradients of one layer; the same parameter of another is judged by that.
    private static string AnyLayer(string name)
    {
        var parts = name.Split('.');
        var at = Array.FindIndex(parts, part => int.TryParse(part, out _));
        if (at >= 0) parts[at] = "*";
        return string.Join('.', parts);
    }

    private static int LayerOf(string name) =>
        name.Split('.').Select(part => int.TryParse(part, out var number) ? number : -1).FirstOrDefault(n => n >= 0, name.Contains("heads.", StringComparison.Ordinal) ? int.MaxValue : -1);
}
