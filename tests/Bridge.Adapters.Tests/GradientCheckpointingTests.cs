using Bridge.Torch;

namespace Bridge.Adapters.Tests;

/// <summary>Blocks that are computed a second time give the gradients that recorded ones give, in every architecture, dropout included.</summary>
public sealed class GradientCheckpointingTests
{
    public static TheoryData<string> Models => [.. ModelFolders.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void Backward_WithCheckpointing_GivesEqualGradients(string name)
    {
        using var model = TransformerModel.Load(ModelFolders.Find(name)!);
        foreach (var (config, setup) in new[]
        {
            ("seq_bn[reduction_factor=8,dropout=0.1]", "a"), ("lora[r=2,alpha=4,dropout=0.1]", "a"), ("prefix_tuning[prefix_length=4,bottleneck_size=8]", "a"), ("loreft[r=2]", "a"),
            ("prompt_tuning[prompt_length=3]|lora[r=2]", "a"), ("seq_bn[reduction_factor=8]|lora[r=2]", "Parallel(a, b)"), ("seq_bn[reduction_factor=8]", "Stack(a, BatchSplit(b, a, batch_sizes=[1, 2]))"),
        })
        {
            using var scope = NewDisposeScope();
            using var set = Set(model, config);
            foreach (var execution in new[] { Execution.Fused, Execution.Composite })
            {
                var (plain, again) = (Gradients(set, setup, execution, false), Gradients(set, setup, execution, true));
                Assert.Equal(plain.Keys, again.Keys);
                Assert.NotEmpty(plain);
                // Where states of the encoder get gradients from many blocks, these are summed in another order.
                var largest = plain.Values.Max(g => g.abs().max().ToDouble());
                var difference = plain.Max(g => (g.Value - again[g.Key]).abs().max().ToDouble()) / largest;
                Assert.True(difference <= 2e-6, $"{config} {setup} {execution}: gradients differ by {difference} of the largest");
            }
        }
    }

    [Theory]
    [InlineData("seq_bn[reduction_factor=8]")]
    [InlineData("lora[r=2,dropout=0.1,output_lora=True]|noreft[r=2]")]
    [InlineData("dora[r=2,init_weights='bert']")]
    [InlineData("ia3")]
    public void Backward_WithCheckpointing_OfAFusion_GivesEqualGradients(string config)
    {
        using var folder = new TinyBert();
        using var model = TransformerModel.Load(folder.Folder);
        using var scope = NewDisposeScope();
        var found = new List<Dictionary<string, Tensor>>();
        foreach (var checkpointing in new[] { false, true })
        {
            // Its temperature falls with every call, of which a repetition is none.
            using var set = Set(model, config);
            var fusion = set.Fusions.Add(["a", "b"], FusionConfig.Parse("dynamic[temperature=True]"), new RandomSource(1));
            foreach (var parameter in fusion.Parameters.Values) parameter.requires_grad_();
            found.Add(Gradients(set, "Fuse(a, b)", Execution.Fused, checkpointing));
            foreach (var (parameter, tensor) in fusion.Parameters) found[^1][parameter] = tensor.grad!.clone();
            found.Add(Gradients(set, "Fuse(a, b)", Execution.Fused, checkpointing));
        }
        foreach (var i in new[] { 0, 1 })
            foreach (var (parameter, gradient) in found[i]) TensorAssert.Close(gradient, found[i + 2][parameter], 1e-5);
    }

    [Fact]
    public void Forward_WithCheckpointing_KeepsFewerTensors()
    {
        using var folder = new TinyBert();
        using var model = TransformerModel.Load(folder.Folder);
        using var set = Set(model, "lora[r=2]");
        var (plain, checkpointed) = (Kept(false), Kept(true));
        Assert.True(checkpointed < plain * 2 / 3, $"{checkpointed} tensors are kept with checkpointing, {plain} without");

        long Kept(bool checkpointing)
        {
            using var scope = NewDisposeScope();
            var inputs = ModelFolders.Inputs(model);
            var before = LeakCheck.Settled();
            using var outputs = model.Forward(inputs, new ForwardContext { Hooks = set.Compose("a"), OutputPooled = false, GradientCheckpointing = checkpointing });
            return LeakCheck.Settled() - before;
        }
    }

    [Fact]
    public void Backward_ManyTimes_LeavesNoTensor()
    {
        using var folder = new TinyBert();
        using var model = TransformerModel.Load(folder.Folder);
        using var set = Set(model, "prefix_tuning[prefix_length=4,bottleneck_size=8]|lora[r=2]");
        using var fused = Set(model, "lora[r=2]|noreft[r=2]|seq_bn[reduction_factor=8]");
        foreach (var parameter in fused.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(1)).Parameters.Values) parameter.requires_grad_();
        foreach (var checkpointing in new[] { false, true })
            LeakCheck.NoTensorLeaks(() =>
            {
                using var scope = NewDisposeScope();
                Gradients(fused, "MultiTask(Fuse(a, b), a)", Execution.Fused, checkpointing);
            }, 5);
        LeakCheck.NoTensorLeaks(() =>
        {
            using var scope = NewDisposeScope();
            Gradients(set, "Parallel(a, b)", Execution.Fused, true);
        }, 5);
        LeakCheck.NoTensorLeaks(() =>
        {
            using var scope = NewDisposeScope();
            using var unused = Run(set, "a", Execution.Fused, true);
        }, 5);
    }

    [Fact]
    public void Backward_WhoseRepetitionFails_SaysWhy()
    {
        using var folder = new TinyBert();
        using var model = TransformerModel.Load(folder.Folder);
        using var scope = NewDisposeScope();
        using var outputs = Run(Set(model, "lora[r=2]"), "a", Execution.Fused, true);
        var failing = GradientCheckpoint.Apply([outputs.LastHiddenState], inputs => inputs[0] * 2, _ => throw BridgeException.Invalid(ErrorReason.TensorValue, "not again"), new Nothing());
        var error = Assert.Throws<BridgeException>(() => Bridge.Torch.Gradients.Backward(failing.sum()));
        Assert.Equal("not again", error.Message);
    }

    private static AdapterSet Set(TransformerModel model, string config)
    {
        var set = new AdapterSet(model);
        foreach (var name in new[] { "a", "b" })
        {
            var adapter = ModelFolders.Disturb(set.Add(name, AdapterConfig.Parse(config), new RandomSource(name[0])));
            foreach (var trained in adapter.Trained) adapter.Parameters[trained].requires_grad_();
        }
        return set;
    }

    private static ModelOutputs Run(AdapterSet set, string setup, Execution execution, bool checkpointing) => set.Model.Forward(ModelFolders.Inputs(set.Model), new ForwardContext
    {
        Hooks = set.Compose(Composition.Parse(setup)),
        Training = true,
        TaskIds = [1, 0, 1],
        Random = new RandomSource(5),
        Execution = execution,
        OutputPooled = false,
        GradientCheckpointing = checkpointing,
    });

    private static Dictionary<string, Tensor> Gradients(AdapterSet set, string setup, Execution execution, bool checkpointing)
    {
        foreach (var parameter in set.All.SelectMany(a => a.Parameters.Values)) parameter.grad = null;
        using var outputs = Run(set, setup, execution, checkpointing);
        var probe = randn(outputs.LastHiddenState.shape, device: CPU, generator: new Generator(3, CPU));
        Bridge.Torch.Gradients.Backward((outputs.LastHiddenState * probe).sum());
        return set.All.SelectMany(a => a.Parameters).Where(p => p.Value.grad is not null).ToDictionary(p => p.Key, p => p.Value.grad!.clone());
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
