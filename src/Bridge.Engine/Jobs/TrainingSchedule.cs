namespace Bridge.Engine;

/// <summary>How the learning rate moves after the warm-up, in which it rises in a straight line.</summary>
public enum TrainingSchedule
{
    /// <summary>Linear.</summary>
    Unspecified = 0,

    /// <summary>Down to 0 at the last step, in a straight line.</summary>
    Linear = 1,

    /// <summary>Down to 0 at the last step, along half a cosine.</summary>
    Cosine = 2,

    /// <summary>The same rate throughout, without warm-up.</summary>
    Constant = 3,

    /// <summary>The same rate after the warm-up.</summary>
    ConstantWithWarmup = 4,

    /// <summary>Down along a power of the remaining share of steps.</summary>
    Polynomial = 5,
}
