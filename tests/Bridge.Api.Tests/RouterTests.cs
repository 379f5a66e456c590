using Google.LongRunning;
using Google.Protobuf;
using Google.Rpc;
using TestKit;
using Xunit;

namespace Bridge.Api.Tests;

public sealed class RouterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Methods_OfEveryService_AreRouted()
    {
        using var api = new BridgeApi(new ApiOptions { IntraOpThreads = 1 });
        var services = new[] { V1.ServerService.Descriptor, V1.ModelService.Descriptor, V1.AdapterService.Descriptor, V1.HeadService.Descriptor, V1.FusionService.Descriptor, V1.SharingService.Descriptor, V1.EmbeddingService.Descriptor, V1.SetupService.Descriptor, V1.DatasetService.Descriptor, V1.TrainingService.Descriptor, V1.TrainingSessionService.Descriptor, V1.InferenceService.Descriptor, Operations.Descriptor };
        var unary = services.SelectMany(s => s.Methods.Where(m => !m.IsClientStreaming && !m.IsServerStreaming).Select(m => $"{s.FullName}/{m.Name}"));
        Assert.Equal(unary.Order(StringComparer.Ordinal), api.Router.Methods);
    }

    [Fact]
    public async Task Invoke_FromLoadToForward_AnswersInBytes()
    {
        using var api = new BridgeApi(new ApiOptions { IntraOpThreads = 1 });
        var folder = RepositoryRoot.Combine("tests", "Goldens", "Data", "models", "bert");
        var operation = Operation.Parser.ParseFrom(await Call(api, "bridge.v1.ModelService/LoadModel", new V1.LoadModelRequest { ModelId = "m", Path = folder }));
        operation = Operation.Parser.ParseFrom(await Call(api, "google.longrunning.Operations/WaitOperation", new WaitOperationRequest { Name = operation.Name }));
        Assert.Equal("models/m", operation.Response.Unpack<V1.Model>().Name);
        var adapter = V1.Adapter.Parser.ParseFrom(await Call(api, "/bridge.v1.AdapterService/CreateAdapter", new V1.CreateAdapterRequest { Parent = "models/m", AdapterId = "a", Config = new V1.AdapterConfig { Lora = new V1.LoraConfig { R = 2 } } }));
        Assert.Equal(("lora[r=2]", 2), (adapter.ConfigString, adapter.Config.Lora.R));
        var request = new V1.RunForwardRequest { Model = "models/m", Setup = new V1.Setup { Composition = new V1.Composition { Adapter = "a" } }, Inputs = { ["input_ids"] = new V1.Tensor { DataType = V1.DataType.Int32, Shape = { 1, 2 }, Data = ByteString.CopyFrom(1, 0, 0, 0, 2, 0, 0, 0) } } };
        var response = V1.RunForwardResponse.Parser.ParseFrom(await Call(api, "bridge.v1.InferenceService/RunForward", request));
        Assert.Equal(2, response.Outputs["last_hidden_state"].Shape[1]);
        var capabilities = V1.Capabilities.Parser.ParseFrom(await Call(api, "bridge.v1.ServerService/GetCapabilities", new V1.GetCapabilitiesRequest { Model = "models/m" }));
        Assert.True(capabilities.Methods.Single(m => m.Method == "lora").Supported);
        Assert.NotEmpty(capabilities.Slots);
    }

    [Fact]
    public async Task Invoke_Wrong_GivesAStatus()
    {
        using var api = new BridgeApi(new ApiOptions { IntraOpThreads = 1 });
        Assert.Equal((int)Code.Unimplemented, (await api.Router.InvokeAsync("bridge.v1.ModelService/Nothing", default, new CallContext())).Error!.Code);
        Assert.Equal((int)Code.InvalidArgument, (await api.Router.InvokeAsync("bridge.v1.ModelService/GetModel", new byte[] { 0xFF, 0xFF }, new CallContext())).Error!.Code);
        var missing = await api.Router.InvokeAsync("bridge.v1.ModelService/GetModel", new V1.GetModelRequest { Name = "models/x" }.ToByteArray(), new CallContext());
        Assert.Null(missing.Response);
        Assert.Equal("MODEL_NOT_FOUND", missing.Error!.GetDetail<ErrorInfo>().Reason);
    }

    private static async Task<byte[]> Call(BridgeApi api, string method, IMessage request)
    {
        var (response, error) = await api.Router.InvokeAsync(method, request.ToByteArray(), new CallContext()).WaitAsync(Patience);
        Assert.True(error is null, error?.ToString());
        return response!;
    }
}
