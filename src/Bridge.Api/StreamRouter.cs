using System.Runtime.CompilerServices;
using Bridge.Core;
using Google.Protobuf;

namespace Bridge.Api;

/// <summary>Streaming methods by name, messages as bytes: what <see cref="UnaryRouter"/> is for the others.</summary>
public sealed class StreamRouter
{
    private readonly Dictionary<string, Func<IAsyncEnumerable<ReadOnlyMemory<byte>>, CallContext, IAsyncEnumerable<byte[]>>> _methods = new(StringComparer.Ordinal);

    internal StreamRouter(BridgeApi api)
    {
        var adapters = V1.AdapterService.Descriptor.FullName;
        AddClient(adapters, "UploadAdapter", V1.UploadAdapterRequest.Parser, api.AdapterTransfers.UploadAsync);
        AddServer(adapters, "DownloadAdapter", V1.DownloadAdapterRequest.Parser, api.AdapterTransfers.DownloadAsync);
        AddClient(V1.DatasetService.Descriptor.FullName, "UploadDataset", V1.UploadDatasetRequest.Parser, api.Datasets.UploadAsync);
        AddServer(V1.TrainingService.Descriptor.FullName, "WatchTrainingJob", V1.WatchTrainingJobRequest.Parser, api.Training.WatchAsync);
        Add(V1.TrainingSessionService.Descriptor.FullName, "RunTrainingSession", V1.RunTrainingSessionRequest.Parser, api.TrainingSessions.RunAsync);
        var inference = V1.InferenceService.Descriptor.FullName;
        Add(inference, "StreamForward", V1.StreamForwardRequest.Parser, api.StreamForward.RunAsync);
        Add(inference, "StreamClassify", V1.ClassifyRequest.Parser, api.Inference.ClassifyAsync);
    }

    /// <summary>The names of all methods, sorted.</summary>
    public IReadOnlyList<string> Methods => [.. _methods.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Begins a call. METHOD_NOT_AVAILABLE.</summary>
    public MessageStream Open(string method) => _methods.TryGetValue(method.TrimStart('/'), out var call)
        ? new MessageStream(call)
        : throw BridgeException.Of(ErrorCode.Unimplemented, ErrorReason.MethodNotAvailable, $"there is no streaming method \"{method}\"", ("method", method));

    private void Add<TRequest, TResponse>(string service, string method, MessageParser<TRequest> parser, Func<IAsyncEnumerable<TRequest>, CallContext, IAsyncEnumerable<TResponse>> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage =>
        _methods[$"{service}/{method}"] = (requests, context) => Write(handler(Read(parser, requests), context));

    private void AddServer<TRequest, TResponse>(string service, string method, MessageParser<TRequest> parser, Func<TRequest, CallContext, IAsyncEnumerable<TResponse>> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage =>
        Add(service, method, parser, (IAsyncEnumerable<TRequest> requests, CallContext context) => One(requests, method, request => handler(request, context)));

    private void AddClient<TRequest, TResponse>(string service, string method, MessageParser<TRequest> parser, Func<IAsyncEnumerable<TRequest>, CallContext, Task<TResponse>> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage =>
        Add(service, method, parser, (IAsyncEnumerable<TRequest> requests, CallContext context) => Yield(handler, requests, context));

    private static async IAsyncEnumerable<TResponse> Yield<TRequest, TResponse>(
        Func<IAsyncEnumerable<TRequest>, CallContext, Task<TResponse>> handler, IAsyncEnumerable<TRequest> requests, CallContext context)
    {
        yield return await handler(requests, context).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<TResponse> One<TRequest, TResponse>(IAsyncEnumerable<TRequest> requests, string method, Func<TRequest, IAsyncEnumerable<TResponse>> handler)
    {
        await using var messages = requests.GetAsyncEnumerator();
        if (!await messages.MoveNextAsync().ConfigureAwait(false)) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{method}: no message was written; one is needed", ("method", method));
        await foreach (var response in handler(messages.Current).ConfigureAwait(false)) yield return response;
    }

    private static async IAsyncEnumerable<TRequest> Read<TRequest>(MessageParser<TRequest> parser, IAsyncEnumerable<ReadOnlyMemory<byte>> messages, [EnumeratorCancellation] CancellationToken cancellation = default)
        where TRequest : IMessage<TRequest>
    {
        await foreach (var message in messages.WithCancellation(cancellation).ConfigureAwait(false)) yield return parser.ParseFrom(message.Span);
    }

    private static async IAsyncEnumerable<byte[]> Write<TResponse>(IAsyncEnumerable<TResponse> responses) where TResponse : IMessage
    {
        await foreach (var response in responses.ConfigureAwait(false)) yield return response.ToByteArray();
    }
}
