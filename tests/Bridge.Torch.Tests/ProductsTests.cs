using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Bridge.Torch.Tests;

public sealed class ProductsTests
{
    [Theory]
    [InlineData(3, 5, 7, 2)]
    [InlineData(16, 512, 768, 48)]
    public void Into_WithNothingRecorded_IsTheSumInItsMemory(int n, int rows, int inner, int columns)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var sum = Rand.Normal("sum", [n, rows, columns]);
        var (left, right) = (Rand.Normal("left", [n, rows, inner]), Rand.Normal("right", [n, columns, inner]).transpose(1, 2));
        var expected = sum + left.matmul(right);
        var result = Products.Into(sum, left, right);
        Assert.True(result.allclose(expected, 1e-4, 1e-3));
        Assert.Equal(Tensors.Address(sum), Tensors.Address(result));
    }

    [Fact]
    public void Into_WhereSomethingIsRecorded_LeavesTheSum()
    {
        using var scope = NewDisposeScope();
        var (sum, left, right) = (Rand.Normal("sum", [2, 3, 4]), Rand.Normal("left", [2, 3, 5], grad: true), Rand.Normal("right", [2, 5, 4]));
        var before = sum.clone();
        var result = Products.Into(sum, left, right);
        result.sum().backward();
        Assert.True(sum.equal(before).all().ToBoolean());
        Assert.True(left.grad!.allclose(right.sum(-1).unsqueeze(1).expand(2, 3, 5)));
    }

    [Theory]
    [InlineData(4, 6)]
    [InlineData(64, 768)]
    public void Stack_OfMatrices_IsTheirStack(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        Tensor[] parts = [.. Enumerable.Range(0, 5).Select(i => Rand.Normal($"{i}", [rows, columns]))];
        Assert.True(Products.Stack(parts).equal(stack(parts)).all().ToBoolean());
        // A view has gaps; a parameter is recorded; halves and floats become floats.
        Tensor[] turned = [.. parts.Select(p => p.t())];
        Assert.True(Products.Stack(turned).equal(stack(turned)).all().ToBoolean());
        parts[1].requires_grad_();
        Assert.True(Products.Stack(parts).requires_grad);
    }
}
