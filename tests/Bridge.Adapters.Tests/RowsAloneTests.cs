using Bridge.Torch;

namespace Bridge.Adapters.Tests;

/// <summary>
/// In every architecture rows under different adapters are what each adapter alone makes of one row. The reference library cannot do some of these (Parallel of LoRA on RoBERTa), so
/// there are no recorded numbers: single adapters have them, and this ties the blocks to single adapters.
/// </summary>
public sealed class RowsAloneTests
{
    private static readonly string[] Folders =
    [
        "bert", "roberta", "xlm-roberta", "electra", "distilbert", "albert", "albert-inner", "vit", "gpt2", "gpt2_lm", "llama", "llama3rope", "t5", "t5relu", "bart",
    ];

    public static TheoryData<string> Models => [.. Folders.Where(name => FolderOf(name) is not null)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Blocks_OverTwoAdapters_EqualEachAloneOnEachRow(string name)
    {
        using var noGrad = no_grad();
        using var model = TransformerModel.Load(FolderOf(name)!);
        foreach (var config in new[] { "lora[r=2,alpha=4,init_weights='bert']", "ia3[init_weights='bert']", "mtl_lora[r=2,init_weights='bert']", "seq_bn[reduction_factor=8]", "par_bn[reduction_factor=8,init_weights='bert']", "prefix_tuning_flat[prefix_length=3]" })
        {
            using var scope = NewDisposeScope();
            using var set = new AdapterSet(model);
            foreach (var adapter in new[] { "a", "b" }) Disturb(set.Add(adapter, AdapterConfig.Parse(config), new RandomSource(adapter[0])));
            var (a, b) = (Alone("a"), Alone("b"));
            Assert.True((a - b).abs().max().ToDouble() > 1e-3, $"{config} does nothing");
            foreach (var execution in new[] { Execution.Fused, Execution.Composite })
            {
                TensorAssert.Close(cat([a, b]), States(Inputs(model), "Parallel(a, b)", execution), 2e-5);
                TensorAssert.Close(cat([a.narrow(0, 0, 1), b.narrow(0, 1, 2)]), States(Inputs(model), "BatchSplit(a, b, batch_sizes=[1, 2])", execution), 2e-5);
            }

            // Row by row, without the fused operations.
            Tensor Alone(string adapter) => cat(Enumerable.Range(0, 3).Select(row => States(Row(Inputs(model), row), adapter, Execution.Composite)).ToArray());

            Tensor States(ModelInputs inputs, string setup, Execution execution) =>
                model.Forward(inputs, new ForwardContext { Hooks = set.Compose(Composition.Parse(setup)), Execution = execution, OutputPooled = false }).LastHiddenState;
        }
    }

    private static string? FolderOf(string name)
    {
        var committed = RepositoryRoot.Combine("tests", "Goldens", "Data", "models", name);
        return Directory.Exists(committed) ? committed : SharedData.Path("goldens", "models", name);
    }

    // Large enough that an adapter on the wrong row shows.
    private static void Disturb(Adapter adapter)
    {
        var generator = new Generator((ulong)adapter.Name[0], CPU);
        foreach (var parameter in adapter.Parameters.Values) parameter.add_(randn(parameter.shape, device: CPU, generator: generator) * 0.05);
    }

    private static ModelInputs Inputs(TransformerModel model)
    {
        if (model.Description.Patches is { } patches)
            return new ModelInputs { PixelValues = randn([3, patches.Channels, patches.ImageSize, patches.ImageSize], device: CPU, generator: new Generator(2, CPU)) };
        var (ids, mask) = TinyBert.Batch();
        ids = ids % model.Description.Embedding.VocabularySize;
        return new ModelInputs { InputIds = ids, AttentionMask = mask, DecoderInputIds = model.Description.Decoder is null ? null : ids.narrow(1, 0, 5).flip(0) };
    }

    private static ModelInputs Row(ModelInputs inputs, long row) => new()
    {
        InputIds = inputs.InputIds?.narrow(0, row, 1),
        AttentionMask = inputs.AttentionMask?.narrow(0, row, 1),
        PixelValues = inputs.PixelValues?.narrow(0, row, 1),
        DecoderInputIds = inputs.DecoderInputIds?.narrow(0, row, 1),
    };
}
