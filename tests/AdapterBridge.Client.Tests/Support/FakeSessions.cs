namespace AdapterBridge.Client.Tests.Support;

/// <summary>Sessions that open and do no more.</summary>
internal sealed class FakeSessions : Wire.TrainingSessionService.TrainingSessionServiceBase
{
    /// <summary>What was asked for.</summary>
    public List<Wire.TrainingSessionStart> Starts { get; } = [];

    public override async Task RunTrainingSession(IAsyncStreamReader<Wire.RunTrainingSessionRequest> requestStream, IServerStreamWriter<Wire.RunTrainingSessionResponse> responseStream, ServerCallContext context)
    {
        await requestStream.MoveNext(context.CancellationToken);
        Starts.Add(requestStream.Current.Start);
        await responseStream.WriteAsync(new Wire.RunTrainingSessionResponse { Started = new Wire.TrainingSessionStarted { SessionId = "s" } });
    }
}
