using System.Runtime.InteropServices;
using Bridge.Api.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace Bridge.Service.Tests.Support;

/// <summary>Requests and answers that tests share.</summary>
internal static class Requests
{
    public static Tensor Ids(params long[][] rows)
    {
        var flat = rows.SelectMany(r => r).ToArray();
        return new Tensor { DataType = DataType.Int64, Shape = { rows.Length, rows[0].Length }, Data = ByteString.CopyFrom(MemoryMarshal.AsBytes(flat.AsSpan())) };
    }

    public static RunForwardRequest Forward(string model, string? adapter, params long[][] rows)
    {
        var request = new RunForwardRequest { Model = model, Inputs = { ["input_ids"] = Ids(rows) } };
        if (adapter is not null) request.Setup = new Setup { CompositionString = adapter };
        return request;
    }

    public static float[] Floats(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.Data.Span).ToArray();

    /// <summary>The reason and details of the error that a call ends with.</summary>
    public static async Task<(StatusCode Code, ErrorInfo Info, Google.Rpc.Status Status)> ErrorOf(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => call().WaitAsync(TestServer.Patience));
        var status = error.GetRpcStatus();
        Assert.NotNull(status);
        Assert.Equal((int)error.StatusCode, status.Code);
        var info = status.GetDetail<ErrorInfo>();
        Assert.NotNull(info);
        Assert.Equal("bridge", info.Domain);
        return (error.StatusCode, info, status);
    }
}
