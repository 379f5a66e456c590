using TestKit;

namespace Bridge.Cli.Tests;

public sealed class MethodsTests
{
    [Fact]
    public async Task Methods_AsJson_HasEveryIdentifierWithDefaults()
    {
        var methods = await Cli.JsonAsync("methods");
        Assert.Equal(28, methods.GetArrayLength());
        var lora = methods.EnumerateArray().Single(m => m.GetProperty("name").GetString() == "lora");
        var rank = lora.GetProperty("parts")[0].GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("key").GetString() == "r");
        Assert.Equal(("8", "an integer in [1, 4096]"), (rank.GetProperty("default").GetString(), rank.GetProperty("allowed").GetString()));
    }

    [Fact]
    public async Task Methods_OfAUnion_HasItsParts()
    {
        var mam = await Cli.JsonAsync("methods", "mam");
        Assert.Equal(["PrefixTuningConfig", "ParBnConfig"], mam.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("class").GetString()!));
    }

    [Fact]
    public async Task Docs_WrittenAgain_AreThoseOfTheRepository()
    {
        var folder = Directory.CreateTempSubdirectory("bridge-docs-").FullName;
        try
        {
            Assert.Equal(0, (await Cli.RunAsync("docs", folder)).Code);
            var fresh = Directory.EnumerateFiles(Path.Combine(folder, "methods")).ToDictionary(f => Path.GetFileName(f)!, File.ReadAllText);
            var kept = Directory.EnumerateFiles(RepositoryRoot.Combine("docs", "methods")).ToDictionary(f => Path.GetFileName(f)!, File.ReadAllText);
            Assert.Equal(kept.Keys.Order(StringComparer.Ordinal), fresh.Keys.Order(StringComparer.Ordinal));
            Assert.All(kept, page => Assert.Equal(page.Value, fresh[page.Key]));
            string[] architectures = [RepositoryRoot.Combine("docs", "architectures.md"), Path.Combine(folder, "architectures.md")];
            Assert.Single(architectures.Select(File.ReadAllText).Distinct());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Docs_Examples_AreConfigurations()
    {
        var pages = Directory.EnumerateFiles(RepositoryRoot.Combine("docs", "methods")).Where(f => Path.GetFileName(f) != "README.md").ToList();
        Assert.Equal(22, pages.Count);
        foreach (var page in pages)
        {
            var example = File.ReadLines(page).Single(l => l.StartsWith("Example: `", StringComparison.Ordinal))["Example: `".Length..^1];
            Assert.StartsWith(Path.GetFileNameWithoutExtension(page), example, StringComparison.Ordinal);
            Assert.NotNull(Bridge.Configuration.AdapterConfig.Parse(example));
        }
    }

    [Fact]
    public async Task Methods_Unknown_IsAnErrorWithReason()
    {
        var result = await Cli.RunAsync("methods", "lra");
        Assert.Equal(2, result.Code);
        Assert.Contains("there is no method \"lra\"", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("(CONFIG_UNKNOWN_METHOD)\n", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
