using Bridge.Core;
using Bridge.Engine.Operations;
using Bridge.Engine.Values;

namespace Bridge.Engine;

/// <summary>Operations of an engine, those that are done for an hour more.</summary>
public sealed class OperationCatalog
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RunningOperation> _operations = new(StringComparer.Ordinal);
    private readonly ModelCatalog _models;
    private readonly TimeProvider _time;

    internal OperationCatalog(ModelCatalog models, TimeProvider time) => (_models, _time) = (models, time);

    /// <summary>Starts loading a model; what <see cref="ModelCatalog.LoadAsync"/> refuses at once is refused here.</summary>
    public OperationInfo LoadModel(ModelLoadRequest request)
    {
        var source = new CancellationTokenSource();
        Task<ModelInfo> task;
        try
        {
            task = _models.LoadAsync(request, source.Token);
        }
        catch
        {
            source.Dispose();
            throw;
        }
        var operation = new RunningOperation(ResourceIds.New("operation"), ModelCatalog.IdOf(request), request.Path, _time.GetUtcNow(), task, source);
        lock (_gate)
        {
            foreach (var old in _operations.Values.Where(o => o.Info.Done && o.Info.StartTime < _time.GetUtcNow() - Lifetime).ToArray()) Remove(old);
            _operations[operation.Id] = operation;
        }
        return operation.Info;
    }

    /// <summary>The operation; OPERATION_NOT_FOUND.</summary>
    public OperationInfo Get(string id) => Find(id).Info;

    /// <summary>All operations, oldest first.</summary>
    public IReadOnlyList<OperationInfo> List()
    {
        lock (_gate) return [.. _operations.Values.Select(o => o.Info).OrderBy(o => o.StartTime).ThenBy(o => o.Id, StringComparer.Ordinal)];
    }

    /// <summary>Waits until it is done or the time is over; the answer is its state then.</summary>
    public async Task<OperationInfo> WaitAsync(string id, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        var operation = Find(id);
        // How it ended is in the answer, not in this wait.
        var done = operation.Task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await done.WaitAsync(timeout ?? Timeout.InfiniteTimeSpan, _time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return operation.Info;
        }
        return operation.Info;
    }

    /// <summary>Asks it to stop.</summary>
    public void Cancel(string id) => Find(id).Cancel();

    /// <summary>Forgets it; it runs on.</summary>
    public void Delete(string id)
    {
        lock (_gate) Remove(Find(id));
    }

    private RunningOperation Find(string id)
    {
        lock (_gate)
            return _operations.TryGetValue(id, out var operation)
                ? operation
                : throw BridgeException.NotFound(ErrorReason.OperationNotFound, $"no operation is called \"{id}\"", ("operation", id));
    }

    private void Remove(RunningOperation operation) => _operations.Remove(operation.Id);
}
