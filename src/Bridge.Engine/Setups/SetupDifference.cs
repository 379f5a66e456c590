namespace Bridge.Engine;

/// <summary>Something in which two setups differ.</summary>
/// <param name="What">What it is: <c>setup</c>, <c>heads</c>, <c>embedding</c>, or a part, as <c>adapter a: tensors</c>.</param>
/// <param name="Left">In the first; empty where it is absent.</param>
/// <param name="Right">In the second; empty where it is absent.</param>
public sealed record SetupDifference(string What, string Left, string Right);
