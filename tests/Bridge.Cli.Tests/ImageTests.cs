using System.Diagnostics;
using Bridge.Cli.Files;
using TestKit;

namespace Bridge.Cli.Tests;

/// <summary>Images from files: training, classification, forward passes.</summary>
public sealed class ImageTests : IDisposable
{
    private readonly TinyVit _vit = new();
    private readonly string _folder = TestFolders.Temporary();

    public void Dispose()
    {
        _vit.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Train_OnImageFiles_LearnsWhatClassifyTells()
    {
        var rows = Enumerable.Range(0, 24).Select(i => $"{{\"picture\": \"{Write(i)}\", \"label\": \"{(i % 2 == 0 ? "warm" : "cold")}\"}}");
        var data = Path.Combine(_folder, "rows.jsonl");
        await File.WriteAllLinesAsync(data, rows, TestContext.Current.CancellationToken);
        var saved = Path.Combine(_folder, "saved");
        var trained = await Cli.RunAsync("train", "--model", _vit.Folder, "--config", "lora[r=4]", "--name", "mood", "--data", data, "--image-field", "picture", "--save", saved, "--max-steps", "40", "--batch-size", "8", "--lr", "5e-3");
        Assert.True(trained.Code == 0, trained.Error);
        string[] images = [.. Enumerable.Range(100, 4).Select(i => Path.Combine(_folder, Write(i)))];
        var found = await Cli.JsonAsync(["classify", "--model", _vit.Folder, "--setup", saved, "--images", .. images]);
        Assert.Equal(["warm", "cold", "warm", "cold"], found.EnumerateArray().Select(r => r.GetProperty("label").GetString()));
        Assert.Equal(images, found.EnumerateArray().Select(r => r.GetProperty("input").GetString()));
        Assert.Equal(1, found[0].GetProperty("scores").EnumerateObject().Sum(s => s.Value.GetDouble()), 1e-6);
        var table = await Cli.RunAsync(["classify", "--model", _vit.Folder, "--setup", saved, "--images", images[1]]);
        Assert.Contains("cold", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classify_OfTexts_TellsTheirLabels()
    {
        var setup = Path.Combine(TestFolders.Case("head-classification"), "setup");
        var both = await Cli.RunAsync("classify", "--model", TestFolders.Tiny, "--setup", setup, "--texts", "a", "--images", "b");
        Assert.Equal(2, both.Code);
        // The golden model has no tokenizer.
        var texts = await Cli.RunAsync("classify", "--model", TestFolders.Tiny, "--setup", setup, "--texts", "a");
        Assert.Contains("tokenizer.json", texts.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forward_OfImages_WritesTensors()
    {
        var file = Path.Combine(_folder, "out.safetensors");
        string[] arguments = ["forward", "--model", _vit.Folder, "--images", Path.Combine(_folder, Write(0)), Path.Combine(_folder, Write(1)), "--outputs", file];
        var result = await Cli.RunAsync(arguments);
        Assert.True(result.Code == 0, result.Error);
        var states = TensorFiles.Read(file)["last_hidden_state"];
        Assert.Equal([2, 17, 32], states.Shape.Dimensions);
        Assert.NotEqual(states.Data[..(17 * 32 * 4)].ToArray(), states.Data[(17 * 32 * 4)..].ToArray());
        if (Environment.GetEnvironmentVariable("BRIDGE_CLI") is not { Length: > 0 } program) return;
        File.Move(file, file + ".jit");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadAllBytes(file + ".jit"), File.ReadAllBytes(file));
    }

    [Fact]
    public async Task Forward_OfAFileThatIsNoImage_IsNamed()
    {
        var file = Path.Combine(_folder, "a.txt");
        await File.WriteAllTextAsync(file, "text", TestContext.Current.CancellationToken);
        string[] arguments = ["forward", "--model", _vit.Folder, "--outputs", Path.Combine(_folder, "out"), "--images"];
        Assert.Contains("IMAGE_INVALID", (await Cli.RunAsync([.. arguments, file])).Error, StringComparison.Ordinal);
        Assert.Contains("gone.png", (await Cli.RunAsync([.. arguments, Path.Combine(_folder, "gone.png")])).Error, StringComparison.Ordinal);
        Assert.Contains("--images", (await Cli.RunAsync(arguments[..^1])).Error, StringComparison.Ordinal);
    }

    private string Write(int row)
    {
        File.WriteAllBytes(Path.Combine(_folder, $"{row}.bmp"), TinyVit.Image(row));
        return $"{row}.bmp";
    }
}
