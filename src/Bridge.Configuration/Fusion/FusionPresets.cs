namespace Bridge.Configuration;

/// <summary>The two identifiers of AdapterFusion.</summary>
public static class FusionPresets
{
    /// <summary>What a fusion gets where no configuration is named.</summary>
    public const string Default = "dynamic";

    /// <summary>Both.</summary>
    public static ValueList<MethodPreset> All { get; } =
    [
        new("static", [new PresetPart(ConfigSchemas.StaticFusion, ConfigMap.Empty)], "AdapterFusion without value matrix", "2005.00247"),
        new("dynamic", [new PresetPart(ConfigSchemas.DynamicFusion, ConfigMap.Empty)], "AdapterFusion with value matrix and regularisation", "2005.00247"),
    ];

    /// <summary>The identifier of that name, or null.</summary>
    public static MethodPreset? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}
