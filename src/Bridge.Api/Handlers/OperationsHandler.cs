using Bridge.Api.Mapping;
using Bridge.Engine;
using Google.LongRunning;
using Google.Protobuf.WellKnownTypes;

namespace Bridge.Api;

/// <summary>google.longrunning.Operations.</summary>
public sealed class OperationsHandler
{
    private readonly BridgeEngine _engine;

    internal OperationsHandler(BridgeEngine engine) => _engine = engine;

    /// <summary>ListOperations.</summary>
    public Task<ListOperationsResponse> HandleAsync(ListOperationsRequest request, CallContext context)
    {
        var (items, next) = Pages.Cut(_engine.Operations.List(), o => (o.StartTime, o.Id), request.PageSize, request.PageToken, $"operations {request.Filter}");
        return Task.FromResult(new ListOperationsResponse { Operations = { items.Select(OperationMapper.ToMessage) }, NextPageToken = next });
    }

    /// <summary>GetOperation.</summary>
    public Task<Operation> HandleAsync(GetOperationRequest request, CallContext context) =>
        Task.FromResult(OperationMapper.ToMessage(_engine.Operations.Get(Names.ReadOperation(request.Name, "name"))));

    /// <summary>WaitOperation.</summary>
    public async Task<Operation> HandleAsync(WaitOperationRequest request, CallContext context)
    {
        var timeout = request.Timeout?.ToTimeSpan();
        return OperationMapper.ToMessage(await _engine.Operations.WaitAsync(Names.ReadOperation(request.Name, "name"), timeout, context.Cancellation).ConfigureAwait(false));
    }

    /// <summary>CancelOperation.</summary>
    public Task<Empty> HandleAsync(CancelOperationRequest request, CallContext context)
    {
        _engine.Operations.Cancel(Names.ReadOperation(request.Name, "name"));
        return Task.FromResult(new Empty());
    }

    /// <summary>DeleteOperation.</summary>
    public Task<Empty> HandleAsync(DeleteOperationRequest request, CallContext context)
    {
        _engine.Operations.Delete(Names.ReadOperation(request.Name, "name"));
        return Task.FromResult(new Empty());
    }
}
