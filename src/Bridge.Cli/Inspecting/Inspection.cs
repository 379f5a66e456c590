namespace Bridge.Cli.Inspecting;

/// <summary>What was found at a path.</summary>
/// <param name="Kind"><c>model</c>, <c>setup</c>, <c>adapter</c>, <c>fusion</c>, <c>head</c>, <c>tensors</c>.</param>
/// <param name="Path">Where.</param>
/// <param name="Facts">What it says of itself, in order.</param>
/// <param name="Tensors">Its tensors.</param>
/// <param name="Parts">What lies in it.</param>
internal sealed record Inspection(
    string Kind, string Path, IReadOnlyList<(string Key, string Value)> Facts, IReadOnlyList<InspectedTensor> Tensors, IReadOnlyList<Inspection> Parts);
