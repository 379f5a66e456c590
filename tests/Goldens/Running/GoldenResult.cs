namespace Goldens.Running;

/// <summary>What became of a case.</summary>
/// <param name="Case"><c>model/case</c>.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Why">Where it begins to differ, what is missing, or how much was compared.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record GoldenResult(string Case, GoldenStatus Status, string Why, double Seconds);
