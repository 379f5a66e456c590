using Google.Rpc;

namespace AdapterBridge.Client.Tests.Support;

/// <summary>Adapters that answer after a few refusals.</summary>
internal sealed class FakeAdapters(int refusals) : Wire.AdapterService.AdapterServiceBase
{
    private int _left = refusals;

    /// <summary>request_id of each attempt.</summary>
    public List<string> RequestIds { get; } = [];

    public List<DateTime> Deadlines { get; } = [];

    public TimeSpan? RetryDelay { get; init; }

    public StatusCode Code { get; init; } = StatusCode.Unavailable;

    public override Task<Wire.Adapter> CreateAdapter(Wire.CreateAdapterRequest request, ServerCallContext context)
    {
        RequestIds.Add(request.RequestId);
        return Answer(context, $"{request.Parent}/adapters/{request.AdapterId}");
    }

    public override Task<Wire.Adapter> GetAdapter(Wire.GetAdapterRequest request, ServerCallContext context) => Answer(context, request.Name);

    private Task<Wire.Adapter> Answer(ServerCallContext context, string name)
    {
        Deadlines.Add(context.Deadline);
        if (_left-- <= 0) return Task.FromResult(new Wire.Adapter { Name = name });
        var status = new Google.Rpc.Status { Code = (int)Code, Message = "not now" };
        status.Details.Add(Google.Protobuf.WellKnownTypes.Any.Pack(new ErrorInfo { Reason = "SHUTTING_DOWN", Domain = "bridge" }));
        if (RetryDelay is { } delay) status.Details.Add(Google.Protobuf.WellKnownTypes.Any.Pack(new RetryInfo { RetryDelay = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(delay) }));
        throw status.ToRpcException();
    }
}
