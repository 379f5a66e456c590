namespace Bridge.Adapters.Tests;

/// <summary>Prompts in causal models, which the reference library refuses: they are embeddings in front of the sequence's own.</summary>
public sealed class PromptOnDecoderTests : IDisposable
{
    private const int Prompt = 4;

    private readonly TransformerModel _model = TransformerModel.Load(RepositoryRoot.Combine("tests", "Goldens", "Data", "models", "llama"));
    private readonly AdapterSet _set;

    public PromptOnDecoderTests()
    {
        _set = new AdapterSet(_model);
        _set.Add("a", AdapterConfig.Parse($"prompt_tuning[prompt_length={Prompt}]"), new RandomSource(1));
    }

    public void Dispose()
    {
        _set.Dispose();
        _model.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_WithAPrompt_IsThatOfItsEmbeddingsInFront(bool left)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (ids, mask) = Batch(left);
        var prompt = _set["a"].Parameters.Values.Single().unsqueeze(0).expand(2, -1, -1);
        var embeds = cat([prompt, _model.TokenEmbeddings![ids.view(-1)].view(2, 9, -1)], 1);
        var long1 = cat([ones([2, Prompt], dtype: ScalarType.Int64, device: CPU), mask], 1);
        var expected = _model.Forward(new ModelInputs { InputsEmbeds = embeds, AttentionMask = long1 }, ForwardContext.Plain).LastHiddenState;
        var found = Forward(new ModelInputs { InputIds = ids, AttentionMask = mask }, null);
        TensorAssert.Close(expected, found, 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_TokenByToken_IsThatOfTheWhole(bool left)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (ids, mask) = Batch(left);
        var whole = Forward(new ModelInputs { InputIds = ids, AttentionMask = mask }, null);
        using var cache = new KeyValueCache();
        for (long start = 0, count = 5; start < 9; start += count, count = 1)
        {
            var states = Forward(new ModelInputs { InputIds = ids.narrow(1, start, count), AttentionMask = mask.narrow(1, 0, start + count) }, cache);
            var front = start == 0 ? Prompt : 0;
            var expected = whole.narrow(1, Prompt + start - front, count + front);
            if (left || start + count <= 7) TensorAssert.Close(expected, states, 1e-5);
        }
        Assert.Equal(9 + Prompt, cache.Length);
    }

    // Two rows, the second with two tokens of padding.
    private static (Tensor Ids, Tensor Mask) Batch(bool left)
    {
        var ids = arange(3, 21, dtype: ScalarType.Int64, device: CPU).view(2, 9);
        var mask = ones([2, 9], dtype: ScalarType.Int64, device: CPU);
        mask.narrow(0, 1, 1).narrow(1, left ? 0 : 7, 2).zero_();
        return (ids * mask, mask);
    }

    private Tensor Forward(ModelInputs inputs, KeyValueCache? cache) =>
        _model.Forward(inputs, new ForwardContext { Hooks = _set.Compose("a"), Cache = cache }).LastHiddenState;
}
