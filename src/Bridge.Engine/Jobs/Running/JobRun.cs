using System.Diagnostics;
using Bridge.Core;
using Bridge.Engine.Datasets;
using Bridge.Engine.Models;
using Bridge.Engine.Work;
using Bridge.Models.Heads;
using Bridge.Training;
using Bridge.Training.Data;
using Bridge.Training.Events;

namespace Bridge.Engine.Jobs.Running;

/// <summary>
/// One job from its first thread's start to its end: copies, rows to ids, training, publication. A failed job leaves the model as it was; a finished or
/// cancelled one puts whole new versions in place at once.
/// </summary>
internal sealed class JobRun(TrainingJob job, ModelEntry entry, TrainingOptions options, DatasetEntry data, DatasetEntry? evaluation, IDisposable claims, Action<string, Exception>? unexpected)
{
    private StateChangedEvent? _end;

    public void Run(CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            job.Log.Append(new StateChangedEvent(TrainingState.Running));
            using var kept = entry.Lease.Keep();
            using var workspace = Workspace.Copy(entry, job.Request.Setup, [job.Request.Head!], job.Request.Embedding, cancellation);
            try
            {
                var result = Trainer.Run(Spec(workspace, cancellation), job.Log, cancellation);
                Publication.Run(entry, workspace, job.Request);
                job.Result = Result(result);
                _end = new StateChangedEvent(TrainingState.Succeeded);
            }
            catch (OperationCanceledException)
            {
                job.Result = Interrupted(watch.Elapsed);
                if (job.Result is not null) Publication.Run(entry, workspace, job.Request);
                _end = new StateChangedEvent(TrainingState.Cancelled);
            }
        }
        catch (OperationCanceledException)
        {
            _end = new StateChangedEvent(TrainingState.Cancelled);
        }
        catch (Exception error)
        {
            var known = NativeErrors.ToBridge(error);
            if (known.Code == ErrorCode.Internal) unexpected?.Invoke($"training job \"{job.Id}\"", known);
            _end = new StateChangedEvent(TrainingState.Failed, known);
        }
        finally
        {
            claims.Dispose();
        }
    }

    /// <summary>Ends a job that never started.</summary>
    public void Abandon()
    {
        claims.Dispose();
        job.Log.Append(new StateChangedEvent(TrainingState.Cancelled));
    }

    /// <summary>Tells the end, when the scheduler has freed the model too: whoever sees it may start the next job.</summary>
    public void Announce() => job.Log.Append(_end!);

    private TrainingSpec Spec(Workspace workspace, CancellationToken cancellation)
    {
        var request = job.Request;
        var config = workspace.Heads[request.Head!].ConfigWith(workspace.Embeddings.For(request.Embedding));
        var labels = config.LabelIds;
        var rows = Encode(data, config, labels, cancellation);
        var steps = request.CheckpointFolder is null || options.CheckpointSteps is not null
            ? options
            : options with { CheckpointSteps = new BatchPlan(rows.Lengths, options.BatchSize, options.GradientAccumulation).StepsPerEpoch };
        return new TrainingSpec(workspace.Target(entry, request, steps), rows)
        {
            Evaluation = evaluation is null ? null : Encode(evaluation, config, labels ?? (data.Data.LabelIds.Count > 0 ? data.Data.LabelIds : null), cancellation),
            CheckpointFolder = request.CheckpointFolder,
            ResumeFrom = request is { Resume: true, CheckpointFolder: { } folder } ? Trainer.NewestCheckpoint(folder) : null,
        };
    }

    private EncodedDataset Encode(DatasetEntry dataset, HeadConfig config, IReadOnlyDictionary<string, int>? labels, CancellationToken cancellation) =>
        entry.Encode(dataset.WithLabels(labels), config, job.Request.Embedding, job.Request.MaxLength, cancellation);

    private TrainingJobResult Result(TrainingResult r) => new()
    {
        Steps = r.Steps,
        TotalSteps = r.TotalSteps,
        Epochs = r.Epochs,
        FinalLoss = r.FinalLoss,
        Metrics = job.Chosen(r.Metrics),
        BestMetrics = job.Chosen(r.BestMetrics),
        BestStep = r.BestStep,
        StoppedEarly = r.StoppedEarly,
        RestoredBest = r.RestoredBest,
        Duration = r.Duration,
    };

    // Where not even one step was done there is nothing to keep.
    private TrainingJobResult? Interrupted(TimeSpan duration)
    {
        if (job.Info.LastStep is not { } step) return null;
        var (last, best, bestStep) = job.Evaluations;
        return new TrainingJobResult
        {
            Steps = step.Step,
            TotalSteps = step.TotalSteps,
            Epochs = step.Epoch,
            FinalLoss = step.Loss,
            Metrics = last,
            BestMetrics = best,
            BestStep = bestStep,
            Duration = duration,
        };
    }
}
