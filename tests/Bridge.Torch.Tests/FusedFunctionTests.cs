using Bridge.Core;
using TestKit;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Bridge.Torch.Tests;

public class FusedFunctionTests
{
    private delegate Tensor Function(Tensor[] inputs, Execution execution);

    [Theory]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.Float32, false)]
    [InlineData(ScalarType.BFloat16, true)]
    [InlineData(ScalarType.Float64, true)]
    public void Linear_Fused_EqualsComposite(ScalarType type, bool bias) =>
        Compare(type, (t, e) => Linear.Apply(t[0], t[1], bias ? t[2] : null, e), [true, false, false], [3, 5, 24], [16, 24], [16]);

    [Fact]
    public void Linear_TrainableWeight_HasItsGradient() =>
        Compare(ScalarType.Float32, (t, e) => Linear.Apply(t[0], t[1], t[2], e), [true, true, true], [3, 5, 24], [16, 24], [16]);

    [Theory]
    [InlineData(ScalarType.Float32, true, true)]
    [InlineData(ScalarType.Float32, false, true)]
    [InlineData(ScalarType.Float32, true, false)]
    [InlineData(ScalarType.BFloat16, true, true)]
    [InlineData(ScalarType.Float64, true, true)]
    public void LoraLinear_Fused_EqualsComposite(ScalarType type, bool inputGradient, bool bias) =>
        Compare(type, (t, e) => LoraLinear.Apply(t[0], t[1], bias ? t[2] : null, t[3], t[4], 0.75, null, e),
            [inputGradient, false, false, true, true], [3, 5, 24], [16, 24], [16], [4, 24], [16, 4]);

    [Fact]
    public void LoraLinear_OwnInput_EqualsComposite() =>
        Compare(ScalarType.Float32, (t, e) => LoraLinear.Apply(t[0], t[1], t[2], t[3], t[4], 0.75, t[5], e),
            [true, false, false, true, true, true], [3, 5, 24], [16, 24], [16], [4, 24], [16, 4], [3, 5, 24]);

    [Theory]
    [InlineData(ActivationKind.Identity)]
    [InlineData(ActivationKind.Relu)]
    [InlineData(ActivationKind.Gelu)]
    [InlineData(ActivationKind.GeluTanh)]
    [InlineData(ActivationKind.Silu)]
    [InlineData(ActivationKind.Tanh)]
    public void Bottleneck_Fused_EqualsComposite(ActivationKind activation)
    {
        foreach (var type in new[] { ScalarType.Float32, ScalarType.BFloat16, ScalarType.Float64 })
        {
            Compare(type, (t, e) => Bottleneck.Apply(t[0], t[1], t[2], t[3], t[4], t[5], activation, 1.5, e),
                [true, true, true, true, true, true], [3, 5, 24], [3, 5, 24], [4, 24], [4], [24, 4], [24]);
        }
    }

    [Fact]
    public void Bottleneck_SameResidualNoBias_EqualsComposite() =>
        Compare(ScalarType.Float32, (t, e) => Bottleneck.Apply(t[0], t[0], t[1], null, t[2], null, ActivationKind.Relu, 1, e),
            [true, true, true], [3, 5, 24], [4, 24], [24, 4]);

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    public void Dropout_Fused_EqualsComposite(ScalarType type) =>
        Compare(type, (t, e) => Dropout.Apply(t[0], 0.3, new RandomSource(5), e), [true], [3, 7, 11]);

    [Theory]
    [InlineData(ScalarType.Float32, 0.3)]
    [InlineData(ScalarType.Float32, 0)]
    [InlineData(ScalarType.BFloat16, 0.3)]
    [InlineData(ScalarType.Float64, 0.3)]
    public void Attention_Fused_EqualsComposite(ScalarType type, double dropout)
    {
        using var bias = zeros([2, 1, 1, 5], type, CPU);
        bias[1, 0, 0, 4] = finfo(type).min;
        Compare(type, (t, e) => Attention.Apply(t[0].transpose(1, 2), t[1].transpose(1, 2), t[2].transpose(1, 2), bias, 0.35, dropout, new RandomSource(5), e),
            [true, true, true], [2, 7, 3, 8], [2, 5, 3, 8], [2, 5, 3, 8]);
        Compare(type, (t, e) => Attention.Apply(t[0], t[1], t[2], null, 1 / Math.Sqrt(8), dropout, new RandomSource(5), e),
            [true, false, true], [2, 3, 7, 8], [2, 3, 5, 8], [2, 3, 5, 8]);
    }

    [Theory]
    [InlineData(ScalarType.Float32, 1, 32, 32)]
    [InlineData(ScalarType.Float32, 3, 32, 22)]
    [InlineData(ScalarType.BFloat16, 3, 32, 32)]
    [InlineData(ScalarType.Float64, 1, 16, 16)]
    public void Rotation_Fused_EqualsComposite(ScalarType type, long rows, long size, long turned)
    {
        using var half = rand([rows, 1, 5, turned / 2], ScalarType.Float64, CPU);
        using var angles = cat([half, half], -1);
        using var cosine = angles.cos().to(type);
        using var sine = angles.sin().to(type);
        // As projections give heads, and as a caller might.
        Compare(type, (t, e) => Rotation.Apply(t[0].transpose(1, 2), cosine, sine, e), [true], [3, 5, 4, size]);
        Compare(type, (t, e) => Rotation.Apply(t[0], cosine, sine, e), [true], [3, 4, 5, size]);
    }

    [Fact]
    public void Dropout_SameSeed_DropsTheSameInBothTypes()
    {
        using var scope = NewDisposeScope();
        var ones = torch.ones([70_003], ScalarType.Float32, CPU);
        var single = Dropout.Apply(ones, 0.3, new RandomSource(9)) > 0;
        var half = Dropout.Apply(ones.to(ScalarType.BFloat16), 0.3, new RandomSource(9)) > 0;
        TensorAssert.Same(single, half);
    }

    [Fact]
    public void Dropout_ManyElements_KeepsTheRightShareIndependently()
    {
        using var scope = NewDisposeScope();
        var ones = torch.ones([1 << 20], ScalarType.Float32, CPU);
        var kept = Dropout.Apply(ones, 0.1, new RandomSource(1)) > 0;
        var other = Dropout.Apply(ones, 0.1, new RandomSource(1).Fork(1)) > 0;
        var both = (kept & other).to(ScalarType.Float64).mean().item<double>();
        var neighbours = (kept[..^1] & kept[1..]).to(ScalarType.Float64).mean().item<double>();
        // Standard deviations are 0.0003 and 0.0004.
        Assert.Equal(0.9, kept.to(ScalarType.Float64).mean().item<double>(), 0.0012);
        Assert.Equal(0.81, both, 0.0016);
        Assert.Equal(0.81, neighbours, 0.0016);
        TensorAssert.Same(Dropout.Apply(ones, 0.1, new RandomSource(1)), Dropout.Apply(ones, 0.1, new RandomSource(1)));
    }

    [Fact]
    public void Composite_InDouble_MatchesFiniteDifferences()
    {
        Differences((t, e) => LoraLinear.Apply(t[0], t[1], t[2], t[3], t[4], 0.75, null, e), [2, 6], [5, 6], [5], [2, 6], [5, 2]);
        Differences((t, e) => Bottleneck.Apply(t[0], t[0], t[1], t[2], t[3], t[4], ActivationKind.Gelu, 1.5, e), [2, 6], [3, 6], [3], [6, 3], [6]);
        Differences((t, e) => Bottleneck.Apply(t[0], t[0], t[1], t[2], t[3], t[4], ActivationKind.Silu, 1.5, e), [2, 6], [3, 6], [3], [6, 3], [6]);
    }

    // GPT-2 keeps query, key and value in one transposed weight; oneDNN takes a thousand times as long over a part of it.
    [Fact]
    public void Linear_PartOfAWeightsColumns_IsNotSlow()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var (x, weight) = (Rand.Normal("x", [16, 256]), Rand.Normal("w", [256, 768]).t().narrow(0, 256, 256));
        TensorAssert.Close(Linear.Apply(x, weight, null, Execution.Composite), Linear.Apply(x, weight), 1e-4);
        var (fused, plain) = (Best(Execution.Fused), Best(Execution.Composite));
        Assert.True(fused < 20 * plain + 1, $"{fused} ms beside {plain} ms");

        double Best(Execution execution) => Enumerable.Range(0, 5).Min(_ =>
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            Linear.Apply(x, weight, null, execution).Dispose();
            return clock.Elapsed.TotalMilliseconds;
        });
    }

    [Fact]
    public void Fused_Transposed_EqualsComposite()
    {
        using var scope = NewDisposeScope();
        var x = Rand.Normal("x", [24, 5, 3]).transpose(0, 2);
        var weight = Rand.Normal("w", [16, 24]);
        using var off = no_grad();
        TensorAssert.Close(Linear.Apply(x, weight, null, Execution.Composite), Linear.Apply(x, weight), 1e-5);
    }

    [Fact]
    public void Fused_ManySteps_LeaveNothing()
    {
        var x = Rand.Normal("x", [2, 4, 16], grad: true);
        var weight = Rand.Normal("w", [16, 16]);
        var a = Rand.Normal("a", [2, 16], grad: true);
        var b = Rand.Normal("b", [16, 2], grad: true);
        LeakCheck.NoTensorLeaks(() =>
        {
            using var scope = NewDisposeScope();
            var y = LoraLinear.Apply(Linear.Apply(x, weight), weight, null, a, b, 0.5);
            var z = Bottleneck.Apply(y, y, a, null, b, null, ActivationKind.Gelu, 2);
            z = Attention.Apply(z.unsqueeze(1), z.unsqueeze(1), Dropout.Apply(z, 0.2, new RandomSource(1)).unsqueeze(1), null, 0.25, 0.1, new RandomSource(2));
            Gradients.Backward(z.sum());
            x.grad!.Dispose();
            a.grad!.Dispose();
            b.grad!.Dispose();
            (x.grad, a.grad, b.grad) = (null, null, null);
        }, 500);
        LeakCheck.NoTensorLeaks(() =>
        {
            // A graph that nobody walks back through.
            using var y = LoraLinear.Apply(x, weight, null, a, b, 0.5);
            using var z = Bottleneck.Apply(y, y, a, null, b, null, ActivationKind.Gelu, 2);
        }, 500);
    }

    private static void Compare(ScalarType type, Function function, bool[] trainable, params long[][] shapes)
    {
        using var scope = NewDisposeScope();
        var (fused, fusedGradients) = Run(Execution.Fused, type);
        var (composite, compositeGradients) = Run(Execution.Composite, type);
        // bfloat16 keeps 8 bits; both forms round at different places.
        var tolerance = type switch { ScalarType.BFloat16 => 6e-2, ScalarType.Float32 => 2e-5, _ => 1e-12 };
        Assert.Equal(type, fused.dtype);
        TensorAssert.Close(composite, fused, tolerance);
        for (var i = 0; i < shapes.Length; i++)
        {
            Assert.Equal(compositeGradients[i] is null, fusedGradients[i] is null);
            if (compositeGradients[i] is { } expected) TensorAssert.Close(expected, fusedGradients[i]!, tolerance * 4);
        }

        (Tensor Value, Tensor?[] Gradients) Run(Execution execution, ScalarType of)
        {
            var inputs = new Tensor[shapes.Length];
            for (var i = 0; i < shapes.Length; i++) inputs[i] = Rand.Normal($"input {i}", shapes[i], of, trainable[i], 0.4);
            var y = function(inputs, execution);
            using (var direction = Rand.Normal("direction", y.shape, of)) Gradients.Backward((y * direction).sum());
            return (y, inputs.Select(t => t.requires_grad ? t.grad : null).ToArray());
        }
    }

    private static void Differences(Function function, params long[][] shapes)
    {
        using var scope = NewDisposeScope();
        var inputs = shapes.Select((shape, i) => Rand.Normal($"input {i}", shape, ScalarType.Float64, true, 0.7)).ToArray();
        var direction = Rand.Normal("direction", function(inputs, Execution.Composite).shape, ScalarType.Float64);
        Gradients.Backward((function(inputs, Execution.Composite) * direction).sum());
        using var off = no_grad();
        const double step = 1e-6;
        foreach (var input in inputs)
        {
            var flat = input.detach().view(-1);
            for (long i = 0; i < flat.NumberOfElements; i++)
            {
                var before = flat[i].item<double>();
                flat[i].fill_(before + step);
                var above = (function(inputs, Execution.Composite) * direction).sum().item<double>();
                flat[i].fill_(before - step);
                var below = (function(inputs, Execution.Composite) * direction).sum().item<double>();
                flat[i].fill_(before);
                Assert.Equal((above - below) / (2 * step), input.grad!.view(-1)[i].item<double>(), 1e-6);
            }
        }
    }
}
