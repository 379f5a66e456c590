namespace Goldens.Running;

/// <summary>What a case says is not to be compared: <c>skip</c> holds names and patterns of tensors.</summary>
public sealed class Patterns(GoldenCase golden)
{
    private readonly List<Glob> _globs = golden.Object("skip")["tensors"] is System.Text.Json.Nodes.JsonArray names ? [.. names.Select(n => new Glob(n!.GetValue<string>()))] : [];

    /// <summary>Whether the tensor is left out.</summary>
    public bool Leaves(string tensor) => _globs.Any(g => g.Matches(tensor));
}
