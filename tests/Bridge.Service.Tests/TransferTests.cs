using System.Security.Cryptography;
using Bridge.Api.V1;
using Bridge.Service.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace Bridge.Service.Tests;

public sealed class TransferTests
{
    [Fact]
    public async Task UploadAdapter_BrokenOffAndContinued_IsTheSameAdapter()
    {
        await using var server = await TestServer.StartAsync();
        await server.LoadAsync("m", TestServer.BertFolder);
        await server.Adapters.CreateAdapterAsync(new CreateAdapterRequest { Parent = "models/m", AdapterId = "a", ConfigString = "lora[init_weights='bert']" }).ResponseAsync.WaitAsync(TestServer.Patience);
        var files = await Download(server, "models/m/adapters/a");
        Assert.Equal(["adapter.safetensors", "adapter_config.json"], files.Keys.Order(StringComparer.Ordinal));
        var (id, weights) = (Guid.NewGuid().ToString(), files["adapter.safetensors"]);
        using (var broken = server.Adapters.UploadAdapter())
        {
            await broken.RequestStream.WriteAsync(Header(id));
            await broken.RequestStream.WriteAsync(Chunk("adapter.safetensors", 0, weights[..1000]));
            await broken.RequestStream.CompleteAsync();
            Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => broken.ResponseAsync.WaitAsync(TestServer.Patience))).StatusCode);
        }
        var status = await server.Adapters.GetUploadStatusAsync(new GetUploadStatusRequest { Parent = "models/m", UploadId = id }).ResponseAsync.WaitAsync(TestServer.Patience);
        Assert.Equal(("adapter.safetensors", 1000L), (status.Files[0].File, status.Files[0].ByteSize));
        var (code, info, _) = await Requests.ErrorOf(() => Send(server, id, (("adapter.safetensors"), 5, weights[5..10])));
        Assert.Equal((StatusCode.OutOfRange, "OFFSET_MISMATCH", "1000"), (code, info.Reason, info.Metadata["allowed"]));
        var response = await Send(server, id, ("adapter.safetensors", 1000, weights[1000..]), ("adapter_config.json", 0, files["adapter_config.json"]));
        Assert.Equal("models/m/adapters/b", response.Adapter.Name);
        var one = await server.Inference.RunForwardAsync(Requests.Forward("models/m", "a", [1, 2])).ResponseAsync.WaitAsync(TestServer.Patience);
        var two = await server.Inference.RunForwardAsync(Requests.Forward("models/m", "b", [1, 2])).ResponseAsync.WaitAsync(TestServer.Patience);
        Assert.Equal(one.Outputs["last_hidden_state"].Data, two.Outputs["last_hidden_state"].Data);

        async Task<UploadAdapterResponse> Send(TestServer to, string upload, params (string File, long Offset, byte[] Data)[] pieces)
        {
            using var call = to.Adapters.UploadAdapter();
            await call.RequestStream.WriteAsync(Header(upload));
            foreach (var (file, offset, data) in pieces)
                for (var i = 0; i < data.Length; i += 65536)
                    await Write(call, Chunk(file, offset + i, data[i..Math.Min(data.Length, i + 65536)]));
            var finish = new UploadFinish();
            foreach (var (name, data) in files) finish.Files.Add(new Api.V1.FileInfo { File = name, ByteSize = data.Length, Sha256 = ByteString.CopyFrom(SHA256.HashData(data)) });
            await Write(call, new UploadAdapterRequest { Finish = finish });
            await Complete(call);
            return await call.ResponseAsync.WaitAsync(TestServer.Patience);
        }
    }

    [Fact]
    public async Task DownloadAdapter_FromAnOffset_ContinuesThere()
    {
        await using var server = await TestServer.StartAsync();
        await server.LoadAsync("m", TestServer.BertFolder);
        await server.Adapters.CreateAdapterAsync(new CreateAdapterRequest { Parent = "models/m", AdapterId = "a", ConfigString = "seq_bn" }).ResponseAsync.WaitAsync(TestServer.Patience);
        var files = await Download(server, "models/m/adapters/a");
        var name = files.Keys.Order(StringComparer.Ordinal).First();
        using var call = server.Adapters.DownloadAdapter(new DownloadAdapterRequest { Name = "models/m/adapters/a", File = name, Offset = 500 });
        var rest = new List<byte>();
        await foreach (var message in call.ResponseStream.ReadAllAsync())
            if (message.PartCase == DownloadAdapterResponse.PartOneofCase.Chunk && message.Chunk.File == name) rest.AddRange(message.Chunk.Data);
        Assert.Equal(files[name][500..], rest);
    }

    [Fact]
    public async Task CreateAdapter_RetriedWithARequestId_IsOneAdapter()
    {
        await using var server = await TestServer.StartAsync();
        await server.LoadAsync("m", TestServer.BertFolder);
        var request = new CreateAdapterRequest { Parent = "models/m", AdapterId = "a", ConfigString = "lora", RequestId = Guid.NewGuid().ToString() };
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.Adapters.CreateAdapterAsync(request).ResponseAsync)).WaitAsync(TestServer.Patience);
        Assert.All(answers, a => Assert.Equal(answers[0].Digest, a.Digest));
        request.ConfigString = "lora[r=2]";
        var (code, info, _) = await Requests.ErrorOf(() => server.Adapters.CreateAdapterAsync(request).ResponseAsync);
        Assert.Equal((StatusCode.InvalidArgument, "REQUEST_ID_REUSED"), (code, info.Reason));
        request.RequestId = "";
        (code, info, _) = await Requests.ErrorOf(() => server.Adapters.CreateAdapterAsync(request).ResponseAsync);
        Assert.Equal((StatusCode.AlreadyExists, "ADAPTER_NAME_TAKEN"), (code, info.Reason));
        var plan = await server.Adapters.CreateAdapterAsync(new CreateAdapterRequest { Parent = "models/m", AdapterId = "p", ConfigString = "lora", ValidateOnly = true }).ResponseAsync.WaitAsync(TestServer.Patience);
        Assert.Equal(plan.Plan.ParameterCount, answers[0].ParameterCount);
        Assert.Single((await server.Adapters.ListAdaptersAsync(new ListAdaptersRequest { Parent = "models/m" }).ResponseAsync.WaitAsync(TestServer.Patience)).Adapters);
    }

    [Fact]
    public async Task TrainingJob_OverTheWire_StreamsToItsEnd()
    {
        await using var server = await TestServer.StartAsync();
        await server.LoadAsync("m", TestServer.MiniFolder);
        await server.Adapters.CreateAdapterAsync(new CreateAdapterRequest { Parent = "models/m", AdapterId = "a", ConfigString = "lora", Seed = 1 }).ResponseAsync.WaitAsync(TestServer.Patience);
        await server.Heads.CreateHeadAsync(new CreateHeadRequest { Parent = "models/m", HeadId = "a", Config = new HeadConfig { Classification = new ClassificationHeadConfig { Labels = { "bad", "good" } } } }).ResponseAsync.WaitAsync(TestServer.Patience);
        var lines = string.Concat(Enumerable.Range(0, 16).Select(i => $"{{\"text\": \"{(i % 2 == 0 ? "great" : "awful")} film {i}\", \"label\": \"{(i % 2 == 0 ? "good" : "bad")}\"}}\n"));
        var data = await server.Datasets.CreateDatasetAsync(new CreateDatasetRequest { DatasetId = "d", Rows = ByteString.CopyFromUtf8(lines) }).ResponseAsync.WaitAsync(TestServer.Patience);
        Assert.Equal(16, data.RowCount);
        var job = await server.Training.CreateTrainingJobAsync(new CreateTrainingJobRequest
        {
            Parent = "models/m",
            Spec = new TrainingSpec { Adapters = { "a" }, Heads = { "a" }, Dataset = data.Name, EvaluationDataset = data.Name, Options = new TrainingOptions { MaxSteps = 4, BatchSize = 8, LearningRate = 1e-3 } },
        }).ResponseAsync.WaitAsync(TestServer.Patience);
        Assert.StartsWith("models/m/trainingJobs/", job.Name, StringComparison.Ordinal);
        Assert.Equal((4L, 0.9, "Leaf"), (job.Spec.Options.MaxSteps, job.Spec.Options.Beta1, job.Spec.Setup.Composition.Adapter == "a" ? "Leaf" : "?"));
        using var watch = server.Training.WatchTrainingJob(new WatchTrainingJobRequest { Name = job.Name });
        var events = new List<TrainingEvent>();
        await foreach (var item in watch.ResponseStream.ReadAllAsync()) events.Add(item);
        Assert.Equal(4, events.Count(e => e.EventCase == TrainingEvent.EventOneofCase.Step));
        var last = events[^1].StateChanged;
        Assert.True(last.State == TrainingState.Succeeded, last.Error?.Message);
        Assert.Equal((4L, 4L), (last.Result.Steps, last.Result.TotalSteps));
        var evaluation = await server.Inference.EvaluateAsync(new EvaluateRequest { Model = "models/m", Setup = new Setup { CompositionString = "a" }, Dataset = data.Name }).ResponseAsync.WaitAsync(TestServer.Patience);
        Assert.Equal(last.Result.Metrics["accuracy"], evaluation.Metrics["accuracy"], 6);
        var classified = await server.Inference.ClassifyAsync(new ClassifyRequest { Model = "models/m", Setup = new Setup { CompositionString = "a" }, Texts = { "a great film", "awful" } }).ResponseAsync.WaitAsync(TestServer.Patience);
        Assert.Equal(2, classified.Classifications.Count);
        Assert.Equal(1.0, classified.Classifications[0].Scores.Sum(s => s.Score), 5);
    }

    private static UploadAdapterRequest Header(string id) => new() { Header = new UploadAdapterHeader { Parent = "models/m", UploadId = id, AdapterId = "b" } };

    private static UploadAdapterRequest Chunk(string file, long offset, byte[] data) => new() { Chunk = new FileChunk { File = file, Offset = offset, Data = ByteString.CopyFrom(data) } };

    // The server may have ended the call already; the answer says why.
    private static async Task Write(AsyncClientStreamingCall<UploadAdapterRequest, UploadAdapterResponse> call, UploadAdapterRequest request)
    {
        try
        {
            await call.RequestStream.WriteAsync(request);
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException)
        {
        }
    }

    private static async Task Complete(AsyncClientStreamingCall<UploadAdapterRequest, UploadAdapterResponse> call)
    {
        try
        {
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException)
        {
        }
    }

    private static async Task<Dictionary<string, byte[]>> Download(TestServer server, string name)
    {
        using var call = server.Adapters.DownloadAdapter(new DownloadAdapterRequest { Name = name });
        var (files, header) = (new Dictionary<string, MemoryStream>(), (DownloadHeader?)null);
        await foreach (var message in call.ResponseStream.ReadAllAsync())
        {
            if (message.PartCase == DownloadAdapterResponse.PartOneofCase.Header) header = message.Header;
            else
            {
                if (!files.TryGetValue(message.Chunk.File, out var stream)) files[message.Chunk.File] = stream = new MemoryStream();
                Assert.Equal(stream.Length, message.Chunk.Offset);
                stream.Write(message.Chunk.Data.Span);
            }
        }
        Assert.NotNull(header);
        foreach (var file in header.Files) Assert.Equal(file.Sha256.ToByteArray(), SHA256.HashData(files[file.File].ToArray()));
        return files.ToDictionary(f => f.Key, f => f.Value.ToArray());
    }
}
