namespace AdapterBridge.Client;

/// <summary>What works, on the server or for a model.</summary>
/// <param name="Methods">Adapter methods.</param>
/// <param name="Blocks">Compositions.</param>
/// <param name="Heads">Kinds of heads.</param>
/// <param name="Metrics">Metrics.</param>
/// <param name="Schedules">Learning-rate schedules.</param>
/// <param name="Slots">Where adapters can act.</param>
public sealed record Capabilities(
    IReadOnlyList<MethodCapability> Methods,
    IReadOnlyList<string> Blocks,
    IReadOnlyList<string> Heads,
    IReadOnlyList<string> Metrics,
    IReadOnlyList<string> Schedules,
    IReadOnlyList<string> Slots)
{
    internal static Capabilities From(Wire.Capabilities m) =>
        new([.. m.Methods.Select(c => new MethodCapability(c.Method, c.Title, c.Supported, c.Why, c.ConfigString))], [.. m.Blocks], [.. m.Heads], [.. m.Metrics], [.. m.Schedules], [.. m.Slots]);
}
