using Bridge.Checkpoints;

namespace Bridge.Models.Tests;

/// <summary>Loading names everything that is wrong with a folder.</summary>
public sealed class LoadingTests : IDisposable
{
    private readonly TinyBert _folder = new();

    [Fact]
    public void Load_FolderWithoutConfig_IsFileNotFound()
    {
        File.Delete(Path.Combine(_folder.Folder, "config.json"));
        Expect(ErrorReason.FileNotFound, "config.json");
    }

    [Fact]
    public void Load_FolderWithoutWeights_NamesWhatWasLookedFor()
    {
        File.Delete(Path.Combine(_folder.Folder, "model.safetensors"));
        Expect(ErrorReason.FileNotFound, "model.safetensors.index.json");
    }

    [Fact]
    public void Load_UnknownArchitecture_NamesKnownOnes()
    {
        Edit("\"model_type\": \"bert\"", "\"model_type\": \"mamba\"");
        Expect(ErrorReason.ArchitectureUnknown, "bert");
    }

    [Fact]
    public void Load_ConfigOfOtherSizes_NamesTensorsAndShapes()
    {
        Edit("\"intermediate_size\": 48", "\"intermediate_size\": 50");
        var error = Expect(ErrorReason.CheckpointMismatch, "intermediate.dense.weight");
        Assert.Equal(9, error.Violations.Count);
        Assert.Contains("(48, 32)", error.Violations[0].Description, StringComparison.Ordinal);
        Assert.Contains("(50, 32)", error.Violations[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ConfigValueOfWrongType_NamesKeyAndValue()
    {
        Edit("\"hidden_size\": 32", "\"hidden_size\": \"large\"");
        Expect(ErrorReason.CheckpointCorrupt, "\"hidden_size\" is \"large\"");
    }

    [Fact]
    public void Load_TruncatedWeights_IsCorrupt()
    {
        var path = Path.Combine(_folder.Folder, "model.safetensors");
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Expect(ErrorReason.CheckpointCorrupt, "model.safetensors");
    }

    [Fact]
    public void Load_NamesWithBasePrefix_GivesTheSameModel()
    {
        using var first = TransformerModel.Load(_folder.Folder);
        using var scope = NewDisposeScope();
        using var other = new TinyBert();
        SafetensorsWriter.Write(Path.Combine(other.Folder, "model.safetensors"), first.Parameters.Select(p => Torch.Tensors.ToView("bert." + p.Key, p.Value)));
        using var second = TransformerModel.Load(other.Folder);
        foreach (var (name, value) in first.Parameters) TensorAssert.Same(value, second.Parameters[name]);
    }

    [Fact]
    public void LoadAndForward_ManyTimes_LeavesNothing() => LeakCheck.NoTensorLeaks(() =>
    {
        using var model = TransformerModel.Load(_folder.Folder);
        using var scope = NewDisposeScope();
        var (ids, mask) = TinyBert.Batch();
        using var outputs = model.Forward(new ModelInputs { InputIds = ids, AttentionMask = mask }, new ForwardContext { OutputHiddenStates = true });
        Assert.Equal(4, outputs.HiddenStates!.Count);
    }, 20);

    [Fact]
    public void Forward_Cancelled_StopsBetweenBlocks()
    {
        using var model = TransformerModel.Load(_folder.Folder);
        using var scope = NewDisposeScope();
        var (ids, _) = TinyBert.Batch();
        Assert.Throws<OperationCanceledException>(() => model.Forward(new ModelInputs { InputIds = ids }, new ForwardContext { Cancellation = new CancellationToken(true) }));
    }

    [Fact]
    public void Forward_Training_DropsTheSameForTheSameSource()
    {
        using var model = TransformerModel.Load(_folder.Folder);
        using var scope = NewDisposeScope();
        var (ids, mask) = TinyBert.Batch();
        Tensor Run(ulong seed) => model.Forward(new ModelInputs { InputIds = ids, AttentionMask = mask }, new ForwardContext { Training = true, Random = new RandomSource(seed) }).LastHiddenState;
        TensorAssert.Same(Run(5), Run(5));
        Assert.False(Run(5).Equals(Run(6)));
    }

    public void Dispose() => _folder.Dispose();

    private BridgeException Expect(ErrorReason reason, string named)
    {
        var error = Assert.Throws<BridgeException>(() => TransformerModel.Load(_folder.Folder));
        Assert.Equal(reason, error.Reason);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        return error;
    }

    private void Edit(string from, string to)
    {
        var path = Path.Combine(_folder.Folder, "config.json");
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }
}
