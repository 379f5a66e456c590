namespace Goldens.Running;

/// <summary>How a case ended.</summary>
public enum GoldenStatus
{
    /// <summary>Every number is within its tolerance.</summary>
    Passed,

    /// <summary>A number is not, or something failed that should not.</summary>
    Failed,

    /// <summary>It needs a method, model, block or kind of case that is not there.</summary>
    Unsupported,
}
