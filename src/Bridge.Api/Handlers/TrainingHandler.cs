using Bridge.Api.Mapping;
using Bridge.Core;
using Bridge.Engine;
using Google.Protobuf.WellKnownTypes;

namespace Bridge.Api;

/// <summary>bridge.v1.TrainingService.</summary>
public sealed class TrainingHandler
{
    private readonly BridgeEngine _engine;
    private readonly RequestCache _cache;

    internal TrainingHandler(BridgeEngine engine, RequestCache cache) => (_engine, _cache) = (engine, cache);

    /// <summary>CreateTrainingJob.</summary>
    public Task<V1.TrainingJob> HandleAsync(V1.CreateTrainingJobRequest request, CallContext context) => _cache.Run("CreateTrainingJob", request.RequestId, request, () =>
        Task.FromResult(TrainingMapper.ToMessage(Create(TrainingMapper.Read(Names.ReadModel(request.Parent, "parent"), request)))));

    /// <summary>GetTrainingJob.</summary>
    public Task<V1.TrainingJob> HandleAsync(V1.GetTrainingJobRequest request, CallContext context)
    {
        var (model, id) = Names.ReadJob(request.Name, "name");
        return Task.FromResult(TrainingMapper.ToMessage(_engine.Jobs.Get(model, id)));
    }

    /// <summary>ListTrainingJobs.</summary>
    public Task<V1.ListTrainingJobsResponse> HandleAsync(V1.ListTrainingJobsRequest request, CallContext context)
    {
        var model = Names.ReadModel(request.Parent, "parent");
        var jobs = _engine.Jobs.List(model == "-" ? null : model);
        // Jobs may outlive their model, and the process that had loaded it.
        if (model != "-" && jobs.Count == 0) _engine.Models.Get(model);
        var (items, next) = Pages.Cut(jobs, j => (j.CreateTime, j.Id), request.PageSize, request.PageToken, $"jobs {request.Parent}");
        return Task.FromResult(new V1.ListTrainingJobsResponse { TrainingJobs = { items.Select(TrainingMapper.ToMessage) }, NextPageToken = next });
    }

    /// <summary>CancelTrainingJob.</summary>
    public Task<V1.TrainingJob> HandleAsync(V1.CancelTrainingJobRequest request, CallContext context) => _cache.Run("CancelTrainingJob", request.RequestId, request, () =>
    {
        var (model, id) = Names.ReadJob(request.Name, "name");
        return Task.FromResult(TrainingMapper.ToMessage(_engine.Jobs.Cancel(model, id)));
    });

    /// <summary>DeleteTrainingJob.</summary>
    public Task<Empty> HandleAsync(V1.DeleteTrainingJobRequest request, CallContext context) => _cache.Run("DeleteTrainingJob", request.RequestId, request, async () =>
    {
        var (model, id) = Names.ReadJob(request.Name, "name");
        await Deletions.Run(request.AllowMissing, () =>
        {
            _engine.Jobs.Delete(model, id);
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        return new Empty();
    });

    /// <summary>WatchTrainingJob.</summary>
    public async IAsyncEnumerable<V1.TrainingEvent> WatchAsync(V1.WatchTrainingJobRequest request, CallContext context)
    {
        var (model, id) = Names.ReadJob(request.Name, "name");
        await foreach (var item in _engine.Jobs.WatchAsync(model, id, request.AfterSequence, context.Cancellation).ConfigureAwait(false))
            yield return TrainingMapper.ToMessage(item);
    }

    private TrainingJobInfo Create(TrainingJobRequest request)
    {
        try
        {
            return _engine.Jobs.Create(request);
        }
        catch (BridgeException error) when (error.Violations.Count > 0)
        {
            throw OptionsMapper.Located(error);
        }
    }
}
