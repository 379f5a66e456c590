using TestKit;

namespace AdapterBridge.Client.Tests;

public sealed class ImageTests(RealService service)
{
    [Fact]
    public async Task Train_OnImages_ClassifiesOthers()
    {
        using var vit = new TinyVit();
        await service.Client.Models.LoadAsync("vit", vit.Folder).WaitAsync(RealService.Patience);
        try
        {
            var model = service.Client.Models["vit"];
            var schema = new DatasetSchema { ImageField = "picture", Labels = ["warm", "cold"] };
            var rows = Enumerable.Range(0, 24).Select(i => new TextRow("", i % 2 == 0 ? "warm" : "cold") { Image = TinyVit.Image(i) }).ToList();
            var dataset = await service.Client.Datasets.UploadAsync("pictures", rows, schema).WaitAsync(RealService.Patience);
            Assert.Equal(("picture", 24), (dataset.Schema.ImageField, dataset.RowCount));
            await Assert.ThrowsAsync<ArgumentException>(() => service.Client.Datasets.UploadAsync("nameless", rows));
            var adapter = await model.Adapters.CreateAsync("mood", new LoraConfig { R = 4 }, seed: 1).WaitAsync(RealService.Patience);
            var head = await model.Heads.CreateAsync("mood", ["warm", "cold"], seed: 1).WaitAsync(RealService.Patience);
            var job = await model.TrainAsync(new TrainingRequest { Adapters = [adapter], Heads = [head], Dataset = dataset, Options = new TrainingOptions { MaxSteps = 40, BatchSize = 8, LearningRate = 5e-3, Seed = 1 } }).WaitAsync(RealService.Patience);
            await job.WaitAsync().WaitAsync(RealService.Patience);
            var images = new ImageBatch([.. Enumerable.Range(0, 4).Select(i => (ReadOnlyMemory<byte>)TinyVit.Image(i, seed: 2))]);
            var found = await model.ClassifyAsync(images, Setup.Of("mood").WithHeads(head)).WaitAsync(RealService.Patience);
            Assert.Equal(["warm", "cold", "warm", "cold"], found.Select(c => c.Label));
            var answers = await Waiting.AllAsync(model.StreamForwardAsync(Waiting.Sequence<ForwardBatch>(images)));
            Assert.Equal((await model.ForwardAsync(images).WaitAsync(RealService.Patience))["last_hidden_state"].Data.ToArray(), answers.Single()["last_hidden_state"].Data.ToArray());
            var error = await Waiting.ErrorOf(() => model.ForwardAsync(new ImageBatch(TinyVit.Image(0), new byte[] { 1 })));
            Assert.Equal((StatusCode.InvalidArgument, "IMAGE_INVALID", "images[1]"), (error.Code, error.Reason, error.Metadata["image"]));
        }
        finally
        {
            await service.Client.Models.UnloadAsync("vit").WaitAsync(RealService.Patience);
        }
    }
}
