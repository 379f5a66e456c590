namespace AdapterBridge.Client;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">The field's path in the request: <c>config.lora.r</c>.</param>
/// <param name="Description">What is wrong.</param>
public sealed record FieldViolation(string Field, string Description);
