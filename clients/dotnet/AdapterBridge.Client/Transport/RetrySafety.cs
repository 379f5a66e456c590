using System.Collections.Frozen;
using Google.Protobuf.Reflection;

namespace AdapterBridge.Client;

/// <summary>Which methods may be called twice, from the interface's own options.</summary>
internal static class RetrySafety
{
    private static readonly FrozenSet<string> Safe = new[]
    {
        Wire.ServerService.Descriptor, Wire.ModelService.Descriptor, Wire.AdapterService.Descriptor, Wire.HeadService.Descriptor, Wire.DatasetService.Descriptor,
        Wire.TrainingService.Descriptor, Wire.InferenceService.Descriptor, LongRunning.Operations.Descriptor,
    }.SelectMany(s => s.Methods).Where(MayRepeat).Select(m => $"/{m.Service.FullName}/{m.Name}").ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a method, <c>/bridge.v1.AdapterService/GetAdapter</c>, may be called twice.</summary>
    public static bool IsSafe(string method) => Safe.Contains(method);

    // This client sets every request_id that there is.
    private static bool MayRepeat(MethodDescriptor method) =>
        !method.IsClientStreaming
        && (method.GetOptions() is { } options && options.IdempotencyLevel != MethodOptions.Types.IdempotencyLevel.IdempotencyUnknown || method.InputType.FindFieldByName("request_id") is not null);
}
