using System.Runtime.InteropServices;
using System.Text;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Tests.Support;
using TestKit;
using Xunit;

namespace Bridge.Engine.Tests;

public sealed class ImageTests : IDisposable
{
    private const string Model = "vit";
    private readonly TinyVit _vit = new();
    private readonly BridgeEngine _engine = new(new EngineOptions { IntraOpThreads = 1 });

    public void Dispose()
    {
        _engine.Dispose();
        _vit.Dispose();
    }

    [Fact]
    public async Task Forward_OfImages_IsThatOfTheirPixelValues()
    {
        await Load(_vit);
        var rgb = new byte[2][];
        for (var i = 0; i < 2; i++)
        {
            rgb[i] = new byte[TinyVit.Size * TinyVit.Size * 3];
            new Random(i).NextBytes(rgb[i]);
        }
        var images = new ImageRows([.. rgb.Select(b => (ReadOnlyMemory<byte>)BmpFile.Of(TinyVit.Size, TinyVit.Size, b))]);
        var pixels = rgb.SelectMany(b => Enumerable.Range(0, 3).SelectMany(c => Enumerable.Range(0, b.Length / 3).Select(p => ((float)(b[p * 3 + c] * (1 / 255.0)) - 0.5f) / 0.5f))).ToArray();
        var values = new TensorValue(DataType.Float32, new Shape(2, 3, TinyVit.Size, TinyVit.Size), MemoryMarshal.AsBytes<float>(pixels).ToArray());
        var byImage = await _engine.Inference.ForwardAsync(new ForwardRequest { Model = Model, Images = images, UseBase = true });
        var byPixels = await _engine.Inference.ForwardAsync(new ForwardRequest { Model = Model, Inputs = new Dictionary<string, TensorValue> { ["pixel_values"] = values }, UseBase = true });
        Assert.Equal(byPixels.Outputs["last_hidden_state"].Data.ToArray(), byImage.Outputs["last_hidden_state"].Data.ToArray());
        Assert.Equal(new Shape(2, 17, 32), byImage.Outputs["last_hidden_state"].Shape);
    }

    [Fact]
    public async Task Train_OnImages_LearnsThem()
    {
        await Load(_vit);
        var data = await _engine.Datasets.CreateAsync("colours", Encoding.UTF8.GetBytes(TinyVit.Rows(24)), new DatasetSchema { ImageField = "image" });
        Assert.Equal((24, "image", 2), (data.RowCount, data.Schema.ImageField, data.Schema.LabelIds.Count));
        await _engine.Datasets.CreateAsync("unseen", Encoding.UTF8.GetBytes(TinyVit.Rows(10, seed: 1)), new DatasetSchema { ImageField = "image", LabelIds = data.Schema.LabelIds });
        await Parts("a", ["warm", "cold"]);
        var job = _engine.Jobs.Create(new TrainingJobRequest
        {
            Model = Model, Adapters = ["a"], Heads = ["a"], Dataset = "colours", EvaluationDataset = "unseen", Settings = new TrainingSettings { MaxSteps = 40, BatchSize = 8, LearningRate = 5e-3, Seed = 1 },
        });
        using var patience = new CancellationTokenSource(MiniEngine.Patience);
        await foreach (var _ in _engine.Jobs.WatchAsync(Model, job.Id, cancellation: patience.Token))
        {
        }
        var end = _engine.Jobs.Get(Model, job.Id);
        Assert.True(end.State == TrainingJobState.Succeeded, end.Error?.Message);
        Assert.Equal(1.0, end.Result!.Metrics["accuracy"]);
        var found = await _engine.Classifier.ClassifyAsync(new ClassifyRequest { Model = Model, Setup = "a", Images = new ImageRows([.. Enumerable.Range(0, 5).Select(i => (ReadOnlyMemory<byte>)TinyVit.Image(i, seed: 2))]) });
        Assert.Equal(["warm", "cold", "warm", "cold", "warm"], found.Results.Select(r => r.Label));
        Assert.All(found.Results, r => Assert.Equal(17, r.TokenCount));
        var scores = await _engine.Evaluation.EvaluateAsync(new EvaluateRequest { Model = Model, Dataset = "unseen", Setup = "a" });
        // The tensors of the best evaluation are back.
        Assert.Equal(end.Result.BestMetrics["loss"], scores.Metrics["loss"], 1e-5);
    }

    [Fact]
    public async Task Train_OnAnImageThatIsDamaged_NamesItsRow()
    {
        await Load(_vit);
        var cut = Convert.ToBase64String(TinyVit.Image(0).AsSpan(0, 300));
        await _engine.Datasets.CreateAsync("cut", Encoding.UTF8.GetBytes(TinyVit.Rows(1) + $"{{\"image\": {{\"bytes\": \"{cut}\"}}, \"label\": \"warm\"}}"), new DatasetSchema { ImageField = "image" });
        await Parts("a", ["warm", "cold"]);
        var job = _engine.Jobs.Create(new TrainingJobRequest { Model = Model, Adapters = ["a"], Heads = ["a"], Dataset = "cut" });
        await foreach (var _ in _engine.Jobs.WatchAsync(Model, job.Id))
        {
        }
        var error = _engine.Jobs.Get(Model, job.Id).Error!;
        Assert.Equal((ErrorReason.ImageInvalid, "data \"cut\": row 1"), (error.Reason, error.Metadata["image"]));
    }

