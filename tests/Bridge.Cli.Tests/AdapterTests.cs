namespace Bridge.Cli.Tests;

public sealed class AdapterTests
{
    [Fact]
    public async Task Create_SameSeed_GivesTheSameBytes()
    {
        var folder = TestFolders.Temporary();
        foreach (var name in new[] { "first", "second" })
        {
            var result = await Cli.RunAsync("adapter", "create", "--model", TestFolders.Tiny, "--name", "a", "--config", "lora[r=4]", "--seed", "7", "--save", Path.Combine(folder, name));
            Assert.True(result.Code == 0, result.Error);
        }
        foreach (var file in new[] { "adapter.safetensors", "adapter_config.json" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "first", file)), File.ReadAllBytes(Path.Combine(folder, "second", file)));
    }

    [Fact]
    public async Task Create_Plan_TellsShapesAndWritesNothing()
    {
        var plan = await Cli.JsonAsync("adapter", "create", "--model", TestFolders.Tiny, "--name", "a", "--config", "lora[r=4]", "--plan");
        // Two matrices of 4 x 32 for q and v in each of 3 layers.
        Assert.Equal(3 * 2 * 2 * 4 * 32, plan.GetProperty("parameter_count").GetInt64());
        Assert.Equal(6, plan.GetProperty("sites").GetArrayLength());
        Assert.Equal(12, plan.GetProperty("parameters").GetArrayLength());
    }
}
