using System.Text.Json.Nodes;
using Bridge.Training.Optimization;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>
/// A few steps on the same batch in evaluation mode, with the engine's own optimiser. Where a gradient is nothing but rounding (a bias that a softmax cancels), AdamW makes a
/// full step of its sign, which hangs on the order of a sum. A number that is beyond its tolerance is therefore measured again, with those elements turned around, and with the
/// signs that they were recorded with: as far as that moves it, it hangs on chance (golden README, "Where the library is wrong", rule 1) and is not held to the recorder's chance.
/// </summary>
internal static class Trajectory
{
    // Of the largest gradient of the case: float32 rounds at 6e-8 of a term, and such elements are sums of many.
    private const double Rounding = 4e-7;

    public static void Compare(CaseContext context, CaseSubject subject, TrainedParameters trained, string target)
    {
        if (context.Skip.Leaves("train.losses"))
        {
            context.Findings.Ignore("train.losses");
            return;
        }
        var settings = context.Case.Object("training");
        if (settings["optimizer"]?.GetValue<string>() != "AdamW") throw new UnsupportedException($"optimizer {settings["optimizer"]}");
        var output = $"train.output.{target}";
        var expected = context.Expected["train.losses"].data<double>().ToArray();
        var start = trained.Values();
        try
        {
            var (losses, trainedOutput) = Run(context, subject, trained, target, settings, null);
            using var actual = trainedOutput;
            var (movedLosses, moved) = (new double[expected.Length], 0.0);
            if (!Close(context, losses, actual, expected, output))
            {
                var recorded = LossAndTraining.Recorded(context).ToDictionary(r => r.Key, r => context.Expected[r.Value]);
                foreach (var way in new Action[] { () => trained.TurnRounding(Rounding, null), () => trained.TurnRounding(Rounding, recorded) })
                {
                    trained.Restore(start);
                    var (others, otherOutput) = Run(context, subject, trained, target, settings, way);
                    using var other = otherOutput;
                    using var difference = actual is null || other is null ? null : (actual - other).abs().max();
                    moved = Math.Max(moved, difference?.ToDouble() ?? 0);
                    for (var i = 0; i < expected.Length; i++) movedLosses[i] = Math.Max(movedLosses[i], Math.Abs(losses[i] - others[i]));
                }
            }
            for (var i = 0; i < expected.Length; i++)
                context.Findings.Check($"train.losses[{i}]", losses[i], expected[i], context.Tolerances.Loss(expected[i]) + movedLosses[i]);
            if (actual is not null) context.Compare(output, actual, e => context.Tolerances.Trained(e) + moved);
        }
        finally
        {
            foreach (var value in start.Values) value.Dispose();
        }
    }

    private static bool Close(CaseContext context, double[] losses, Tensor? actual, double[] expected, string output)
    {
        for (var i = 0; i < expected.Length; i++)
            if (!(Math.Abs(losses[i] - expected[i]) <= context.Tolerances.Loss(expected[i]))) return false;
        if (actual is null) return true;
        using var difference = (actual - context.Expected[output]).abs().max();
        return difference.ToDouble() <= context.Tolerances.Trained(context.Expected[output]);
    }

    private static (double[] Losses, Tensor? Output) Run(CaseContext context, CaseSubject subject, TrainedParameters trained, string target, JsonObject settings, Action? way)
    {
        var steps = settings["steps"]!.GetValue<int>();
        var losses = new double[steps + 1];
        using var optimizer = new AdamW(trained.Tensors, new AdamWOptions
        {
            Beta1 = settings["betas"]![0]!.GetValue<double>(),
            Beta2 = settings["betas"]![1]!.GetValue<double>(),
            Epsilon = settings["eps"]!.GetValue<double>(),
            WeightDecay = settings["weight_decay"]!.GetValue<double>(),
        });
        for (var step = 0; step < steps; step++)
        {
            trained.Clear();
            using (var outputs = subject.Forward())
            using (var loss = LossAndTraining.LossOf(context, subject, outputs, target))
            {
                losses[step] = loss.ToDouble();
                loss.backward();
            }
            way?.Invoke();
            optimizer.Step(settings["lr"]!.GetValue<double>());
        }
        trained.Clear();
        using var noGrad = no_grad();
        using var last = subject.Forward();
        using var final = LossAndTraining.LossOf(context, subject, last, target);
        losses[steps] = final.ToDouble();
        return (losses, context.Expected.Find($"train.output.{target}") is null ? null : last[target].detach().clone());
    }
}
