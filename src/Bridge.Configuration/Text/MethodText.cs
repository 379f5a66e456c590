namespace Bridge.Configuration;

/// <summary>One method of a configuration text.</summary>
internal sealed record MethodText(MethodPreset Preset, int Position, List<KeyValuePair<string, ConfigValue>> Entries, Dictionary<string, int> Positions);
