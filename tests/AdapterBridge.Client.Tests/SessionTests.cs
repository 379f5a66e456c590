using Grpc.Net.Client;

namespace AdapterBridge.Client.Tests;

public sealed class SessionTests(RealService service)
{
    private static readonly TrainingBatch Texts = new(new TextBatch("What a wonderful day!", "This is terrible.")) { LabelNames = ["positive", "negative"] };

    private static SessionRequest Request(string id) => new() { Adapters = [id], Heads = [id], Options = new TrainingOptions { LearningRate = 2e-3, Seed = 3, Dropout = 0.1 } };

    private async Task PrepareAsync(string id)
    {
        await service.Model.Adapters.CreateAsync(id, "lora", seed: 1).WaitAsync(RealService.Patience);
        await service.Model.Heads.CreateAsync(id, ["negative", "positive"], seed: 1).WaitAsync(RealService.Patience);
    }

    // Other tests train the same model meanwhile.
    private Task<TrainingSession> OpenAsync(string id) => service.Model.OpenSessionAsync(Request(id) with { Queue = true }).WaitAsync(RealService.Patience);

    private async Task<float[]> LogitsAsync(string id) =>
        (await service.Model.ForwardAsync(new TextBatch("a day"), Setup.Of(id).WithHeads(id)).WaitAsync(RealService.Patience))["logits"].AsSpan<float>().ToArray();

    [Fact]
    public async Task Session_StepEvaluatePublishFinish_TrainsAndTells()
    {
        await PrepareAsync("session");
        var before = await LogitsAsync("session");
        await using var session = await OpenAsync("session");
        Assert.NotEmpty(session.Id);
        var busy = await Assert.ThrowsAsync<AdapterBridgeException>(() => service.Model.OpenSessionAsync(Request("session")).WaitAsync(RealService.Patience));
        Assert.Equal(("MODEL_BUSY", session.Id), (busy.Reason, busy.Metadata["training_job"]));
        var held = await session.StepAsync(Texts with { Step = false, ReturnLogits = true }).WaitAsync(RealService.Patience);
        Assert.Equal((1, 0, false, null), (held.Sequence, held.Step, held.Stepped, held.GradientNorm));
        Assert.Equal([2, 2], held.Logits!.Shape);
        var step = await session.StepAsync(Texts).WaitAsync(RealService.Patience);
        Assert.Equal((2, 1, true, 2e-3), (step.Sequence, step.Step, step.Stepped, step.LearningRate));
        Assert.True(step.GradientNorm > 0);
        Assert.Equal((held.Loss + step.Loss) / 2, step.StepLoss, 6);
        Assert.Null((await session.EvaluateAsync(Texts with { LabelNames = [] }).WaitAsync(RealService.Patience)).Loss);
        Assert.Equal(before, await LogitsAsync("session"));
        Assert.Equal(1, await session.PublishAsync().WaitAsync(RealService.Patience));
        var published = await LogitsAsync("session");
        Assert.NotEqual(before, published);
        var end = await session.FinishAsync().WaitAsync(RealService.Patience);
        Assert.Equal((1, 2, 0, step.StepLoss), (end.Steps, end.Batches, end.DroppedBatches, end.FinalLoss));
        Assert.Equal(published, await LogitsAsync("session"));
    }

    [Fact]
    public async Task Session_ThatIsRefusedOrGivenUp_KeepsItsLastStep()
    {
        await PrepareAsync("given-up");
        var before = await LogitsAsync("given-up");
        var session = await OpenAsync("given-up");
        await session.StepAsync(Texts).WaitAsync(RealService.Patience);
        await session.DisposeAsync();
        // The next one waits until the server has seen the end of the last.
        await using (var next = await OpenAsync("given-up"))
        {
            Assert.NotEqual(before, await LogitsAsync("given-up"));
            var ids = new TrainingBatch(new Dictionary<string, Tensor> { ["input_ids"] = Tensor.OfRows([101, 99999]) }) { Labels = Tensor.Of<long>([1]) };
            var error = await Assert.ThrowsAsync<AdapterBridgeException>(() => next.StepAsync(ids).WaitAsync(RealService.Patience));
            Assert.Equal("TENSOR_VALUE", error.Reason);
            await Assert.ThrowsAsync<AdapterBridgeException>(() => next.StepAsync(Texts).WaitAsync(RealService.Patience));
        }
    }

    // Only what is named changes: the fusion and the copy of the token embeddings, not the adapters that act.
    [Fact]
    public async Task Session_OverAFusionAndTokenEmbeddings_TrainsBoth()
    {
        var (model, patience) = (service.Model, RealService.Patience);
        using var channel = GrpcChannel.ForAddress(service.Address);
        var (fusions, embeddings) = (new Wire.FusionService.FusionServiceClient(channel), new Wire.EmbeddingService.EmbeddingServiceClient(channel));
        string[] parts = ["fused-0", "fused-1"];
        foreach (var part in parts) await model.Adapters.CreateAsync(part, "seq_bn", seed: 1).WaitAsync(patience);
        await model.Heads.CreateAsync("fused", ["negative", "positive"], seed: 1).WaitAsync(patience);
        var fusion = await fusions.CreateFusionAsync(new Wire.CreateFusionRequest { Parent = model.Name, FusionId = "fused", Adapters = { parts }, Seed = 1 }).ResponseAsync.WaitAsync(patience);
        var embedding = await embeddings.CreateEmbeddingAsync(new Wire.CreateEmbeddingRequest { Parent = model.Name, EmbeddingId = "fused", TokenizerPath = RealService.MiniFolder, Reference = "default", Seed = 1 }).ResponseAsync.WaitAsync(patience);
        var before = await Task.WhenAll(parts.Select(p => model.Adapters.GetAsync(p))).WaitAsync(patience);
        var request = new SessionRequest
        {
            Fusions = ["fused"], TrainEmbedding = true, Heads = ["fused"], Setup = Setup.Of("Fuse(fused-0, fused-1, name='fused')").WithHeads("fused").WithEmbedding("fused"),
            Options = new TrainingOptions { LearningRate = 2e-3 }, Queue = true,
        };
        await using (var session = await model.OpenSessionAsync(request).WaitAsync(patience))
        {
            Assert.True((await session.StepAsync(Texts).WaitAsync(patience)).Stepped);
            Assert.Equal(1, (await session.FinishAsync().WaitAsync(patience)).Steps);
        }
        Assert.NotEqual(fusion.Digest, (await fusions.GetFusionAsync(new Wire.GetFusionRequest { Name = fusion.Name }).ResponseAsync.WaitAsync(patience)).Digest);
        Assert.NotEqual(embedding.Digest, (await embeddings.GetEmbeddingAsync(new Wire.GetEmbeddingRequest { Name = embedding.Name }).ResponseAsync.WaitAsync(patience)).Digest);
        Assert.Equal(before.Select(a => a.Digest), (await Task.WhenAll(parts.Select(p => model.Adapters.GetAsync(p))).WaitAsync(patience)).Select(a => a.Digest));
    }
}
