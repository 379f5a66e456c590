using Grpc.Core;
using Grpc.Core.Interceptors;

namespace AdapterBridge.Client;

/// <summary>The stubs of one service, with deadlines and retries.</summary>
internal sealed class Connection
{
    public Connection(CallInvoker invoker, BridgeClientOptions options)
    {
        Options = options;
        var calls = invoker.Intercept(new RetryInterceptor(options.Timeout));
        Server = new Wire.ServerService.ServerServiceClient(calls);
        Models = new Wire.ModelService.ModelServiceClient(calls);
        Adapters = new Wire.AdapterService.AdapterServiceClient(calls);
        Heads = new Wire.HeadService.HeadServiceClient(calls);
        Datasets = new Wire.DatasetService.DatasetServiceClient(calls);
        Training = new Wire.TrainingService.TrainingServiceClient(calls);
        TrainingSessions = new Wire.TrainingSessionService.TrainingSessionServiceClient(calls);
        Inference = new Wire.InferenceService.InferenceServiceClient(calls);
        Operations = new LongRunning.Operations.OperationsClient(calls);
    }

    public BridgeClientOptions Options { get; }

    public Wire.ServerService.ServerServiceClient Server { get; }

    public Wire.ModelService.ModelServiceClient Models { get; }

    public Wire.AdapterService.AdapterServiceClient Adapters { get; }

    public Wire.HeadService.HeadServiceClient Heads { get; }

    public Wire.DatasetService.DatasetServiceClient Datasets { get; }

    public Wire.TrainingService.TrainingServiceClient Training { get; }

    public Wire.TrainingSessionService.TrainingSessionServiceClient TrainingSessions { get; }

    public Wire.InferenceService.InferenceServiceClient Inference { get; }

    public LongRunning.Operations.OperationsClient Operations { get; }

    /// <summary>Options of a unary call; without seconds it has the client's deadline, and never a shorter one.</summary>
    public CallOptions Call(CancellationToken cancellation, TimeSpan? atLeast = null)
    {
        var time = atLeast is { } wanted && wanted > Options.Timeout ? wanted : Options.Timeout;
        return new CallOptions(deadline: DateTime.UtcNow + time, cancellationToken: cancellation);
    }

    /// <summary>Options of a call that ends when it ends.</summary>
    public static CallOptions Stream(CancellationToken cancellation) => new(cancellationToken: cancellation);

    /// <summary>The items of all pages; <paramref name="page"/> takes a page's token and answers with its items and the next one's.</summary>
    public static async IAsyncEnumerable<T> PagesAsync<T>(Func<string, Task<(IReadOnlyList<T> Items, string Next)>> page)
    {
        var token = "";
        do
        {
            (var items, token) = await page(token).ConfigureAwait(false);
            foreach (var item in items) yield return item;
        }
        while (token.Length > 0);
    }
}
