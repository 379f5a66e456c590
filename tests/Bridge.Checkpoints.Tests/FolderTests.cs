using System.Text.Json.Nodes;

namespace Bridge.Checkpoints.Tests;

public class FolderTests
{
    private static readonly TensorContent[] One = [TestTensors.Floats("t", new Shape(2), 1f, 2f)];

    public static TheoryData<string, string, string, string> Kinds => new()
    {
        { "adapter", "adapter_config.json", "adapter.safetensors", "pytorch_adapter.bin" },
        { "head", "head_config.json", "model_head.safetensors", "pytorch_model_head.bin" },
        { "fusion", "adapter_fusion_config.json", "model_adapter_fusion.safetensors", "pytorch_model_adapter_fusion.bin" },
        { "peft", "adapter_config.json", "adapter_model.safetensors", "adapter_model.bin" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Save_InEitherFormat_WritesTheLibrarysNamesAndReadsBack(string kind, string config, string safetensors, string pickle)
    {
        using var folder = new TempFolder();
        var part = Kind(kind);
        part.Save(folder["x"], new JsonObject { ["name"] = "a" }, One);
        Assert.Equal(new[] { config, safetensors }.Order(StringComparer.Ordinal), Files(folder["x"]));
        Assert.Equal(WeightsFormat.Safetensors, part.FormatIn(folder["x"]));
        part.Save(folder["x"], new JsonObject { ["name"] = "b" }, One, WeightsFormat.TorchPickle);
        Assert.Equal(new[] { config, pickle }.Order(StringComparer.Ordinal), Files(folder["x"]));
        Assert.Equal(WeightsFormat.TorchPickle, part.FormatIn(folder["x"]));
        Assert.Equal("b", (string?)part.ReadConfig(folder["x"])["name"]);
        using var tensors = part.OpenWeights(folder["x"]);
        Assert.Equal([1f, 2f], TestTensors.Read(tensors.Find("t")));
    }

    [Fact]
    public void OpenWeights_BothFormats_TakesThePreferredOne()
    {
        using var folder = new TempFolder();
        SafetensorsWriter.Write(folder["adapter.safetensors"], [TestTensors.Floats("t", new Shape(1), 1f)]);
        TorchPickleWriter.Write(folder["pytorch_adapter.bin"], [TestTensors.Floats("t", new Shape(1), 2f)]);
        using var first = AdapterFolder.Adapter.OpenWeights(folder.Path);
        using var second = AdapterFolder.Adapter.OpenWeights(folder.Path, WeightsFormat.TorchPickle);
        Assert.Equal([1f], TestTensors.Read(first.Find("t")));
        Assert.Equal([2f], TestTensors.Read(second.Find("t")));
    }

    [Fact]
    public void OpenWeights_Absent_NamesBothFiles()
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<BridgeException>(() => AdapterFolder.Adapter.OpenWeights(folder.Path));
        Assert.Equal(ErrorReason.FileNotFound, error.Reason);
        Assert.Equal("adapter.safetensors, pytorch_adapter.bin", error.Metadata["allowed"]);
        Assert.Equal(ErrorReason.FileNotFound, Assert.Throws<BridgeException>(() => AdapterFolder.Adapter.OpenWeights("/nowhere")).Reason);
        Assert.Equal(ErrorReason.FileNotFound, Assert.Throws<BridgeException>(() => AdapterFolder.Adapter.ReadConfig(folder.Path)).Reason);
        Assert.Null(AdapterFolder.Adapter.FindConfig(folder.Path));
        Assert.False(AdapterFolder.Adapter.IsIn(folder.Path));
    }

    [Fact]
    public void Save_AdapterBesideItsHead_LeavesTheHeadAndTheUsersFiles()
    {
        using var folder = new TempFolder();
        AdapterFolder.Head.Save(folder["x"], new JsonObject(), One);
        folder.Write("x/README.md", [1]);
        AdapterFolder.Adapter.Save(folder["x"], new JsonObject(), One);
        Assert.Equal(["README.md", "adapter.safetensors", "adapter_config.json", "head_config.json", "model_head.safetensors"], Files(folder["x"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Save_OverTheAdapterThatIsOpen_IsSafe()
    {
        using var folder = new TempFolder();
        AdapterFolder.Adapter.Save(folder["x"], new JsonObject(), One);
        using var open = AdapterFolder.Adapter.OpenWeights(folder["x"]);
        AdapterFolder.Adapter.Save(folder["x"], new JsonObject(), [TensorContent.Of("u", open.Find("t")!)]);
        using var again = AdapterFolder.Adapter.OpenWeights(folder["x"]);
        Assert.Equal([1f, 2f], TestTensors.Read(again.Find("u")));
        Assert.Equal([1f, 2f], TestTensors.Read(open.Find("t")));
    }

    [Fact]
    public void Setup_SavedAndOpened_HasItsPartsInTheLibrarysPlaces()
    {
        using var folder = new TempFolder();
        var config = new JsonObject { ["head_setup"] = "a", ["adapter_setup"] = new JsonObject { ["type"] = "Fuse", ["children"] = new JsonArray() } };
        SetupFolder.Save(folder["s"], config, [
            new SetupPart(AdapterFolder.Adapter, "a", new JsonObject(), One),
            new SetupPart(AdapterFolder.Adapter, "b", new JsonObject(), One) { Format = WeightsFormat.TorchPickle },
            new SetupPart(AdapterFolder.Fusion, "a,b", new JsonObject(), One),
            new SetupPart(AdapterFolder.Head, "a", new JsonObject(), One),
            new SetupPart(AdapterFolder.Head, "", new JsonObject(), One),
        ]);
        var setup = SetupFolder.Open(folder["s"]);
        Assert.Equal(["a", "b"], setup.Adapters.Keys);
        Assert.Equal(["a,b"], setup.Fusions.Keys);
        Assert.Equal(["a"], setup.Heads.Keys);
        Assert.Equal(folder["s"], setup.RootHead);
        Assert.Equal("a", (string?)setup.HeadSetup);
        Assert.Equal("Fuse", (string?)setup.AdapterSetup!["type"]);
        Assert.Equal(["adapter.safetensors", "adapter_config.json", "head_config.json", "model_head.safetensors"], Files(folder["s/a"]));
        Assert.Equal(["adapter_config.json", "pytorch_adapter.bin"], Files(folder["s/b"]));
        Assert.Equal(["adapter_fusion_config.json", "model_adapter_fusion.safetensors"], Files(folder["s/a,b"]));
        // the library leaves the order of this file's keys alone
        Assert.StartsWith("{\n  \"head_setup\"", File.ReadAllText(folder["s/adapter_setup.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Setup_SavedOverAnother_ReplacesItsPartsAndLeavesTheRest()
    {
        using var folder = new TempFolder();
        SetupFolder.Save(folder["s"], new JsonObject { ["v"] = 1 }, [
            new SetupPart(AdapterFolder.Adapter, "a", new JsonObject(), One) { Format = WeightsFormat.TorchPickle }, new SetupPart(AdapterFolder.Adapter, "other", new JsonObject(), One),
            new SetupPart(AdapterFolder.Head, "", new JsonObject(), One)]);
        folder.Write("s/a/README.md", [1]);
        folder.Write("s/notes/adapter_config.json", [1]);
        SetupFolder.Save(folder["s"], new JsonObject { ["v"] = 2 }, [new SetupPart(AdapterFolder.Adapter, "a", new JsonObject(), One)]);
        Assert.Equal(["README.md", "adapter.safetensors", "adapter_config.json"], Files(folder["s/a"]));
        Assert.Equal(["adapter.safetensors", "adapter_config.json"], Files(folder["s/other"]));
        Assert.Equal(["adapter_config.json"], Files(folder["s/notes"]));
        Assert.Equal(["adapter_setup.json"], Files(folder["s"]));
        Assert.Equal(2, (int?)SetupFolder.Open(folder["s"]).Config["v"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".a")]
    [InlineData("a/b")]
    [InlineData("../a")]
    [InlineData("a\\b")]
    [InlineData("a\0")]
    [InlineData("C:a")]
    public void Setup_NameThatIsNoFolders_IsRefusedAndNothingWritten(string name)
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<BridgeException>(() => SetupFolder.Save(folder["s"], new JsonObject(), [new SetupPart(AdapterFolder.Adapter, name, new JsonObject(), One)]));
        Assert.Equal(ErrorReason.ArgumentInvalid, error.Reason);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Setup_ReferenceFolders_ReadAndSavedAgainAreTheSame()
    {
        using var folder = new TempFolder();
        foreach (var path in TestTensors.ReferenceFiles("adapter_setup.json").Order(StringComparer.Ordinal).Where((_, i) => i % 25 == 0).Select(file => Path.GetDirectoryName(file)!))
        {
            var setup = SetupFolder.Open(path);
            var sources = new List<ITensorSource>();
            SetupPart Part(AdapterFolder kind, string name, string at)
            {
                var source = kind.OpenWeights(at);
                sources.Add(source);
                return new SetupPart(kind, name, kind.ReadConfig(at), [.. source.Names.Select(tensor => TensorContent.Of(source.Find(tensor)!))]) { Format = kind.FormatIn(at)!.Value };
            }
            List<SetupPart> parts = [
                .. setup.Adapters.Where(part => AdapterFolder.Adapter.IsIn(part.Value)).Select(part => Part(AdapterFolder.Adapter, part.Key, part.Value)),
                .. setup.Fusions.Select(part => Part(AdapterFolder.Fusion, part.Key, part.Value)),
                .. setup.Heads.Where(part => AdapterFolder.Head.IsIn(part.Value)).Select(part => Part(AdapterFolder.Head, part.Key, part.Value)),
            ];
            if (setup.RootHead is not null) parts.Add(Part(AdapterFolder.Head, "", path));
            SetupFolder.Save(folder["s"], setup.Config, parts);
            foreach (var part in parts)
            {
                // pickles differ in their identification, and where torch saved views
                var names = part.Format == WeightsFormat.Safetensors ? new[] { part.Kind.ConfigFile, part.Kind.SafetensorsName } : [part.Kind.ConfigFile];
                foreach (var name in names)
                    Assert.True(File.ReadAllText(Path.Combine(path, part.Name, name)).TrimEnd('\n') == File.ReadAllText(Path.Combine(folder["s"], part.Name, name)), $"{path} {part.Name} {name}");
            }
            Assert.Equal(File.ReadAllText(Path.Combine(path, SetupFolder.ConfigFile)).TrimEnd('\n'), File.ReadAllText(folder["s/adapter_setup.json"]));
            foreach (var source in sources) source.Dispose();
            Directory.Delete(folder["s"], recursive: true);
        }
    }

    private static AdapterFolder Kind(string kind) => kind switch
    {
        "adapter" => AdapterFolder.Adapter,
        "head" => AdapterFolder.Head,
        "fusion" => AdapterFolder.Fusion,
        _ => AdapterFolder.Peft,
    };

    private static IEnumerable<string> Files(string folder) => Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);
}
