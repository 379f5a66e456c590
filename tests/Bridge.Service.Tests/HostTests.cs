using Bridge.Api.V1;
using Bridge.Core;
using Bridge.Service.Tests.Support;
using Grpc.Core;
using Grpc.Health.V1;
using Xunit;
using ErrorReason = Bridge.Core.ErrorReason;

namespace Bridge.Service.Tests;

public sealed class HostTests
{
    [Fact]
    public async Task Start_OnASocket_AnswersHealthAndInfo()
    {
        var path = Path.Combine(Path.GetTempPath(), $"bridge-{Guid.NewGuid():N}.sock");
        await using (var server = await TestServer.StartAsync(new ServiceOptions { SocketPath = path, Threads = 1 }))
        {
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            var health = new Health.HealthClient(server.Channel);
            foreach (var name in new[] { "", "bridge.v1.ModelService", "google.longrunning.Operations" })
                Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest { Service = name }).ResponseAsync.WaitAsync(TestServer.Patience)).Status);
            var info = await new ServerService.ServerServiceClient(server.Channel).GetServerInfoAsync(new GetServerInfoRequest()).ResponseAsync.WaitAsync(TestServer.Patience);
            Assert.Contains("lora", info.Methods);
            Assert.Equal(["albert", "bart", "bert", "distilbert", "electra", "gpt2", "llama", "roberta", "t5", "vit", "xlm-roberta"], info.Architectures);
            Assert.Equal((4L << 20, 1L << 20, 4096), (info.Limits.MaxMessageBytes, info.Limits.MaxInlineTensorBytes, info.Limits.KeptEvents));
            Assert.Equal("2.10.0", info.TorchVersion.Split('+')[0]);
            var taken = await Assert.ThrowsAsync<BridgeException>(() => BridgeServer.StartAsync(new ServiceOptions { SocketPath = path }).WaitAsync(TestServer.Patience));
            Assert.Equal(ErrorReason.FileExists, taken.Reason);
        }
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Start_OnAnAddressThatIsNone_IsRefused()
    {
        var error = await Assert.ThrowsAsync<BridgeException>(() => BridgeServer.StartAsync(new ServiceOptions { Addresses = ["nowhere"] }).WaitAsync(TestServer.Patience));
        Assert.Equal(ErrorReason.ArgumentInvalid, error.Reason);
        Assert.Equal("nowhere", error.Metadata["address"]);
    }

    [Fact]
    public async Task Run_UntilCancelled_EndsWithZero()
    {
        using var source = new CancellationTokenSource();
        var started = new TaskCompletionSource<IReadOnlyList<string>>();
        var running = BridgeHost.RunAsync(new ServiceOptions { Addresses = ["127.0.0.1:0"], Started = started.SetResult }, source.Token);
        var addresses = await started.Task.WaitAsync(TestServer.Patience);
        Assert.StartsWith("http://127.0.0.1:", addresses[0], StringComparison.Ordinal);
        await source.CancelAsync();
        Assert.Equal(0, await running.WaitAsync(TestServer.Patience));
    }

    [Fact]
    public async Task Stop_WhileAStreamIsOpen_EndsItAsUnavailable()
    {
        var server = await TestServer.StartAsync(new ServiceOptions { Addresses = ["127.0.0.1:0"], Threads = 1, ShutdownTimeout = TimeSpan.FromSeconds(5) });
        using var call = server.Inference.StreamForward();
        await call.RequestStream.WriteAsync(new StreamForwardRequest { Start = new StreamForwardStart { Model = "models/m" } });
        var reading = call.ResponseStream.MoveNext(CancellationToken.None);
        await Task.Delay(200);
        var stopping = server.StopAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => reading.WaitAsync(TestServer.Patience));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        await stopping.WaitAsync(TestServer.Patience);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Reflection_OnlyInDevelopment_IsServed()
    {
        foreach (var development in new[] { true, false })
        {
            await using var server = await TestServer.StartAsync(new ServiceOptions { Addresses = ["127.0.0.1:0"], Threads = 1, Development = development });
            var method = new Method<byte[], byte[]>(MethodType.DuplexStreaming, "grpc.reflection.v1alpha.ServerReflection", "ServerReflectionInfo", Marshallers.Create(b => b, b => b), Marshallers.Create(b => b, b => b));
            using var call = server.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(method, null, default);
            if (development) Assert.True(await ListServices().WaitAsync(TestServer.Patience));
            // The refusal may come before the request is written.
            else Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(() => ListServices().WaitAsync(TestServer.Patience))).StatusCode);

            async Task<bool> ListServices()
            {
                // list_services = ""
                await call.RequestStream.WriteAsync([0x3A, 0x00]);
                return await call.ResponseStream.MoveNext(CancellationToken.None);
            }
        }
    }
}
