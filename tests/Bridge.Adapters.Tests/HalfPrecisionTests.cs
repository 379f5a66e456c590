namespace Bridge.Adapters.Tests;

/// <summary>Every method over a base in bfloat16: its parameters stay in float32, what leaves its slots is the base's type and near what the whole base gives.</summary>
public sealed class HalfPrecisionTests : IDisposable
{
    private readonly TinyBert _folder = new();
    private readonly TransformerModel _whole, _half;

    public HalfPrecisionTests() =>
        (_whole, _half) = (TransformerModel.Load(_folder.Folder), TransformerModel.Load(_folder.Folder, new ModelLoadOptions { DataType = ScalarType.BFloat16 }));

    public static TheoryData<string> Configs =>
    [
        .. MethodPresets.All.Where(p => p.DeprecatedFor is null).Select(p => p.Name.StartsWith("compacter", StringComparison.Ordinal) ? $"{p.Name}[reduction_factor=8]" : p.Name),
        "lora[r=2,use_gating=True]", "ia3[use_gating=True]", "dora[use_gating=True]", "noreft[suffix_positions=2]", "loreft[r=2,tied_weights=True]", "prefix_tuning[use_gating=True]",
        "seq_bn[ln_before=True,ln_after=True]", "seq_bn[non_linearity='prelu']", "seq_bn[non_linearity='xielu']", "seq_bn[scaling='learned',use_gating=True]", "par_bn[scaling='channel']", "seq_bn[inv_adapter='glow',inv_adapter_reduction_factor=2]",
    ];

    public void Dispose()
    {
        _whole.Dispose();
        _half.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public void Forward_OverHalfPrecision_IsNearTheWhole(string config)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var setup in new[] { "a", "Stack(a, b)", "BatchSplit(a, b, batch_sizes=[2, 1])", "Parallel(a, b)", "Fuse(a, b)" })
        {
            // Prefixes do not fuse.
            if (setup.StartsWith("Fuse", StringComparison.Ordinal) && (AdapterConfig.Parse(config) is PrefixTuningConfig or ConfigUnion)) continue;
            var (expected, found) = (States(_whole, config, setup), States(_half, config, setup));
            Assert.Equal(ScalarType.BFloat16, found.dtype);
            TensorAssert.Close(expected, found.to(ScalarType.Float32), 0.15);
        }
    }

    private static Tensor States(TransformerModel model, string config, string setup)
    {
        using var scope = NewDisposeScope();
        using var set = new AdapterSet(model);
        foreach (var name in new[] { "a", "b" }) ModelFolders.Disturb(set.Add(name, AdapterConfig.Parse(config), new RandomSource(name[0])));
        set.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(1));
        return model.Forward(ModelFolders.Inputs(model), new ForwardContext { Hooks = set.Compose(Composition.Parse(setup)), OutputPooled = false }).LastHiddenState.MoveToOuterDisposeScope();
    }
}
