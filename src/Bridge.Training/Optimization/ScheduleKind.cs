namespace Bridge.Training.Optimization;

/// <summary>How the learning rate moves. All but <see cref="Constant"/> begin with the warm-up: from 0 up to the full rate in a straight line.</summary>
public enum ScheduleKind
{
    /// <summary>Down to 0 at the last step, in a straight line.</summary>
    Linear = 0,

    /// <summary>Down to 0 at the last step, along half a cosine.</summary>
    Cosine = 1,

    /// <summary>The same rate throughout, without warm-up.</summary>
    Constant = 2,

    /// <summary>The same rate after the warm-up.</summary>
    ConstantWithWarmup = 3,

    /// <summary>Down to an end rate along a power of the remaining share of steps.</summary>
    Polynomial = 4,
}
