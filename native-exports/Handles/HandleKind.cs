namespace Bridge.Native.Handles;

/// <summary>What a handle is of; part of the ticket, so that one type never passes for another.</summary>
internal enum HandleKind
{
    Error = 1,
    CancelToken,
    Engine,
    Model,
    Adapter,
    Setup,
    Tensor,
    Outputs,
    Classification,
    Job,
    Event,
    Stream,
    Buffer,
}
