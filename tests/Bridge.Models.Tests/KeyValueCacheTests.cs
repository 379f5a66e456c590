namespace Bridge.Models.Tests;

public sealed class KeyValueCacheTests
{
    private const int Length = 9;

    public KeyValueCacheTests() => Bridge.Torch.TorchRuntime.Load();

    [Fact]
    public void Append_OfNewKeys_StandsBehindTheEarlier()
    {
        using var scope = NewDisposeScope();
        using var cache = new KeyValueCache();
        Tensor first = Random(2, 3, 4, 5), second = Random(2, 3, 1, 5), other = Random(2, 3, 2, 5);
        cache.Append(0, first, first * 2);
        cache.Append(1, other, other);
        var (keys, values) = cache.Append(0, second, second * 3);
        TensorAssert.Same(cat([first, second], 2), keys);
        TensorAssert.Same(cat([first * 2, second * 3], 2), values);
        // The length is that of the sequence, however many attentions there are.
        cache.Advance(4);
        Assert.Equal(4, cache.Length);
    }

    [Fact]
    public void Cache_Disposed_LeavesNoTensor() => LeakCheck.NoTensorLeaks(() =>
    {
        using var scope = NewDisposeScope();
        using var cache = new KeyValueCache();
        for (var i = 0; i < 3; i++)
        {
            using var keys = Random(1, 2, 1, 4);
            var (all, values) = cache.Append(0, keys, keys);
            all.Dispose();
            values.Dispose();
        }
    }, 5);

    // Whole, in two parts, and token by token.
    [Theory]
    [InlineData("llama", false)]
    [InlineData("llama", true)]
    [InlineData("gpt2_lm", false)]
    [InlineData("t5", false)]
    public void Forward_WithACache_IsThatOfTheWhole(string name, bool left)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var model = TransformerModel.Load(RepositoryRoot.Combine("tests", "Goldens", "Data", "models", name));
        var (ids, mask) = Batch(left);
        var seq2seq = model.Description.Decoder is not null;
        ModelInputs Inputs(long start, long count) => seq2seq
            ? new ModelInputs { InputIds = ids, AttentionMask = mask, DecoderInputIds = ids.flip(0).narrow(1, start, count) }
            : new ModelInputs { InputIds = ids.narrow(1, start, count), AttentionMask = mask.narrow(1, 0, start + count) };
        var whole = model.Forward(Inputs(0, Length), new ForwardContext { OutputPooled = false }).LastHiddenState;
        foreach (var parts in new[] { new[] { 4, 5 }, [1, 1, 1, 1, 1, 1, 1, 1, 1], [6, 1, 2] })
        {
            using var cache = new KeyValueCache();
            long start = 0;
            foreach (var count in parts)
            {
                var found = model.Forward(Inputs(start, count), new ForwardContext { Cache = cache, OutputPooled = false }).LastHiddenState;
                // Padding's own states are nobody's.
                var real = seq2seq ? ones_like(mask) : mask;
                TensorAssert.Close(Real(whole.narrow(1, start, count), real.narrow(1, start, count)), Real(found, real.narrow(1, start, count)), 2e-5);
                start += count;
                Assert.Equal(start, cache.Length);
            }
        }
    }

    [Fact]
    public void Forward_BeyondThePositions_CountsTheCachedTokens()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var model = TransformerModel.Load(RepositoryRoot.Combine("tests", "Goldens", "Data", "models", "gpt2_lm"));
        using var cache = new KeyValueCache();
        var length = model.Description.MaxLength;
        model.Forward(new ModelInputs { InputIds = ones([1, length], dtype: ScalarType.Int64, device: CPU) }, new ForwardContext { Cache = cache });
        var error = Assert.Throws<BridgeException>(() => model.Forward(new ModelInputs { InputIds = ones([1, 1], dtype: ScalarType.Int64, device: CPU) }, new ForwardContext { Cache = cache }));
        Assert.Equal((ErrorReason.SequenceTooLong, $"{length + 1}"), (error.Reason, error.Metadata["length"]));
    }

    private static Tensor Real(Tensor states, Tensor mask) => states * mask.unsqueeze(-1);

    // Two rows; the second has two tokens of padding, on the left where asked for, else none.
    private static (Tensor Ids, Tensor Mask) Batch(bool left)
    {
        var ids = arange(3, 3 + 2 * Length, dtype: ScalarType.Int64, device: CPU).view(2, Length);
        var mask = ones([2, Length], dtype: ScalarType.Int64, device: CPU);
        if (left) mask.narrow(0, 1, 1).narrow(1, 0, 2).zero_();
        return (ids * mask, mask);
    }

    private static Tensor Random(params long[] shape) => randn(shape, device: CPU);
}
