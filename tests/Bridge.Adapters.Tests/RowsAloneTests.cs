using Bridge.Torch;

namespace Bridge.Adapters.Tests;

/// <summary>
/// In every architecture rows under different adapters are what each adapter alone makes of one row. The reference library cannot do some of these (Parallel of LoRA on RoBERTa), so
/// there are no recorded numbers: single adapters have them, and this ties the blocks to single adapters.
/// </summary>
public sealed class RowsAloneTests
{
    public static TheoryData<string> Models => [.. ModelFolders.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void Blocks_OverTwoAdapters_EqualEachAloneOnEachRow(string name)
    {
        using var noGrad = no_grad();
        using var model = TransformerModel.Load(ModelFolders.Find(name)!);
        foreach (var config in new[] { "lora[r=2,alpha=4,init_weights='bert']", "ia3[init_weights='bert']", "mtl_lora[r=2,init_weights='bert']", "seq_bn[reduction_factor=8]", "par_bn[reduction_factor=8,init_weights='bert']", "prefix_tuning_flat[prefix_length=3]" })
        {
            using var scope = NewDisposeScope();
            using var set = new AdapterSet(model);
            foreach (var adapter in new[] { "a", "b" }) ModelFolders.Disturb(set.Add(adapter, AdapterConfig.Parse(config), new RandomSource(adapter[0])));
            var (a, b) = (Alone("a"), Alone("b"));
            Assert.True((a - b).abs().max().ToDouble() > 1e-3, $"{config} does nothing");
            foreach (var execution in new[] { Execution.Fused, Execution.Composite })
            {
                TensorAssert.Close(cat([a, b]), States(ModelFolders.Inputs(model), "Parallel(a, b)", execution), 2e-5);
                TensorAssert.Close(cat([a.narrow(0, 0, 1), b.narrow(0, 1, 2)]), States(ModelFolders.Inputs(model), "BatchSplit(a, b, batch_sizes=[1, 2])", execution), 2e-5);
            }

            // Row by row, without the fused operations.
            Tensor Alone(string adapter) => cat(Enumerable.Range(0, 3).Select(row => States(ModelFolders.Row(ModelFolders.Inputs(model), row), adapter, Execution.Composite)).ToArray());

            Tensor States(ModelInputs inputs, string setup, Execution execution) =>
                model.Forward(inputs, new ForwardContext { Hooks = set.Compose(Composition.Parse(setup)), Execution = execution, OutputPooled = false }).LastHiddenState;
        }
    }
}
