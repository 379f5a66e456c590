using Bridge.Core;

namespace Bridge.Training.Optimization;

/// <summary>The learning rate as a function of the step: nothing to save, nothing to restore.</summary>
/// <param name="Kind">The curve.</param>
/// <param name="Rate">The full learning rate.</param>
/// <param name="TotalSteps">Optimizer steps planned.</param>
/// <param name="WarmupSteps">Steps of the warm-up.</param>
public sealed record LearningRateSchedule(ScheduleKind Kind, double Rate, long TotalSteps, long WarmupSteps)
{
    /// <summary>The rate at the end of <see cref="ScheduleKind.Polynomial"/>.</summary>
    public double EndRate { get; init; } = 1e-7;

    /// <summary>The power of <see cref="ScheduleKind.Polynomial"/>.</summary>
    public double Power { get; init; } = 1;

    /// <summary>The rate of optimizer step <paramref name="step"/>, counted from 0.</summary>
    public double At(long step)
    {
        if (Kind == ScheduleKind.Constant) return Rate;
        if (step < WarmupSteps) return Rate * ((double)step / Math.Max(1, WarmupSteps));
        var progress = (double)(step - WarmupSteps) / Math.Max(1, TotalSteps - WarmupSteps);
        return Kind switch
        {
            ScheduleKind.Linear => Rate * Math.Max(0, 1 - progress),
            ScheduleKind.Cosine => Rate * Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * progress))),
            ScheduleKind.ConstantWithWarmup => Rate,
            ScheduleKind.Polynomial => step > TotalSteps ? EndRate : (Rate - EndRate) * Math.Pow(1 - progress, Power) + EndRate,
            _ => throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"schedule {Kind} is not known", ("schedule", Kind)),
        };
    }
}
