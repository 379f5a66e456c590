using System.Text.Json.Nodes;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>A case that was built, called and perhaps trained: outputs, loss, gradients, trajectory. Without adapters it is the base model alone.</summary>
internal sealed class RecordedCase : ICaseKind
{
    private const string FixedClass = "fixed_class_without_adapter";

    public bool Fits(GoldenCase golden) => golden.Has("inputs") && golden.Has("outputs");

    public void Run(CaseContext context)
    {
        if (context.Case.Object("train_kwargs").Select(p => p.Key).Except(["unfreeze_adapters", TrainedParameters.Embeddings]).Any()) throw new UnsupportedException($"training with {string.Join(", ", context.Case.Object("train_kwargs").Select(p => p.Key))}");
        using var subject = new CaseSubject(context);
        SetupFolder.Load(context, subject);
        // What was done before the first call.
        foreach (var step in context.Case.Document["steps"] as JsonArray ?? []) StepOperations.Prepare(subject, step!["op"]!.GetValue<string>(), step["arguments"]!.AsObject());
        int[] skip = context.Case.Document["skip_layers"] is JsonArray layers ? [.. layers.Select(l => l!.GetValue<int>())] : [];
        subject.Activate(skip, context.Case.Document["active_head"] is JsonArray ? context.Case.Texts("active_head") : context.Case.Text("active_head") is { } head ? [head] : []);
        CompareForward(context, subject);
        CompareVariants(context, subject);
        if (context.Case.Has("merge")) CompareMerged(context, subject);
        if (context.Case.Has("loss")) LossAndTraining.Compare(context, subject);
    }

    // States of lower layers come first, so that the first difference is in the layer where it arises.
    private static void CompareForward(CaseContext context, CaseSubject subject)
    {
        using var noGrad = no_grad();
        using var outputs = subject.Forward();
        var names = context.Case.Texts("outputs");
        context.CompareOutputs("output.", outputs.Tensors, names.Where(n => n != FixedClass).OrderBy(Order));
        if (!names.Contains(FixedClass)) return;
        using var fixedClass = subject.FixedClass();
        context.Compare($"output.{FixedClass}", fixedClass, context.Tolerances.Output);
    }

    // The same adapters on other inputs.
    private static void CompareVariants(CaseContext context, CaseSubject subject)
    {
        using var noGrad = no_grad();
        foreach (var variant in context.Case.Document["variants"] as JsonArray ?? [])
        {
            using var outputs = subject.Forward(CaseInputs.Of(context, variant!["inputs"]!.AsObject()));
            context.CompareOutputs($"variant.{variant["name"]}.output.", outputs.Tensors, variant["outputs"]!.AsArray().Select(n => n!.GetValue<string>()));
        }
    }

    // Merged, then reset: which must give back what was before, bit for bit, where the library may lose something.
    private static void CompareMerged(CaseContext context, CaseSubject subject)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var before = subject.Forward();
        subject.Adapters.Merge(context.Case.Object("merge")["adapter"]!.GetValue<string>());
        using (var merged = subject.Forward()) context.CompareOutputs("merged.output.", merged.Tensors, context.Case.Texts("outputs"));
        foreach (var name in context.Case.Object("merge")["recorded"]!.AsArray().Select(n => n!.GetValue<string>()))
            if (SubjectTensors.Find(context, subject, name) is { } weight) context.Compare($"merged.{name}", weight, context.Tolerances.Output);
            else context.Findings.Add($"merged.{name}", "is not there");
        subject.Adapters.Reset();
        using var after = subject.Forward();
        foreach (var (name, expected) in before.Tensors) context.Findings.Check($"reset.{name}", after[name], expected, 0);
    }

    private static int Order(string output) =>
        output.Contains("hidden_states.", StringComparison.Ordinal)
            ? int.Parse(output.AsSpan(output.LastIndexOf('.') + 1), System.Globalization.CultureInfo.InvariantCulture) + (output.StartsWith("encoder_", StringComparison.Ordinal) ? 0 : 1000)
            : int.MaxValue;
}
