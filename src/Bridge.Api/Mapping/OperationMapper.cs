using Google.LongRunning;
using Google.Protobuf.WellKnownTypes;

namespace Bridge.Api.Mapping;

/// <summary>Operations as messages.</summary>
internal static class OperationMapper
{
    public static Operation ToMessage(Engine.OperationInfo info)
    {
        var operation = new Operation
        {
            Name = Names.Operation(info.Id),
            Metadata = Any.Pack(new V1.LoadModelMetadata { Model = Names.Model(info.Model), Path = info.Path, StartTime = info.StartTime.ToMessage() }),
            Done = info.Done,
        };
        if (info.Result is { } model) operation.Response = Any.Pack(ResourceMapper.ToMessage(model));
        else if (info.Error is { } error) operation.Error = StatusMapper.ToStatus(error);
        return operation;
    }
}
