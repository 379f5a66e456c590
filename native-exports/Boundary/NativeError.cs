using Google.Protobuf;
using Google.Rpc;

namespace Bridge.Native.Boundary;

/// <summary>bridge_error: a status and its parts, as text that can be lent.</summary>
internal sealed class NativeError : IDisposable
{
    private readonly List<(NativeText Key, NativeText Value)> _details = [];

    public NativeError(Status status)
    {
        Code = status.Code;
        Message = new NativeText(status.Message);
        var reason = "";
        foreach (var detail in status.Details)
        {
            if (detail.TryUnpack<ErrorInfo>(out var info))
            {
                reason = info.Reason;
                foreach (var (key, value) in info.Metadata) Add(key, value);
            }
        }
        foreach (var detail in status.Details)
        {
            if (!detail.TryUnpack<BadRequest>(out var bad)) continue;
            foreach (var violation in bad.FieldViolations) Add(violation.Field, violation.Description);
        }
        Reason = new NativeText(reason);
        Proto = status.ToByteArray();
    }

    public int Code { get; }

    public NativeText Reason { get; }

    public NativeText Message { get; }

    public IReadOnlyList<(NativeText Key, NativeText Value)> Details => _details;

    public byte[] Proto { get; }

    public void Dispose()
    {
        Reason.Dispose();
        Message.Dispose();
        foreach (var (key, value) in _details)
        {
            key.Dispose();
            value.Dispose();
        }
    }

    private void Add(string key, string value) => _details.Add((new NativeText(key), new NativeText(value)));
}
