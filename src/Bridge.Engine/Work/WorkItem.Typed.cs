namespace Bridge.Engine.Work;

/// <summary>Work with a result.</summary>
internal sealed class WorkItem<T>(Func<CancellationToken, T> work, CancellationToken cancellation) : WorkItem
{
    // Continuations run elsewhere: the thread is for tensor work, not for writing answers.
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _registration;

    public Task<T> Task => _result.Task;

    /// <summary>Calls <paramref name="cancelled"/> when the token fires, until the work ends.</summary>
    public void Watch(Action cancelled)
    {
        _registration = cancellation.UnsafeRegister(static state => ((Action)state!)(), cancelled);
        if (_result.Task.IsCompleted) _registration.Unregister();
    }

    public override void Execute()
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            _result.TrySetResult(work(cancellation));
        }
        catch (OperationCanceledException error)
        {
            _result.TrySetCanceled(cancellation.IsCancellationRequested ? cancellation : error.CancellationToken);
        }
        catch (Exception error)
        {
            _result.TrySetException(NativeErrors.Translate(error));
        }
        finally
        {
            _registration.Unregister();
        }
    }

    public override void Cancel() => _result.TrySetCanceled(cancellation);

    public override void Fail(Exception error)
    {
        _registration.Unregister();
        _result.TrySetException(error);
    }
}
