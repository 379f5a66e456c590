using Bridge.Training.Optimization;
using Xunit;
using static TorchSharp.torch;

namespace Bridge.Training.Tests.Optimization;

public class AdamWTests
{
    private static Dictionary<string, Tensor> One(params float[] values) => new() { ["p"] = tensor(values) };

    private static void SetGradient(Tensor parameter, params float[] values)
    {
        using var gradient = tensor(values, parameter.shape);
        parameter.grad = gradient;
    }

    [Fact]
    public void Step_TwoSteps_MatchHandComputation()
    {
        var parameters = One(1);
        using var optimizer = new AdamW(parameters, new AdamWOptions { Beta1 = 0.8, Beta2 = 0.9, Epsilon = 0.01, WeightDecay = 0.5 });
        double p = 1, m = 0, v = 0;
        for (var t = 1; t <= 2; t++)
        {
            double g = t == 1 ? 2 : -0.5;
            SetGradient(parameters["p"], (float)g);
            optimizer.Step(0.1);
            p *= 1 - 0.1 * 0.5;
            m = 0.8 * m + 0.2 * g;
            v = 0.9 * v + 0.1 * g * g;
            p -= 0.1 * (m / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.9, t))) + 0.01);
            Assert.Equal(p, parameters["p"].item<float>(), 1e-6);
        }
    }

    [Fact]
    public void Step_FiftySteps_MatchesTorchsOwn()
    {
        using var ours = randn(7, 5);
        using var theirs = ours.clone().requires_grad_();
        using var optimizer = new AdamW(new Dictionary<string, Tensor> { ["p"] = ours }, new AdamWOptions { WeightDecay = 0.01 });
        using var reference = optim.AdamW([new TorchSharp.Modules.Parameter(theirs)], 1e-2, 0.9, 0.999, 1e-8, 0.01);
        var parameter = reference.parameters().Single();
        for (var step = 0; step < 50; step++)
        {
            using var gradient = randn(7, 5);
            ours.grad = gradient;
            parameter.grad = gradient;
            optimizer.Step(1e-2);
            reference.step();
        }
        Assert.InRange((ours - parameter).abs().max().item<float>(), 0, 2e-6);
    }

    [Fact]
    public void Step_TransposedTensor_MatchesTheOnePass()
    {
        using var plain = randn(7, 5);
        using var original = plain.t().contiguous();
        using var transposed = original.t(); // the same numbers, not contiguous: libtorch's operators do it
        using var first = new AdamW(new Dictionary<string, Tensor> { ["p"] = plain }, new AdamWOptions { WeightDecay = 0.01 });
        using var second = new AdamW(new Dictionary<string, Tensor> { ["p"] = transposed }, new AdamWOptions { WeightDecay = 0.01 });
        for (var step = 0; step < 20; step++)
        {
            using var gradient = randn(7, 5);
            plain.grad = gradient;
            transposed.grad = gradient;
            first.Step(1e-2);
            second.Step(1e-2);
        }
        Assert.InRange((plain - transposed).abs().max().item<float>(), 0, 1e-6);
    }

    [Fact]
    public void Step_NoGradient_LeavesTheTensorAlone()
    {
        var parameters = new Dictionary<string, Tensor> { ["a"] = tensor(new[] { 1f }), ["b"] = tensor(new[] { 1f }) };
        using var optimizer = new AdamW(parameters, new AdamWOptions { WeightDecay = 0.5 });
        SetGradient(parameters["a"], 1);
        optimizer.Step(0.1);
        Assert.NotEqual(1, parameters["a"].item<float>());
        Assert.Equal(1, parameters["b"].item<float>());
        Assert.Equal((1L, 0L), (optimizer.Save().Steps["a"], optimizer.Save().Steps["b"]));
    }

    [Fact]
    public void Load_SavedState_GoesOnBitForBit()
    {
        var gradients = Enumerable.Range(0, 6).Select(_ => randn(33)).ToArray();
        var straight = new Dictionary<string, Tensor> { ["p"] = ones(33) };
        using var whole = new AdamW(straight, new AdamWOptions());
        var broken = new Dictionary<string, Tensor> { ["p"] = ones(33) };
        var first = new AdamW(broken, new AdamWOptions());
        for (var i = 0; i < 6; i++)
        {
            straight["p"].grad = gradients[i];
            whole.Step(1e-3);
        }
        for (var i = 0; i < 3; i++)
        {
            broken["p"].grad = gradients[i];
            first.Step(1e-3);
        }
        var (moments, steps) = first.Save();
        using var second = new AdamW(broken, new AdamWOptions());
        second.Load((name, _) => moments[name], steps);
        first.Dispose();
        for (var i = 3; i < 6; i++)
        {
            broken["p"].grad = gradients[i];
            second.Step(1e-3);
        }
        Assert.Equal(straight["p"].data<float>().ToArray(), broken["p"].data<float>().ToArray());
    }
}
