namespace Bridge.Configuration;

/// <summary>A class and the values that differ from its defaults.</summary>
/// <param name="Schema">The class.</param>
/// <param name="Values">The values.</param>
public sealed record PresetPart(ConfigSchema Schema, ConfigMap Values);
