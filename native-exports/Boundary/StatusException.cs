using Google.Rpc;

namespace Bridge.Native.Boundary;

/// <summary>A call that was answered with a status.</summary>
internal sealed class StatusException(Status status) : Exception(status.Message)
{
    public Status Status => status;
}
