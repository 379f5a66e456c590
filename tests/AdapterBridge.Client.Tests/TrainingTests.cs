namespace AdapterBridge.Client.Tests;

public sealed class TrainingTests(RealService service)
{
    private static readonly string[] Sentences = ["What a wonderful day!", "This is terrible.", "I would buy it again."];

    [Fact]
    public async Task Train_FewSteps_WatchesSavesLoadsAndClassifies()
    {
        var (model, rows) = (service.Model, Rows(64));
        var dataset = await service.Client.Datasets.UploadAsync("train", rows, new DatasetSchema { Labels = ["negative", "positive"] }).WaitAsync(RealService.Patience);
        Assert.Equal((64, "negative"), (dataset.RowCount, dataset.Schema.Labels[0]));
        var adapter = await model.Adapters.CreateAsync("mood", new LoraConfig { R = 4, Alpha = 8 }, seed: 1).WaitAsync(RealService.Patience);
        Assert.Equal(4, Assert.IsType<LoraConfig>(adapter.Config).R);
        var head = await model.Heads.CreateAsync("mood", ["negative", "positive"], seed: 1).WaitAsync(RealService.Patience);
        Assert.Equal(["negative", "positive"], head.Labels);
        var setup = Setup.Of("mood").WithHeads(head);
        var before = await model.ClassifyAsync(Sentences, setup).WaitAsync(RealService.Patience);

        var job = await model.TrainAsync(new TrainingRequest
        {
            Adapters = [adapter], Heads = [head], Dataset = dataset, Evaluation = dataset, MaxLength = 32,
            Options = new TrainingOptions { MaxSteps = 6, BatchSize = 16, LearningRate = 2e-3, Seed = 3 },
        }).WaitAsync(RealService.Patience);
        var events = await Waiting.AllAsync(job.WatchAsync());
        Assert.Equal(events.Select(e => e.Sequence).Distinct().Order(), events.Select(e => e.Sequence));
        Assert.Equal([1, 2, 3, 4, 5, 6], events.OfType<TrainingStep>().Select(e => e.Step));
        Assert.NotEmpty(events.OfType<TrainingEvaluation>());
        var last = Assert.IsType<TrainingStateChanged>(events[^1]);
        Assert.Equal((TrainingState.Succeeded, 6), (last.State, last.Result!.Steps));
        var result = await job.WaitAsync().WaitAsync(RealService.Patience);
        Assert.Equal(last.Result.FinalLoss, result.FinalLoss);
        Assert.Empty(await Waiting.AllAsync(job.WatchAsync(events[^1].Sequence)));

        var after = await model.ClassifyAsync(Sentences, setup).WaitAsync(RealService.Patience);
        Assert.NotEqual(before[0].Scores[0].Logit, after[0].Scores[0].Logit);
        Assert.All(after, c => Assert.Equal(1.0, c.Scores.Sum(s => s.Score), 5));
        var evaluated = await model.EvaluateAsync(dataset, setup, maxLength: 32).WaitAsync(RealService.Patience);
        Assert.Equal(result.Metrics["accuracy"], evaluated.Metrics["accuracy"], 6);

        await RoundTrips(adapter, head, after);
    }

    private async Task RoundTrips(Adapter adapter, Head head, IReadOnlyList<Classification> expected)
    {
        var (model, folder) = (service.Model, Directory.CreateTempSubdirectory("bridge-client-"));
        try
        {
            var (there, here) = (Path.Combine(folder.FullName, "there"), Path.Combine(folder.FullName, "here"));
            var saved = await model.Adapters.SaveAsync(adapter, there, head).WaitAsync(RealService.Patience);
            Assert.Equal(4, saved.Files.Count);
            var files = await model.Adapters.DownloadAsync(adapter, here, head).WaitAsync(RealService.Patience);
            Assert.Equal(saved.Files.Select(f => f.File).Order(), files.Select(f => f.File).Order());
            foreach (var file in files) Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(there, file.File)), await File.ReadAllBytesAsync(Path.Combine(here, file.File)));
            Assert.Equal(files.Select(f => f.File).Order(), Directory.GetFiles(here).Select(f => Path.GetFileName(f)!).Order());

            var loaded = await model.Adapters.LoadAsync(there, "loaded", headId: "loaded").WaitAsync(RealService.Patience);
            var sent = await model.Adapters.UploadAsync(here, "sent", headId: "sent").WaitAsync(RealService.Patience);
            Assert.Equal((0, 0), (loaded.Report.Missing.Count, sent.Report.Unexpected.Count));
            var original = await model.Adapters.GetAsync(adapter);
            Assert.Equal(original.ConfigString, sent.Adapter.ConfigString);
            Assert.Equal((original.ParameterCount, original.SiteCount), (sent.Adapter.ParameterCount, sent.Adapter.SiteCount));
            foreach (var name in new[] { "loaded", "sent" })
            {
                var again = await model.ClassifyAsync(Sentences, Setup.Of(name).WithHeads(name)).WaitAsync(RealService.Patience);
                Assert.Equal(expected.Select(c => c.Scores[0].Logit), again.Select(c => c.Scores[0].Logit));
                Assert.Equal(expected.Select(c => (c.Label, c.Score)), again.Select(c => (c.Label, c.Score)));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Cancel_RunningJob_EndsItAndWaitSaysSo()
    {
        var dataset = await service.Client.Datasets.UploadAsync("cancelled", RealService.TrainFile, new DatasetSchema { Labels = ["negative", "positive"] }).WaitAsync(RealService.Patience);
        Assert.Equal(4618, dataset.RowCount);
        var model = service.Model;
        var adapter = await model.Adapters.CreateAsync("cancelled", "seq_bn").WaitAsync(RealService.Patience);
        var head = await model.Heads.CreateAsync("cancelled", ["negative", "positive"]).WaitAsync(RealService.Patience);
        var job = await model.TrainAsync(new TrainingRequest { Adapters = [adapter], Heads = [head], Dataset = dataset, Options = new TrainingOptions { Epochs = 50, BatchSize = 4 } }).WaitAsync(RealService.Patience);
        await foreach (var occurrence in job.WatchAsync())
        {
            if (occurrence is TrainingStep { Step: 2 }) await job.CancelAsync().WaitAsync(RealService.Patience);
        }

        var error = await Waiting.ErrorOf(() => job.WaitAsync());
        Assert.Equal(StatusCode.Cancelled, error.Code);
        Assert.Equal(TrainingState.Cancelled, (await job.GetAsync().WaitAsync(RealService.Patience)).State);
        await job.DeleteAsync().WaitAsync(RealService.Patience);
        Assert.DoesNotContain(await Waiting.AllAsync(model.TrainingJobs.ListAsync()), j => j.Name == job.Name);
    }

    private static IEnumerable<TextRow> Rows(int count) => File.ReadLines(RealService.TrainFile).Take(count).Select(line =>
    {
        using var row = System.Text.Json.JsonDocument.Parse(line);
        return new TextRow(row.RootElement.GetProperty("text").GetString()!, row.RootElement.GetProperty("label").GetString());
    });
}
