using Google.Protobuf.WellKnownTypes;

namespace AdapterBridge.Client.Tests.Support;

/// <summary>A job of so many events, whose stream ends with an error after a few of them each time.</summary>
internal sealed class FakeTraining(long events, int eventsPerStream, bool ends = true) : Wire.TrainingService.TrainingServiceBase
{
    /// <summary>after_sequence of each request.</summary>
    public List<long> Asked { get; } = [];

    /// <summary>What a stream ends with before the job does.</summary>
    public RpcException Failure { get; init; } = new(new Status(StatusCode.Unavailable, "the connection is gone"));

    /// <summary>Jobs that were asked for.</summary>
    public List<Wire.TrainingSpec> Specs { get; } = [];

    public override Task<Wire.TrainingJob> CreateTrainingJob(Wire.CreateTrainingJobRequest request, ServerCallContext context)
    {
        Specs.Add(request.Spec);
        return Task.FromResult(new Wire.TrainingJob { Name = $"{request.Parent}/trainingJobs/{request.TrainingJobId}", Spec = request.Spec });
    }

    public override Task<Wire.TrainingJob> GetTrainingJob(Wire.GetTrainingJobRequest request, ServerCallContext context) =>
        Task.FromResult(new Wire.TrainingJob { Name = request.Name, State = ends ? Wire.TrainingState.Succeeded : Wire.TrainingState.Running, LastSequence = events, Result = new Wire.TrainingResult { Steps = events } });

    public override async Task WatchTrainingJob(Wire.WatchTrainingJobRequest request, IServerStreamWriter<Wire.TrainingEvent> responseStream, ServerCallContext context)
    {
        Asked.Add(request.AfterSequence);
        // One event that was seen before comes again, as after a reconnect to a careless server.
        for (var i = Math.Max(request.AfterSequence, 1); i <= events; i++)
        {
            if (i - request.AfterSequence > eventsPerStream) throw Failure;
            await responseStream.WriteAsync(Event(i));
        }
    }

    private Wire.TrainingEvent Event(long sequence)
    {
        var result = new Wire.TrainingEvent { Sequence = sequence, Time = Timestamp.FromDateTime(DateTime.UtcNow) };
        if (sequence == events) result.StateChanged = new Wire.StateChanged { State = Wire.TrainingState.Succeeded, Result = new Wire.TrainingResult { Steps = sequence } };
        else result.Step = new Wire.StepDone { Step = sequence, TotalSteps = events, Loss = 1.0 / sequence };
        return result;
    }
}