    [Fact]
    public async Task Forward_OfADamagedImage_NamesItAndTheModel()
    {
        await Load(_vit);
        var images = new ImageRows([TinyVit.Image(0), new byte[] { 1, 2, 3 }]);
        var error = await MiniEngine.Refused(() => _engine.Inference.ForwardAsync(new ForwardRequest { Model = Model, Images = images, UseBase = true }), ErrorReason.ImageInvalid);
        Assert.Equal(("images[1]", ErrorCode.InvalidArgument), (error.Metadata["image"], error.Code));
        await MiniEngine.Refused(() => _engine.Inference.ForwardAsync(new ForwardRequest { Model = Model, Images = new ImageRows([]), UseBase = true }), ErrorReason.BatchEmpty);
        var many = await MiniEngine.Refused(() => _engine.Inference.ForwardAsync(new ForwardRequest { Model = Model, Images = new ImageRows(new ReadOnlyMemory<byte>[4097]), UseBase = true }), ErrorReason.ArgumentInvalid);
        Assert.Equal(("4097", "4096"), (many.Metadata["images"], many.Metadata["allowed"]));
        await MiniEngine.Refused(() => _engine.Inference.ForwardAsync(new ForwardRequest { Model = Model, Images = images, Texts = new TextRows(["a"], []), UseBase = true }), ErrorReason.ArgumentInvalid);
    }

    [Fact]
    public async Task Forward_WithoutImageProcessor_NamesTheFile()
    {
        using var bare = new TinyVit(preprocessor: null);
        await Load(bare);
        var error = await Refused();
        Assert.Equal((ErrorReason.FileNotFound, ErrorCode.FailedPrecondition, "preprocessor_config.json"), (error.Reason, error.Code, error.Metadata["file"]));
    }

    [Theory]
    [InlineData("""{"size": 48}""", ErrorReason.CheckpointMismatch)]
    [InlineData("""{"size": 32, "do_pad": true}""", ErrorReason.MethodNotAvailable)]
    [InlineData("""{"size": """, ErrorReason.CheckpointCorrupt)]
    public async Task Forward_WithAnImageProcessorThatDoesNotFit_IsRefused(string preprocessor, ErrorReason reason)
    {
        using var other = new TinyVit(preprocessor);
        await Load(other);
        Assert.Equal(reason, (await Refused()).Reason);
    }

    [Fact]
    public async Task Forward_OfImages_IsNotForModelsOfTexts()
    {
        using var bert = new TinyBert();
        await _engine.Models.LoadAsync(new ModelLoadRequest { Path = bert.Folder, Id = Model });
        Assert.Equal(ErrorReason.ArgumentInvalid, (await Refused()).Reason);
    }

    [Fact]
    public async Task Dataset_OfAFile_ReadsPathsBelowItsFolder()
    {
        var folder = Directory.CreateTempSubdirectory("bridge-image-rows-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "in", "images"));
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "in", "images", "0.bmp"), TinyVit.Image(0));
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "out.bmp"), TinyVit.Image(1));
            var file = Path.Combine(folder.FullName, "in", "rows.jsonl");
            await File.WriteAllTextAsync(file, """{"image": "images/0.bmp", "label": "a"}""" + "\n" + """{"image": {"bytes": null, "path": "images/0.bmp"}, "label": "b"}""");
            var schema = new DatasetSchema { ImageField = "image" };
            Assert.Equal(2, (await _engine.Datasets.LoadAsync("good", file, schema)).RowCount);
            await File.WriteAllTextAsync(file, string.Join('\n', new[] { "../out.bmp", "/etc/hostname", "images/1.bmp", "" }.Select(p => $"{{\"image\": \"{p}\", \"label\": \"a\"}}").Append("""{"image": {"bytes": "AAAA"}, "label": "a"}""").Append("""{"image": 3, "label": "a"}""").Append("""{"label": "a"}""")));
            var error = await MiniEngine.Refused(() => _engine.Datasets.LoadAsync("bad", file, schema), ErrorReason.DataInvalid);
            Assert.Equal([.. Enumerable.Range(1, 7).Select(i => $"line[{i}].image")], error.Violations.Select(v => v.Field));
            Assert.Contains("leads out of the rows' folder", error.Violations[0].Description, StringComparison.Ordinal);
            Assert.Contains("PNG, JPEG", error.Violations[4].Description, StringComparison.Ordinal);
            // Rows that were sent name no files of this machine.
            var sent = await MiniEngine.Refused(() => _engine.Datasets.CreateAsync("sent", Encoding.UTF8.GetBytes("""{"image": "images/0.bmp", "label": "a"}"""), schema), ErrorReason.DataInvalid);
            Assert.Contains("base64", sent.Violations[0].Description, StringComparison.Ordinal);
            await MiniEngine.Refused(() => _engine.Datasets.LoadAsync("moved", Path.Combine(folder.FullName, "in", "rows.jsonl"), schema, keepSource: false), ErrorReason.DataInvalid);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private Task<BridgeException> Refused() =>
        Assert.ThrowsAsync<BridgeException>(() => _engine.Inference.ForwardAsync(new ForwardRequest { Model = Model, Images = new ImageRows([TinyVit.Image(0)]), UseBase = true }));

    private Task<ModelInfo> Load(TinyVit vit) => _engine.Models.LoadAsync(new ModelLoadRequest { Path = vit.Folder, Id = Model });

    private async Task Parts(string name, IReadOnlyList<string> labels)
    {
        await _engine.Adapters.CreateAsync(new AdapterCreateRequest { Model = Model, Name = name, Config = AdapterConfig.Parse("lora[r=4]"), Seed = 1 });
        await _engine.Heads.CreateAsync(Model, name, new HeadSpec { NumLabels = labels.Count, Labels = labels }, seed: 1);
    }
}
