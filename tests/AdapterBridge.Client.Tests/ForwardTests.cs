namespace AdapterBridge.Client.Tests;

public sealed class ForwardTests(RealService service)
{
    [Fact]
    public async Task Forward_Tensors_GivesHiddenStates()
    {
        var inputs = new Dictionary<string, Tensor> { ["input_ids"] = Tensor.OfRows([101, 7592, 102], [101, 2088, 102]) };
        var answer = await service.Model.ForwardAsync(inputs).WaitAsync(RealService.Patience);
        var states = answer["last_hidden_state"];
        Assert.Equal((DataType.Float32, "2,3,384"), (states.DataType, string.Join(",", states.Shape)));
        Assert.Equal(2 * 3 * 384, states.AsSpan<float>().Length);
        Assert.Empty(answer.Adapters);
        Assert.Throws<InvalidOperationException>(() => states.AsSpan<double>().Length);
        Assert.Throws<KeyNotFoundException>(() => answer["logits"]);
    }

    [Fact]
    public async Task Forward_OutputOverAMebibyte_ComesInPiecesAndIsTheSame()
    {
        var rows = Enumerable.Range(0, 24).Select(r => Enumerable.Range(0, 64).Select(i => (long)(1000 + r * 7 + i)).ToArray()).ToArray();
        var large = await service.Model.ForwardAsync(new Dictionary<string, Tensor> { ["input_ids"] = Tensor.OfRows(rows) }).WaitAsync(RealService.Patience);
        var states = large["last_hidden_state"];
        Assert.Equal(24 * 64 * 384 * 4, states.Data.Length);
        var small = await service.Model.ForwardAsync(new Dictionary<string, Tensor> { ["input_ids"] = Tensor.OfRows(rows[..2]) }).WaitAsync(RealService.Patience);
        var distance = small["last_hidden_state"].AsSpan<float>().ToArray().Zip(states.AsSpan<float>()[..(2 * 64 * 384)].ToArray(), (x, y) => Math.Abs(x - y)).Max();
        Assert.InRange(distance, 0, 1e-4);
    }

    [Fact]
    public async Task StreamForward_ManyBatches_AnswersInOrder()
    {
        var texts = Enumerable.Range(1, 8).Select(i => string.Join(' ', Enumerable.Repeat("word", i))).ToArray();
        var answers = await Waiting.AllAsync(service.Model.StreamForwardAsync(Waiting.Sequence(texts.Select(t => new ForwardBatch(new TextBatch(t))).ToArray())));
        Assert.Equal(texts.Select((_, i) => (long)(i + 3)), answers.Select(a => a["last_hidden_state"].Shape[1]));
    }

    [Fact]
    public async Task StreamForward_SourceFails_TheCallerSeesThatError()
    {
        async IAsyncEnumerable<ForwardBatch> Failing()
        {
            yield return new TextBatch("one");
            await Task.Yield();
            throw new InvalidDataException("the file is damaged");
        }

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Waiting.AllAsync(service.Model.StreamForwardAsync(Failing())));
        Assert.Equal("the file is damaged", error.Message);
    }

    [Fact]
    public async Task Forward_BadInput_IsTyped()
    {
        var error = await Waiting.ErrorOf(() => service.Model.ForwardAsync(new Dictionary<string, Tensor> { ["input_ids"] = Tensor.OfRows([1L << 40]) }));
        Assert.Equal((StatusCode.InvalidArgument, "TENSOR_VALUE"), (error.Code, error.Reason));
        Assert.Throws<ArgumentException>(() => new Tensor(DataType.Float32, [2, 2], new byte[15]));
        Assert.Throws<ArgumentException>(() => Tensor.OfRows([1, 2], [3]));
    }
}
