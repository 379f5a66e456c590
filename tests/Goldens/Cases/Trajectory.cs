using Bridge.Training.Optimization;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>A few steps on the same batch in evaluation mode, with the engine's own optimiser.</summary>
internal static class Trajectory
{
    public static void Compare(CaseContext context, CaseSubject subject, TrainedParameters trained, string target)
    {
        if (context.Skip.Leaves("train.losses"))
        {
            context.Findings.Ignore("train.losses");
            return;
        }
        var settings = context.Case.Object("training");
        if (settings["optimizer"]?.GetValue<string>() != "AdamW") throw new UnsupportedException($"optimizer {settings["optimizer"]}");
        var expected = context.Expected["train.losses"].data<double>().ToArray();
        var steps = settings["steps"]!.GetValue<int>();
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
            CompareLoss(step, train: true);
            optimizer.Step(settings["lr"]!.GetValue<double>());
        }
        trained.Clear();
        using var noGrad = no_grad();
        CompareLoss(steps, train: false);

        void CompareLoss(int step, bool train)
        {
            using var outputs = subject.Forward();
            using var loss = LossAndTraining.LossOf(context, subject, outputs, target);
            context.Findings.Check($"train.losses[{step}]", loss.ToDouble(), expected[step], context.Tolerances.Loss(expected[step]));
            if (train) loss.backward();
            else if (context.Expected.Find($"train.output.{target}") is not null) context.Compare($"train.output.{target}", outputs[target], context.Tolerances.Trained);
        }
    }
}
