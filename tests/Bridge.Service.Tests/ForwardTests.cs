using Bridge.Api.V1;
using Bridge.Service.Tests.Support;
using Google.Rpc;
using Grpc.Core;
using TestKit;
using Xunit;

namespace Bridge.Service.Tests;

public sealed class ForwardTests
{
    [Fact]
    public async Task RunForward_BaseAndAdapter_AnswersWithVersions()
    {
        await using var server = await TestServer.StartAsync();
        var model = await server.LoadAsync("m", TestServer.BertFolder);
        Assert.Equal(("models/m", "bert", ModelState.Active), (model.Name, model.Architecture, model.State));
        var adapter = await server.Adapters.CreateAdapterAsync(new CreateAdapterRequest { Parent = "models/m", AdapterId = "a", ConfigString = "lora[init_weights='bert']", Seed = 3 }).ResponseAsync.WaitAsync(TestServer.Patience);
        Assert.Equal("lora[init_weights='bert']", adapter.ConfigString);
        var plain = await server.Inference.RunForwardAsync(Requests.Forward("models/m", null, [1, 2, 3])).ResponseAsync.WaitAsync(TestServer.Patience);
        var adapted = await server.Inference.RunForwardAsync(Requests.Forward("models/m", "a", [1, 2, 3])).ResponseAsync.WaitAsync(TestServer.Patience);
        Assert.Empty(plain.Adapters);
        Assert.Equal(("a", adapter.Digest), (adapted.Adapters[0].Adapter, adapted.Adapters[0].Digest));
        Assert.NotEqual(plain.Outputs["last_hidden_state"].Data, adapted.Outputs["last_hidden_state"].Data);
        Assert.All(plain.Outputs["last_hidden_state"].Floats(), v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public async Task RunForward_BadInput_IsTypedAndTheServerServesOn()
    {
        await using var server = await TestServer.StartAsync();
        await server.LoadAsync("m", TestServer.BertFolder);
        var good = await server.Inference.RunForwardAsync(Requests.Forward("models/m", null, [1, 2])).ResponseAsync.WaitAsync(TestServer.Patience);
        var bad = new (RunForwardRequest Request, StatusCode Code, string Reason)[]
        {
            (Requests.Forward("models/m", null, [1, 1 << 30]), StatusCode.InvalidArgument, "TENSOR_VALUE"),
            (Requests.Forward("models/m", null, [1, -1]), StatusCode.InvalidArgument, "TENSOR_VALUE"),
            (Requests.Forward("models/m", null, [new long[100_000]]), StatusCode.InvalidArgument, "SEQUENCE_TOO_LONG"),
            (Requests.Forward("models/gone", null, [1, 2]), StatusCode.NotFound, "MODEL_NOT_FOUND"),
            (Requests.Forward("models/m", "gone", [1, 2]), StatusCode.NotFound, "ADAPTER_NOT_FOUND"),
            (Requests.Forward("models/m", "Stack(a", [1, 2]), StatusCode.InvalidArgument, "COMPOSITION_INVALID"),
            (Requests.Forward("nonsense", null, [1, 2]), StatusCode.InvalidArgument, "ARGUMENT_INVALID"),
            (new RunForwardRequest { Model = "models/m" }, StatusCode.InvalidArgument, "ARGUMENT_INVALID"),
            (new RunForwardRequest { Model = "models/m", Inputs = { ["input_ids"] = new Tensor { DataType = DataType.Int64, Shape = { 1L << 40, 1L << 40 } } } }, StatusCode.InvalidArgument, "TENSOR_SIZE"),
            (new RunForwardRequest { Model = "models/m", Inputs = { ["input_ids"] = new Tensor { Shape = { 1 } } } }, StatusCode.InvalidArgument, "TENSOR_DTYPE"),
        };
        foreach (var (request, code, reason) in bad)
        {
            var (found, info, _) = await Requests.ErrorOf(() => server.Inference.RunForwardAsync(request).ResponseAsync);
            Assert.Equal((code, reason), (found, info.Reason));
            Assert.NotEmpty(info.Metadata);
        }
        var again = await server.Inference.RunForwardAsync(Requests.Forward("models/m", null, [1, 2])).ResponseAsync.WaitAsync(TestServer.Patience);
        Assert.Equal(good.Outputs["last_hidden_state"].Data, again.Outputs["last_hidden_state"].Data);
    }

    [Fact]
    public async Task RunForward_ThousandRequests_LeaveTensorsAndMemoryFlat()
    {
        await using var server = await TestServer.StartAsync();
        await server.LoadAsync("m", TestServer.BertFolder);
        await server.Adapters.CreateAdapterAsync(new CreateAdapterRequest { Parent = "models/m", AdapterId = "a", ConfigString = "lora" }).ResponseAsync.WaitAsync(TestServer.Patience);
        // Code is compiled anew and heaps find their size during the first thousands.
        await Run(server, 1500);
        var (tensors, memory) = (LeakCheck.Settled(), Resident());
        await Run(server, 1000);
        Assert.Equal(tensors, LeakCheck.Settled());
        Assert.InRange(Resident() - memory, long.MinValue, 16L << 20);
    }

    [Fact]
    public async Task RunForward_ManyCallersWithDifferentSetups_GetTheirOwnAnswers()
    {
        await using var server = await TestServer.StartAsync();
        await server.LoadAsync("m", TestServer.BertFolder);
        var names = new[] { "a", "b", "c" };
        var expected = new Dictionary<string, Google.Protobuf.ByteString>();
        for (var i = 0; i < names.Length; i++)
        {
            await server.Adapters.CreateAdapterAsync(new CreateAdapterRequest { Parent = "models/m", AdapterId = names[i], ConfigString = "lora[init_weights='bert']", Seed = (ulong)i }).ResponseAsync.WaitAsync(TestServer.Patience);
            expected[names[i]] = (await server.Inference.RunForwardAsync(Requests.Forward("models/m", names[i], [1, 2, 3])).ResponseAsync.WaitAsync(TestServer.Patience)).Outputs["last_hidden_state"].Data;
        }
        Assert.Equal(3, expected.Values.Distinct().Count());
        var calls = Enumerable.Range(0, 90).Select(async i => (Name: names[i % 3], Answer: await server.Inference.RunForwardAsync(Requests.Forward("models/m", names[i % 3], [1, 2, 3]))));
        foreach (var (name, answer) in await Task.WhenAll(calls).WaitAsync(TestServer.Patience)) Assert.Equal(expected[name], answer.Outputs["last_hidden_state"].Data);
    }

    [Fact]
    public async Task RunForward_CancelledOrPastItsDeadline_EndsAndTheServerServesOn()
    {
        await using var server = await TestServer.StartAsync();
        await server.LoadAsync("m", TestServer.BertFolder);
        using var source = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 50).Select(i => server.Inference.RunForwardAsync(Requests.Forward("models/m", null, [1, 2, 3]), cancellationToken: source.Token).ResponseAsync).ToArray();
        await source.CancelAsync();
        foreach (var call in calls)
        {
            try
            {
                await call.WaitAsync(TestServer.Patience);
            }
            catch (RpcException error)
            {
                Assert.Equal(StatusCode.Cancelled, error.StatusCode);
            }
        }
        var late = await Assert.ThrowsAsync<RpcException>(() => server.Inference.RunForwardAsync(Requests.Forward("models/m", null, [1, 2, 3]), deadline: DateTime.UtcNow.AddTicks(1)).ResponseAsync.WaitAsync(TestServer.Patience));
        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
        await server.Inference.RunForwardAsync(Requests.Forward("models/m", null, [1, 2, 3])).ResponseAsync.WaitAsync(TestServer.Patience);
    }

    [Fact]
    public async Task RunForward_TooLarge_SaysHowElse()
    {
        await using var server = await TestServer.StartAsync();
        await server.LoadAsync("m", TestServer.BertFolder);
        var message = await Assert.ThrowsAsync<RpcException>(() => server.Inference.RunForwardAsync(new RunForwardRequest { Model = "models/m", Outputs = { new string('x', 5 << 20) } }).ResponseAsync.WaitAsync(TestServer.Patience));
        Assert.Equal(StatusCode.ResourceExhausted, message.StatusCode);
        var tensor = new Tensor { DataType = DataType.Int64, Shape = { 1, 200_000 }, Data = Google.Protobuf.ByteString.CopyFrom(new byte[1_600_000]) };
        var (_, info, status) = await Requests.ErrorOf(() => server.Inference.RunForwardAsync(new RunForwardRequest { Model = "models/m", Inputs = { ["input_ids"] = tensor } }).ResponseAsync);
        Assert.Equal(("TENSOR_TOO_LARGE", "StreamForward"), (info.Reason, info.Metadata["instead"]));
        Assert.Null(status.GetDetail<QuotaFailure>());
    }

    [Fact]
    public async Task StreamForward_PiecesIn_EqualsRunForward()
    {
        await using var server = await TestServer.StartAsync();
        await server.LoadAsync("m", TestServer.BertFolder);
        var expected = await server.Inference.RunForwardAsync(Requests.Forward("models/m", null, [4, 5, 6])).ResponseAsync.WaitAsync(TestServer.Patience);
        using var call = server.Inference.StreamForward();
        await call.RequestStream.WriteAsync(new StreamForwardRequest { Start = new StreamForwardStart { Model = "models/m" } });
        var ids = Requests.Ids([4, 5, 6]);
        await call.RequestStream.WriteAsync(new StreamForwardRequest { Tensor = new TensorChunk { Header = new TensorHeader { Name = "input_ids", DataType = DataType.Int64, Shape = { 1, 3 }, ByteSize = 24 } } });
        await call.RequestStream.WriteAsync(new StreamForwardRequest { Tensor = new TensorChunk { Data = ids.Data } });
        await call.RequestStream.WriteAsync(new StreamForwardRequest { Tensor = new TensorChunk { Trailer = new TensorTrailer() } });
        await call.RequestStream.WriteAsync(new StreamForwardRequest { Run = new StreamForwardRun { BatchId = 7 } });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TestServer.Patience));
        Assert.Equal(7, call.ResponseStream.Current.Result.BatchId);
        Assert.Equal(expected.Outputs["last_hidden_state"].Data, call.ResponseStream.Current.Result.Outputs["last_hidden_state"].Data);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TestServer.Patience));
    }

    private static async Task Run(TestServer server, int count)
    {
        for (var i = 0; i < count; i++)
            await server.Inference.RunForwardAsync(Requests.Forward("models/m", i % 2 == 0 ? "a" : null, [1, 2, 3], [4, 5, 6])).ResponseAsync.WaitAsync(TestServer.Patience);
    }

    private static long Resident()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
