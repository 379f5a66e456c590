using Bridge.Models;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>
/// A sequence in one pass, then its beginning and token after token with a cache. Where the library loses its cache (its notes say so), each step is held to the same position of
/// the whole pass.
/// </summary>
internal sealed class IncrementalCase : ICaseKind
{
    public bool Fits(GoldenCase golden) => golden.Has("incremental");

    public void Run(CaseContext context)
    {
        using var subject = new CaseSubject(context);
        SetupFolder.Load(context, subject);
        subject.Activate([], []);
        using var noGrad = no_grad();
        var settings = context.Case.Object("incremental");
        var argument = settings["tokens"]!.GetValue<string>();
        var (prefill, steps) = (settings["prefill"]!.GetValue<int>(), settings["steps"]!.GetValue<int>());
        // Differences of steps from the whole pass beyond rounding are the library's loss.
        var kept = settings["difference_to_full"]!.AsArray().All(d => d!.GetValue<double>() < 1e-3);
        var inputs = CaseInputs.Of(context);
        var tokens = argument == "decoder_input_ids" ? inputs.Model.DecoderInputIds! : inputs.Model.InputIds!;
        using (var full = subject.Forward(inputs)) context.Compare("output.full", full["logits"], context.Tolerances.Output);
        using var cache = new KeyValueCache();
        for (var step = -1; step < steps; step++)
        {
            var (start, count) = step < 0 ? (0, prefill) : (prefill + step, 1);
            using var part = tokens.narrow(1, start, count);
            using var mask = inputs.Model.AttentionMask?.narrow(1, 0, argument == "decoder_input_ids" ? inputs.Model.AttentionMask.shape[1] : start + count);
            var model = argument == "decoder_input_ids" ? inputs.Model with { DecoderInputIds = part } : inputs.Model with { InputIds = part, AttentionMask = mask };
            using var outputs = subject.Forward(inputs with { Model = model }, cache);
            var name = step < 0 ? "output.prefill" : $"output.step{step}";
            if (kept || step < 0) context.Compare(name, outputs["logits"], context.Tolerances.Output);
            using var expected = context.Expected["output.full"].narrow(1, start, count);
            context.Findings.Check($"{name} of output.full", outputs["logits"], expected, context.Tolerances.Output(context.Expected["output.full"]));
        }
    }
}
