using System.Globalization;
using System.Text.RegularExpressions;
using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>What the library repairs in adapters that older versions wrote.</summary>
internal static partial class LegacyFiles
{
    private const string Prefix = "adapters.";

    /// <summary>The configuration as it is to be read.</summary>
    /// <param name="config">What the file has under "config": a dictionary, an identifier, or nothing.</param>
    /// <param name="version">What it has under "version".</param>
    public static ConfigValue Repair(ConfigValue? config, string? version)
    {
        var repaired = config switch
        {
            null or ConfigNull => LibraryConfig.Identifier(MethodPresets.Default)!.ToDictionary(),
            ConfigString name => LibraryConfig.Identifier(name.Value)?.ToDictionary() ?? throw Unknown(name.Value),
            _ => config,
        };
        if (repaired is not ConfigMap map) return repaired;
        if (version is null) return RenameActivation(map);
        return version.StartsWith(Prefix, StringComparison.Ordinal) && IsBefore110(version[Prefix.Length..]) ? RepairAlpha(map) : map;
    }

    // Before versions were written, "gelu" meant its approximation.
    private static ConfigMap RenameActivation(ConfigMap config) => config["non_linearity"] switch
    {
        ConfigString { Value: "gelu" } => config.With("non_linearity", "gelu_new"),
        ConfigString { Value: "gelu_orig" } => config.With("non_linearity", "gelu"),
        _ => config,
    };

    // Before 1.1.0 the factor alpha / r was not applied; such an adapter works as trained with alpha = r. (IA)3 shares the architecture and the repair.
    private static ConfigMap RepairAlpha(ConfigMap config) =>
        config["architecture"] is ConfigString { Value: "lora" } && config["r"] is { } r && config["alpha"] is { } alpha && !PythonEquality.AreEqual(r, alpha) ? config.With("alpha", r) : config;

    // Python's order of versions: 1.1.0.dev0 and 1.1.0rc1 come before 1.1.0.
    private static bool IsBefore110(string version)
    {
        var match = Version().Match(version);
        if (!match.Success)
            throw BridgeException.Invalid(ErrorReason.ConfigValueRange, $"version \"{Prefix}{version}\" is no version, so it is not known whether the adapter needs the repair of versions before 1.1.0",
                ("found", Prefix + version), ("allowed", "adapters.MAJOR.MINOR.PATCH"));
        int[] limit = [1, 1, 0];
        var numbers = match.Groups["release"].Value.Split('.').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToList();
        for (var i = 0; i < Math.Max(numbers.Count, limit.Length); i++)
        {
            var (a, b) = (i < numbers.Count ? numbers[i] : 0, i < limit.Length ? limit[i] : 0);
            if (a != b) return a < b;
        }
        return match.Groups["pre"].Success || (match.Groups["dev"].Success && !match.Groups["post"].Success);
    }

    private static BridgeException Unknown(string name) =>
        BridgeException.Invalid(ErrorReason.ConfigUnknownMethod, $"adapter_config.json: config \"{name}\" is no identifier; there are {string.Join(", ", MethodPresets.Names)}",
            ("found", name), ("nearest", Nearest.Of(name, MethodPresets.Names)));

    [GeneratedRegex(@"^v?(?<release>\d{1,9}(\.\d{1,9})*)(?<pre>[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?\d*)?(?<post>[-_.]?(post|rev|r)[-_.]?\d*)?(?<dev>[-_.]?dev[-_.]?\d*)?(\+[a-z0-9.]+)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
