using Bridge.Core;
using TestKit;
using Xunit;

namespace Bridge.Configuration.Tests;

/// <summary>Every file and every configuration of the golden cases of all models.</summary>
public class LibraryFilesTests
{
    [Fact]
    public void Read_OfEverySetupFolder_WritesTheSameBytes()
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var path in Files("adapter_config.json").Where(p => p.Contains("/setup/", StringComparison.Ordinal)))
            Compare(path, text => AdapterConfigFile.Read(text).Write());
        foreach (var path in Files("adapter_fusion_config.json")) Compare(path, text => FusionConfigFile.Read(text).Write());
        foreach (var path in Files("adapter_setup.json")) Compare(path, RewriteSetup);
        Assert.True(failures.Count == 0, $"{failures.Count} of {count}:\n{string.Join('\n', failures.Take(20))}");
        if (SharedData.Root is not null) Assert.True(count > 4000, $"only {count} files");

        void Compare(string path, Func<string, string> rewrite)
        {
            count++;
            var text = File.ReadAllText(path);
            var written = Try(() => rewrite(text));
            if (written != text) failures.Add($"{path}: {written}");
        }
    }

    [Fact]
    public void Parse_OfEveryCasesString_GivesItsConfig()
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var path in Files("case.json"))
        {
            var entry = (ConfigMap)ConfigJson.Parse(File.ReadAllText(path));
            if (entry["adapters"] is not ConfigMap adapters) continue;
            foreach (var (name, value) in adapters.Texts)
            {
                if (value is not ConfigMap adapter || adapter["config"] is not ConfigMap config) continue;
                count++;
                var found = Try(() => ConfigJson.Write(LibraryConfig.Load(config)!.ToDictionary(), sortKeys: true) == ConfigJson.Write(config, sortKeys: true)
                    && SameValues(AdapterConfig.FromDocument(LibraryConfig.Load(config)!), config)
                    && (adapter["config_string"] is not ConfigString text || SameValues(AdapterConfig.Parse(text.Value), config)) ? "" : "differs");
                if (found.Length > 0) failures.Add($"{path} {name}: {found}");
            }
        }
        Assert.True(failures.Count == 0, $"{failures.Count} of {count}:\n{string.Join('\n', failures.Take(20))}");
        if (SharedData.Root is not null) Assert.True(count > 2000, $"only {count} configurations");
    }

    [Fact]
    public void Read_OfEveryOldFile_GivesWhatTheLibraryLoads()
    {
        var failures = new List<string>();
        foreach (var path in Files("case.json"))
        {
            var entry = (ConfigMap)ConfigJson.Parse(File.ReadAllText(path));
            if (entry["load"] is not ConfigMap load || entry["configs"] is not ConfigMap { Entries.Count: 1 } configs || load["folder"] is not ConfigString folder) continue;
            var file = Path.Combine(Path.GetDirectoryName(path)!, folder.Value, "adapter_config.json");
            // An invertible adapter that the weights lack is dropped by whoever reads the weights.
            if (!File.Exists(file) || path.Contains("task_without_inv", StringComparison.Ordinal)) continue;
            var expected = (ConfigMap)configs.Entries[0].Value;
            var found = Try(() =>
            {
                var config = AdapterConfigFile.Read(File.ReadAllText(file)).Config;
                if (load["arguments"] is ConfigMap arguments && arguments["leave_out"] is ConfigSequence layers)
                    config = config.WithLeaveOut(layers.Items.Select(i => (int)((ConfigInteger)i).Value));
                return SameValues(config, expected) ? "" : $"{config}";
            });
            if (found.Length > 0) failures.Add($"{path}: {found}");
        }
        Assert.True(failures.Count == 0, $"{failures.Count}:\n{string.Join('\n', failures.Take(20))}");
    }

    // Weights that do not sum to one are said to stay as they are, which the library forgets; and 1 becomes 1.0.
    private static string RewriteSetup(string text)
    {
        var setup = SetupFile.Read(text);
        var written = setup.Write();
        Assert.Equal(setup, SetupFile.Read(written));
        var plain = written.Replace("],\n      \"normalize_weights\": false", "]", StringComparison.Ordinal);
        return plain != written && PythonEquality.AreEqual(ConfigJson.Parse(plain), ConfigJson.Parse(text)) ? text : plain;
    }

    private static bool SameValues(AdapterConfig config, ConfigMap expected) => PythonEquality.AreEqual(config.ToDocument().ToDictionary(), expected);

    private static IEnumerable<string> Files(string name) =>
        SharedData.Path("goldens", "adapters") is { } folder ? Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories) : [];

    private static string Try(Func<string> action)
    {
        try
        {
            return action();
        }
        catch (BridgeException e)
        {
            return $"{e.Reason}: {e.Message}";
        }
    }
}
