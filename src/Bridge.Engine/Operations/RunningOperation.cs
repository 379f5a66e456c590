using Bridge.Core;
using Bridge.Engine.Work;

namespace Bridge.Engine.Operations;

/// <summary>An operation with its task.</summary>
internal sealed class RunningOperation(string id, string model, string path, DateTimeOffset start, Task<ModelInfo> task, CancellationTokenSource source)
{
    public string Id => id;

    public Task<ModelInfo> Task => task;

    public OperationInfo Info => new()
    {
        Id = id,
        Model = model,
        Path = path,
        StartTime = start,
        Result = task.IsCompletedSuccessfully ? task.Result : null,
        Error = task.IsCanceled
            ? BridgeException.Of(ErrorCode.Cancelled, ErrorReason.Unspecified, $"loading model \"{model}\" was cancelled", ("model", model))
            : task.Exception is { } error ? NativeErrors.ToBridge(error) : null,
    };

    public void Cancel() => source.Cancel();
}
