namespace Bridge.Checkpoints.Tests;

public class CheckpointTests
{
    [Fact]
    public void OpenModel_SingleFile_IsPreferredToAllOthers()
    {
        using var folder = new TempFolder();
        SafetensorsWriter.Write(folder["model.safetensors"], [TestTensors.Floats("t", new Shape(1), 1f)]);
        TorchPickleWriter.Write(folder["pytorch_model.bin"], [TestTensors.Floats("t", new Shape(1), 2f)]);
        using var source = Checkpoint.OpenModel(folder.Path);
        Assert.IsType<SafetensorsFile>(source);
        Assert.Equal([1f], TestTensors.Read(source.Find("t")));
    }

    [Theory]
    [InlineData("model.safetensors.index.json", false)]
    [InlineData("pytorch_model.bin.index.json", true)]
    public void OpenModel_SeveralFiles_FindsEachTensorInItsOwn(string index, bool pickle)
    {
        using var folder = new TempFolder();
        Write(folder["s1"], pickle, TestTensors.Floats("a", new Shape(1), 1f), TestTensors.Floats("unlisted", new Shape(1), 9f));
        Write(folder["s2"], pickle, TestTensors.Floats("b", new Shape(1), 2f));
        File.WriteAllText(folder[index], """{"metadata":{"total_size":8},"weight_map":{"b":"s2","a":"s1"}}""");
        using var source = Checkpoint.OpenModel(folder.Path);
        Assert.Equal(["b", "a"], source.Names);
        Assert.Equal([1f], TestTensors.Read(source.Find("a")));
        Assert.Equal([2f], TestTensors.Read(source.Find("b")));
        Assert.Null(source.Find("unlisted"));
        Assert.Equal("8", source.Metadata["total_size"]);
    }

    [Fact]
    public void OpenModel_Pickle_IsRead()
    {
        using var folder = new TempFolder();
        TorchPickleWriter.Write(folder["pytorch_model.bin"], [TestTensors.Floats("t", new Shape(1), 2f)]);
        using var source = Checkpoint.OpenModel(folder.Path);
        Assert.Equal([2f], TestTensors.Read(source.Find("t")));
    }

    [Fact]
    public void OpenModel_NothingThere_NamesWhatWasLookedFor()
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<BridgeException>(() => Checkpoint.OpenModel(folder.Path));
        Assert.Equal(ErrorReason.FileNotFound, error.Reason);
        Assert.Contains("model.safetensors, model.safetensors.index.json, pytorch_model.bin", error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorReason.FileNotFound, Assert.Throws<BridgeException>(() => Checkpoint.OpenModel("/nowhere")).Reason);
        Assert.Equal(ErrorReason.FileNotFound, Assert.Throws<BridgeException>(() => Checkpoint.Open("/nowhere/x")).Reason);
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"../s1"}}""")]
    [InlineData("""{"weight_map":{"a":"/etc/passwd"}}""")]
    [InlineData("""{"weight_map":{"a":"sub/s1"}}""")]
    [InlineData("""{"weight_map":{"a":"..\\s1"}}""")]
    [InlineData("""{"weight_map":{"a":".."}}""")]
    [InlineData("""{"weight_map":{"a":""}}""")]
    [InlineData("""{"weight_map":{"a":7}}""")]
    [InlineData("""{"weight_map":{"a":null}}""")]
    [InlineData("""{"weight_map":{"a":"model.safetensors.index.json"}}""")]
    [InlineData("""{"weight_map":{"absent":"s1"}}""")]
    [InlineData("""{"weight_map":["a"]}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"weight_map":{"a":"s1","a":"s1"}}""")]
    public void Open_HostileIndex_IsCorrupt(string index)
    {
        using var folder = new TempFolder();
        SafetensorsWriter.Write(folder["s1"], [TestTensors.Floats("a", new Shape(1), 1f)]);
        File.WriteAllText(folder["model.safetensors.index.json"], index);
        var error = Assert.Throws<BridgeException>(() => Checkpoint.Open(folder["model.safetensors.index.json"]));
        Assert.Equal(ErrorReason.CheckpointCorrupt, error.Reason);
    }

    [Fact]
    public void Open_IndexOfAMissingFile_IsNotFound()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["model.safetensors.index.json"], """{"weight_map":{"a":"gone"}}""");
        Assert.Equal(ErrorReason.FileNotFound, Assert.Throws<BridgeException>(() => Checkpoint.OpenModel(folder.Path)).Reason);
    }

    private static void Write(string path, bool pickle, params TensorContent[] tensors)
    {
        if (pickle) TorchPickleWriter.Write(path, tensors);
        else SafetensorsWriter.Write(path, tensors);
    }
}
