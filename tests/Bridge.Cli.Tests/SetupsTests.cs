namespace Bridge.Cli.Tests;

/// <summary>Setups as one unit on the command line; forward passes through setups with fusions and with heads in folders of their own.</summary>
public sealed class SetupsTests
{
    [Fact]
    public async Task Describe_WithAMissingPart_SaysSo()
    {
        var folder = Copy("fuse-named");
        var whole = await Cli.JsonAsync("setups", "describe", folder);
        Assert.True(whole.GetProperty("whole").GetBoolean());
        Assert.Equal(["adapter a", "adapter b", "fusion mixer"], whole.GetProperty("parts").EnumerateArray().Select(p => $"{p.GetProperty("kind").GetString()} {p.GetProperty("name").GetString()}"));
        Directory.Delete(Path.Combine(folder, "mixer"), recursive: true);
        Assert.False((await Cli.JsonAsync("setups", "describe", folder)).GetProperty("whole").GetBoolean());
        var text = await Cli.RunAsync("setups", "describe", folder);
        Assert.Contains("NOT WHOLE", text.Output, StringComparison.Ordinal);
    }

    // The library's file forgets a fusion's own name: what is missing is then called by its adapters.
    [Theory]
    [InlineData("fuse-named", "mixer", "fusion \"a,b\"")]
    [InlineData("fuse-named", "b", "adapter \"b\"")]
    [InlineData("head-other_name", "", "head \"")]
    public async Task Forward_ThroughASetupThatLacksAPart_Fails(string name, string part, string named)
    {
        var folder = Copy(name);
        if (part.Length == 0) part = Path.GetFileName(Directory.EnumerateDirectories(folder).Single(d => File.Exists(Path.Combine(d, "head_config.json"))));
        Directory.Delete(Path.Combine(folder, part), recursive: true);
        foreach (var arguments in new[] { new[] { "forward", "--setup", folder, "--inputs", Path.Combine(TestFolders.Tiny, "inputs.safetensors"), "--outputs", Path.Combine(folder, "out") }, ["setups", "check", folder] })
        {
            var result = await Cli.RunAsync([.. arguments, "--model", TestFolders.Tiny]);
            Assert.Equal(3, result.Code);
            Assert.Contains(named, result.Error, StringComparison.Ordinal);
        }
        Assert.False(File.Exists(Path.Combine(folder, "out")));
    }

    [Fact]
    public async Task SaveFromParts_IsTheSetupTheyCameFrom()
    {
        var folder = Copy("fuse-named");
        var saved = Path.Combine(TestFolders.Temporary(), "saved");
        var made = await Cli.JsonAsync("setups", "save", "--model", TestFolders.Tiny, "--part", Path.Combine(folder, "mixer"), "--part", Path.Combine(folder, "a"), "--part", Path.Combine(folder, "b"),
            "--setup", "Fuse(a, b, name='mixer')", "--save", saved);
        Assert.True(made.GetProperty("whole").GetBoolean());
        var same = await Cli.RunAsync("setups", "diff", saved, saved);
        Assert.Equal((0, "the same"), (same.Code, same.Output.Trim()));
        var other = await Cli.RunAsync("setups", "diff", saved, Copy("block-seq_bn-stack"));
        Assert.Equal(1, other.Code);
        Assert.Contains("fusion mixer", other.Output, StringComparison.Ordinal);
    }

    private static string Copy(string name)
    {
        var (from, to) = (Path.Combine(TestFolders.Case(name), "setup"), TestFolders.Temporary());
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return to;
    }
}
