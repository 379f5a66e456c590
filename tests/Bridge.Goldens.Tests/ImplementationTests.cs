using System.Text.Json.Nodes;
using Bridge.Adapters;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Models;
using Bridge.Torch;
using Goldens.Comparing;
using TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Bridge.Goldens.Tests;

/// <summary>
/// attention_implementations.json: where the reference's two ways to compute attention agree ours do, where they differ (tokens that adapters add, in padded batches) so do ours, and where
/// one cannot run both of ours can. gradient_checkpointing.json: gradients are equal, also where the reference has no checkpointing.
/// </summary>
public sealed class ImplementationTests
{
    private static readonly string[] Models = ["roberta", "xlm-roberta", "electra", "distilbert", "albert", "vit"];

    private static readonly Dictionary<string, string> Configs = new()
    {
        ["seq_bn"] = "seq_bn[reduction_factor=8]",
        ["prefix_tuning"] = "prefix_tuning[prefix_length=5,bottleneck_size=16]",
        ["prompt_tuning"] = "prompt_tuning[prompt_length=4]",
        ["lora"] = "lora[r=4,alpha=8,intermediate_lora=True,output_lora=True]",
        ["loreft"] = "loreft[r=2]",
        ["unipelt"] = "prefix_tuning_flat[prefix_length=4,use_gating=True]|seq_bn[reduction_factor=8,use_gating=True]|lora[r=4,alpha=2,use_gating=True]",
        ["bn"] = "seq_bn[reduction_factor=16]",
        ["parallel_lora"] = "lora[r=2,alpha=4]",
        ["batchsplit_lora"] = "lora[r=2,alpha=4]",
        ["prefix"] = "prefix_tuning_flat[prefix_length=4]",
    };

    public static TheoryData<string> WithAttention => [.. Models.Where(m => File.Exists(FileOf(m, "attention_implementations")))];

    public static TheoryData<string> WithCheckpointing => [.. Models.Where(m => File.Exists(FileOf(m, "gradient_checkpointing")))];

    [Theory, MemberData(nameof(WithAttention))]
    public void Attention_InBothWays_DiffersWhereTheReferenceDoes(string name)
    {
        using var noGrad = no_grad();
        using var on = new Subject(name);
        foreach (var (run, found) in Read(name, "attention_implementations"))
        {
            using var scope = NewDisposeScope();
            var setup = run.StartsWith("parallel", StringComparison.Ordinal) ? "Parallel(a, b)" : !run.StartsWith("batchsplit", StringComparison.Ordinal) ? "a" : on.Rows == 3 ? "BatchSplit(a, b, batch_sizes=[1, 2])" : "BatchSplit(a, b, batch_sizes=[1, 1])";
            using var set = run == "none" ? null : on.Adapters(Configs.GetValueOrDefault(run) ?? Configs[run[(run.IndexOf('_') + 1)..]]);
            var hooks = set?.Compose(Composition.Parse(setup));
            var eager = on.States(new ForwardContext { Hooks = hooks, ReferenceAttention = ReferenceAttention.Eager });
            var sdpa = on.States(new ForwardContext { Hooks = hooks, ReferenceAttention = ReferenceAttention.Sdpa });
            var composite = on.States(new ForwardContext { Hooks = hooks, ReferenceAttention = ReferenceAttention.Eager, Execution = Execution.Composite });
            TensorAssert.Close(composite, eager, 1e-5);
            Assert.True(sdpa.isfinite().all().ToBoolean());
            if (found!["max_difference"] is not { } recorded) continue;
            var difference = (eager - sdpa).abs().max().ToDouble();
            Assert.True(recorded.GetValue<double>() < 1e-4 ? difference < 1e-5 : difference > 1e-3, $"{run}: eager and sdpa differ by {difference}, in the reference by {recorded}");
        }
    }

    [Theory, MemberData(nameof(WithCheckpointing))]
    public void Checkpointing_GivesTheGradientsOfTheWhole(string name)
    {
        using var on = new Subject(name);
        foreach (var (_, found) in Read(name, "gradient_checkpointing"))
        {
            using var scope = NewDisposeScope();
            using var set = on.Adapters(found!["config"]!.GetValue<string>());
            var (whole, again) = (Gradients(false), Gradients(true));
            Assert.Equal(whole.Keys, again.Keys);
            if (found["gradients"] is { } count) Assert.Equal(count.GetValue<int>(), whole.Count);
            foreach (var (parameter, gradient) in whole) TensorAssert.Close(gradient, again[parameter], 1e-6);

            Dictionary<string, Tensor> Gradients(bool checkpointing)
            {
                var adapter = set["a"];
                foreach (var parameter in adapter.Trained)
                {
                    adapter.Parameters[parameter].requires_grad_();
                    adapter.Parameters[parameter].grad = null;
                }
                var states = on.States(new ForwardContext { Hooks = set.Compose("a"), Training = true, Random = new RandomSource(1), GradientCheckpointing = checkpointing });
                Bridge.Torch.Gradients.Backward((states * on.Noise(states.shape)).sum() / states.shape[0]);
                return adapter.Trained.Where(p => adapter.Parameters[p].grad is not null).ToDictionary(p => p, p => adapter.Parameters[p].grad!.clone());
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Read(string model, string file) => JsonNode.Parse(File.ReadAllText(FileOf(model, file)))!.AsObject();

    private static string Root => GoldenData.Shared ?? RepositoryRoot.Combine("tests", "Goldens", "Data");

    private static string FileOf(string model, string file) => Path.Combine(Root, "adapters", model, file + ".json");

    // A model and the batch beside it.
    private sealed class Subject : IDisposable
    {
        private readonly TransformerModel _model;
        private readonly TensorFile _inputs;

        public Subject(string name)
        {
            _model = TransformerModel.Load(Path.Combine(Root, "models", name));
            _inputs = TensorFile.Read(Path.Combine(_model.Folder, "inputs.safetensors"));
        }

        public long Rows => (_inputs.Find("input_ids") ?? _inputs["pixel_values"]).shape[0];

        public AdapterSet Adapters(string config)
        {
            using var noGrad = no_grad();
            var set = new AdapterSet(_model);
            foreach (var name in new[] { "a", "b" })
                foreach (var parameter in set.Add(name, AdapterConfig.Parse(config), new RandomSource(name[0])).Parameters.Values)
                    parameter.add_(Noise(parameter.shape) * 0.1);
            return set;
        }

        public Tensor Noise(long[] shape) => randn(shape, device: CPU, generator: new Generator(4, CPU));

        public Tensor States(ForwardContext context)
        {
            var inputs = new ModelInputs { InputIds = _inputs.Find("input_ids"), AttentionMask = _inputs.Find("attention_mask"), PixelValues = _inputs.Find("pixel_values") };
            return _model.Forward(inputs, context with { OutputPooled = false }).LastHiddenState;
        }

        public void Dispose()
        {
            _inputs.Dispose();
            _model.Dispose();
        }
    }
}
