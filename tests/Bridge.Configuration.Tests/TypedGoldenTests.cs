using Bridge.Core;
using Xunit;

namespace Bridge.Configuration.Tests;

/// <summary>Which strings the library takes and ours refuses: only those with a value that no method can act on.</summary>
public class TypedGoldenTests
{
    // The library stores these values and fails, or does something else than it says, when the adapter is added or run.
    private static readonly string[] Refused =
    [
        "lora[r=-4] ConfigValueRange", "lora[r=1+2j] ConfigType", "lora[r=True] ConfigType", "lora[r=None] ConfigType", "lora[r='4'] ConfigType", "lora[r=(4,)] ConfigType",
        "lora[r=b'4'] ConfigType", "lora[r=...] ConfigType", "lora[dropout=5.] ConfigValueRange", "lora[dropout=1E+2] ConfigValueRange", "lora[use_gating=1] ConfigType",
        "lora[attn_matrices='qv'] ConfigType", "lora[leave_out=[0, [1, 2]]] ConfigType", "lora[architecture='other'] ConfigValueRange", "lora[architecture=None] ConfigType",
        "lora[init_weights=r'be'] ConfigValueRange", "lora[init_weights='a]b'] ConfigValueRange", "lora[init_weights='a[b'] ConfigValueRange",
        "lora[init_weights=''] ConfigValueRange", "lora[init_weights='\u00e9t\u00e9'] ConfigValueRange",
    ];

    [Fact]
    public void Parse_OfEveryStringTheLibraryTakes_RefusesOnlyThese()
    {
        var path = TestKit.SharedData.Path("goldens", "configs", "strings.json") ?? Path.Combine(AppContext.BaseDirectory, "Data", "configs", "strings.json");
        var file = (ConfigMap)ConfigJson.Parse(File.ReadAllText(path));
        var refused = new List<string>();
        foreach (var entry in ((ConfigSequence)file["strings"]!).Items.OfType<ConfigMap>())
        {
            if (entry["error"] is not null || entry["result"] is ConfigNull) continue;
            var text = ((ConfigString)entry["input"]!).Value;
            try
            {
                AdapterConfig.Parse(text);
            }
            catch (BridgeException e)
            {
                refused.Add($"{text} {e.Reason}");
            }
        }
        Assert.Empty(refused.Except(Refused));
        if (TestKit.SharedData.Path("goldens", "configs") is not null) Assert.Equal(Refused.Order(StringComparer.Ordinal), refused.Order(StringComparer.Ordinal));
    }
}
