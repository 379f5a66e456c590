using System.Runtime.InteropServices;
using Bridge.Core;
using Bridge.Torch.Autograd;
using Xunit;
using static TorchSharp.torch;

namespace Bridge.Torch.Tests;

public class ErrorTests
{
    [Fact]
    public void Guard_HugeAllocation_IsOutOfMemory()
    {
        var error = Assert.Throws<BridgeException>(() => TorchErrors.Guard("forward", () => zeros([1L << 50], ScalarType.Float32, CPU)));
        Assert.Equal(ErrorCode.ResourceExhausted, error.Code);
        Assert.Equal(ErrorReason.OutOfMemory, error.Reason);
        Assert.Equal("forward", error.Metadata["operation"]);
        Assert.Equal("4503599627370496 bytes", error.Metadata["requested"]);
        Assert.DoesNotContain("frame #", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Guard_WrongShapes_IsNativeFailureInOneLine()
    {
        using var a = zeros([2, 3], ScalarType.Float32, CPU);
        var error = Assert.Throws<BridgeException>(() => TorchErrors.Guard("product", () => a.mm(a)));
        Assert.Equal(ErrorReason.NativeFailure, error.Reason);
        Assert.Contains("2x3", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Translate_OtherException_IsItself()
    {
        var error = new InvalidOperationException("x");
        Assert.Same(error, TorchErrors.Translate(error, "y"));
        Assert.IsType<BridgeException>(TorchErrors.Translate(new ExternalException("z\nException raised from f"), "y"));
    }

    [Fact]
    public void Backward_NodeThrows_ArrivesUnchangedAndProcessGoesOn()
    {
        using var scope = NewDisposeScope();
        var x = ones([2], ScalarType.Float32, CPU).requires_grad_();
        var thrown = Assert.Throws<InvalidOperationException>(() => Gradients.Backward(new Failing().Attach(x.detach().clone(), x).sum()));
        Assert.Equal("on purpose", thrown.Message);
        Gradients.Backward((x * 3).sum());
        Assert.Equal(3f, x.grad![0].item<float>());
    }

    [Fact]
    public void Backward_Twice_SaysWhatIsPossible()
    {
        using var scope = NewDisposeScope();
        var x = Rand.Normal("x", [2, 4], grad: true);
        var y = Linear.Apply(x, Rand.Normal("w", [4, 4])).sum();
        y.backward(retain_graph: true);
        var error = Assert.Throws<BridgeException>(() => Gradients.Backward(y));
        Assert.Contains("second backward", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoraLinear_WrongRank_NamesTheShapes()
    {
        using var scope = NewDisposeScope();
        var x = Rand.Normal("x", [2, 4]);
        var error = Assert.Throws<BridgeException>(() =>
            LoraLinear.Apply(x, Rand.Normal("w", [3, 4]), null, Rand.Normal("a", [2, 4]), Rand.Normal("b", [3, 5]), 1));
        Assert.Equal(ErrorReason.TensorShape, error.Reason);
        Assert.Equal("(3, 5)", error.Metadata["b"]);
    }

    private sealed class Failing : FunctionNode
    {
        protected override string Name => "Failing";

        protected override void Backward(Tensor gradient, Tensor?[] results) => throw new InvalidOperationException("on purpose");
    }
}
