using System.Collections.Concurrent;
using System.Diagnostics;
using Bridge.Core;
using Bridge.Engine.Jobs.Running;
using Bridge.Engine.Models;
using Bridge.Engine.Values;
using Bridge.Engine.Work;
using Bridge.Training;
using Bridge.Training.Sessions;
using static TorchSharp.torch;

namespace Bridge.Engine.Sessions.Running;

/// <summary>
/// One session from its thread's start to its end: copies, then what its caller asks for, in order. However it ends, what it trained is put in place as the last whole step left it, and its
/// claims go.
/// </summary>
internal sealed class SessionRun(string id, ModelEntry entry, TrainingSessionRequest request, TrainingOptions options, IDisposable claims, Action<string, Exception>? unexpected) : IDisposable
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BlockingCollection<WorkItem> _work = [];
    private readonly CancellationTokenSource _stop = new();
    private Workspace? _workspace;
    private SessionLoop? _loop;
    private SessionBatches? _batches;
    private long _sequence;
    private long _tokens;
    private double _loss = double.NaN;
    private long _published;
    private bool _finished;

    /// <summary>Ends when the session takes batches, or with why it never will.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Does something on the session's thread, in turn. Its cancellation, or the session's end, cancels it.</summary>
    public async Task<T> Do<T>(Func<CancellationToken, T> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        CancellationTokenSource linked;
        WorkItem<T> item;
        try
        {
            linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stop.Token);
            item = new WorkItem<T>(work, linked.Token);
            _work.Add(item, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // It takes no more, or is disposed.
            cancellation.ThrowIfCancellationRequested();
            throw Over();
        }
        using (linked) return await item.Task.ConfigureAwait(false);
    }

    /// <summary>On the scheduler's thread.</summary>
    public void Run(CancellationToken cancellation)
    {
        using var stopping = cancellation.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
        try
        {
            using var kept = entry.Lease.Keep();
            Serve();
        }
        catch (Exception error)
        {
            var known = NativeErrors.ToBridge(error);
            if (error is OperationCanceledException) _opened.TrySetCanceled(_stop.Token);
            else if (!_opened.TrySetException(known) || known.Code == ErrorCode.Internal) unexpected?.Invoke($"training session \"{id}\"", known);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Ends a session that never started.</summary>
    public void Abandon()
    {
        _opened.TrySetCanceled(_stop.Token);
        End();
    }

    public SessionStepResult Step(SessionBatch batch, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        TensorValue? logits = null;
        var made = _batches!.Make(batch, cancellation);
        var step = _loop!.Step(made, batch.Step, batch.ReturnLogits ? output => logits = TensorValues.FromTensor(output) : null, cancellation);
        if (step.Stepped) _loss = step.StepLoss;
        _tokens += step.Tokens;
        return new SessionStepResult
        {
            Sequence = ++_sequence,
            Step = step.Steps,
            Stepped = step.Stepped,
            Loss = step.Loss,
            StepLoss = step.StepLoss,
            LearningRate = step.LearningRate,
            GradientNorm = step.GradientNorm,
            Tokens = step.Tokens,
            Logits = logits,
        };
    }

    public SessionEvaluation Evaluate(SessionBatch batch, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        TensorValue? logits = null;
        var made = _batches!.Make(batch, cancellation);
        var loss = _loop!.Evaluate(made, batch.ReturnLogits ? output => logits = TensorValues.FromTensor(output) : null, cancellation);
        return new SessionEvaluation(_loop.Steps, loss, made.TokenCount, logits);
    }

    /// <summary>Puts what was trained in place as it is; the answer is the number of steps.</summary>
    public long Publish()
    {
        if (_loop!.IsTorn || _loop.Steps == _published) return _published;
        _loop.Verify();
        using var copy = _workspace!.CopyTrained(entry, request);
        Publication.Run(entry, copy, request);
        return _published = _loop.Steps;
    }

    public SessionResult Finish(long start)
    {
        Publish();
        _finished = true;
        return new SessionResult(_published, _sequence, _loop!.Gathered, _tokens, _loss, Stopwatch.GetElapsedTime(start));
    }

    private void Serve()
    {
        using var workspace = _workspace = Workspace.Copy(entry, request.Setup, [request.Head!], request.Embedding, _stop.Token);
        using var loop = _loop = new SessionLoop(workspace.Target(entry, request, options));
        _batches = new SessionBatches(entry, loop, request.Embedding, request.MaxLength!.Value);
        _opened.TrySetResult();
        try
        {
            while (!_finished && !_loop.IsTorn) _work.Take(_stop.Token).Execute();
        }
        catch (OperationCanceledException)
        {
            // Somebody closed it.
        }
        finally
        {
            if (!_finished) Publish();
        }
    }

    private void End()
    {
        // Claims go first: whoever sees the end may train the same adapters.
        claims.Dispose();
        _work.CompleteAdding();
        while (_work.TryTake(out var item)) item.Fail(Over());
    }

    private BridgeException Over() => BridgeException.Precondition(ErrorReason.JobNotRunning, $"training session \"{id}\" has ended", ("training_session", id));

    public void Dispose()
    {
        _work.Dispose();
        _stop.Dispose();
    }
}
