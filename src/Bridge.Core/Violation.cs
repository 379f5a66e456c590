namespace Bridge.Core;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">Where, as the path of the field: <c>config.lora.r</c>.</param>
/// <param name="Description">What was found and what is allowed.</param>
public sealed record Violation(string Field, string Description);
