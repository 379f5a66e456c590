using System.Runtime.CompilerServices;
using Grpc.Core;

namespace AdapterBridge.Client;

// What a model computes.
public partial class ModelReference
{
    private static readonly TimeSpan ForwardTime = TimeSpan.FromSeconds(120);

    /// <summary>One batch of tensors by name through the model: (rows, length) each. Without a setup the base model acts alone. Large tensors travel in pieces by themselves.</summary>
    public Task<ForwardResult> ForwardAsync(
        IReadOnlyDictionary<string, Tensor> inputs, Setup? setup = null, IReadOnlyList<string>? outputs = null, CancellationToken cancellationToken = default) =>
        ForwardAsync(new ForwardBatch(inputs), setup, outputs, cancellationToken);

    /// <summary>The same for texts.</summary>
    public Task<ForwardResult> ForwardAsync(TextBatch texts, Setup? setup = null, IReadOnlyList<string>? outputs = null, CancellationToken cancellationToken = default) =>
        ForwardAsync(new ForwardBatch(texts), setup, outputs, cancellationToken);

    /// <summary>The same for images, for models of images.</summary>
    public Task<ForwardResult> ForwardAsync(ImageBatch images, Setup? setup = null, IReadOnlyList<string>? outputs = null, CancellationToken cancellationToken = default) =>
        ForwardAsync(new ForwardBatch(images), setup, outputs, cancellationToken);

    /// <summary>Many batches over one stream; answers come in order, while later batches are being sent.</summary>
    public async IAsyncEnumerable<ForwardResult> StreamForwardAsync(
        IAsyncEnumerable<ForwardBatch> batches, Setup? setup = null, IReadOnlyList<string>? outputs = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var call = _connection.Inference.StreamForward(Connection.Stream(cancellationToken));
        var pieces = new TensorPieces();
        await foreach (var message in Streams.ExchangeAsync(call, MessagesAsync(batches, setup, outputs ?? [], cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            if (message.PartCase == Wire.StreamForwardResponse.PartOneofCase.Tensor) pieces.Add(message.Tensor);
            else if (message.PartCase == Wire.StreamForwardResponse.PartOneofCase.Result)
            {
                yield return ForwardResult.From(message.Result, pieces.Tensors);
                pieces = new TensorPieces();
            }
        }
    }

    /// <summary>The labels of texts, one result a text. The setup must name a head, or an adapter with a head of its name.</summary>
    public Task<IReadOnlyList<Classification>> ClassifyAsync(IReadOnlyList<string> texts, Setup setup, CancellationToken cancellationToken = default) =>
        ClassifyAsync(new TextBatch(texts), setup, cancellationToken);

    /// <summary>The labels of texts or pairs of texts, one result a row.</summary>
    public async Task<IReadOnlyList<Classification>> ClassifyAsync(TextBatch texts, Setup setup, CancellationToken cancellationToken = default) =>
        Classification.From(await _connection.Inference.ClassifyAsync(ClassifyRequest(texts, setup, 0), _connection.Call(cancellationToken, ForwardTime)).ConfigureAwait(false));

    /// <summary>The labels of images, one result an image.</summary>
    public async Task<IReadOnlyList<Classification>> ClassifyAsync(ImageBatch images, Setup setup, CancellationToken cancellationToken = default)
    {
        var request = new Wire.ClassifyRequest { Model = Name, Setup = setup.ToMessage(), Images = { images.ToMessages() } };
        return Classification.From(await _connection.Inference.ClassifyAsync(request, _connection.Call(cancellationToken, ForwardTime)).ConfigureAwait(false));
    }

    /// <summary>The labels of many batches over one stream, in order.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Classification>> StreamClassifyAsync(
        IAsyncEnumerable<TextBatch> batches, Setup setup, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var call = _connection.Inference.StreamClassify(Connection.Stream(cancellationToken));
        await foreach (var answer in Streams.ExchangeAsync(call, MessagesAsync(batches, setup, cancellationToken), cancellationToken).ConfigureAwait(false)) yield return Classification.From(answer);
    }

    /// <summary>Metrics over the rows of a dataset; empty <paramref name="metrics"/> are all that fit the labels. May take an hour.</summary>
    public async Task<EvaluationResult> EvaluateAsync(
        ResourceReference dataset, Setup setup, int? batchSize = null, int? maxLength = null, IReadOnlyList<string>? metrics = null, CancellationToken cancellationToken = default)
    {
        var request = new Wire.EvaluateRequest
        {
            Model = Name, Setup = setup.ToMessage(), Dataset = dataset.In("datasets"), BatchSize = batchSize ?? 0, MaxLength = maxLength ?? 0, Metrics = { metrics ?? [] },
        };
        var m = await _connection.Inference.EvaluateAsync(request, _connection.Call(cancellationToken, TimeSpan.FromHours(1))).ConfigureAwait(false);
        return new EvaluationResult(m.Metrics.ToDictionary(), m.RowCount, AdapterUse.From(m.Adapters));
    }

    private async Task<ForwardResult> ForwardAsync(ForwardBatch batch, Setup? setup, IReadOnlyList<string>? outputs, CancellationToken cancellationToken)
    {
        if (!batch.IsLarge)
        {
            try
            {
                var request = batch.ToRequest(Name, setup, outputs ?? []);
                return ForwardResult.From(await _connection.Inference.RunForwardAsync(request, _connection.Call(cancellationToken, ForwardTime)).ConfigureAwait(false));
            }
            catch (AdapterBridgeException error) when (error is { Code: StatusCode.InvalidArgument, Reason: "TENSOR_TOO_LARGE" })
            {
                // An output is too large for one message; the stream sends it in pieces.
            }
        }

        ForwardResult? answer = null;
        // One batch, one answer; reading on to the stream's end leaves nothing to cancel.
        await foreach (var result in StreamForwardAsync(One(batch), setup, outputs, cancellationToken).ConfigureAwait(false)) answer = result;
        return answer ?? throw new AdapterBridgeException(StatusCode.Internal, "", "the stream ended without an answer");
    }

    private Wire.ClassifyRequest ClassifyRequest(TextBatch texts, Setup setup, long number) =>
        new() { Model = Name, Setup = setup.ToMessage(), Texts = { texts.Texts }, Pairs = { texts.Pairs }, MaxLength = texts.MaxLength ?? 0, BatchId = number };

    private async IAsyncEnumerable<Wire.StreamForwardRequest> MessagesAsync(
        IAsyncEnumerable<ForwardBatch> batches, Setup? setup, IReadOnlyList<string> outputs, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return new Wire.StreamForwardRequest { Start = new Wire.StreamForwardStart { Model = Name, Setup = setup?.ToMessage(), Outputs = { outputs } } };
        var number = 0L;
        await foreach (var batch in batches.WithCancellation(cancellation).ConfigureAwait(false))
        {
            number++;
            foreach (var message in batch.ToMessages(number)) yield return message;
        }
    }

    private async IAsyncEnumerable<Wire.ClassifyRequest> MessagesAsync(IAsyncEnumerable<TextBatch> batches, Setup setup, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var number = 0L;
        await foreach (var batch in batches.WithCancellation(cancellation).ConfigureAwait(false)) yield return ClassifyRequest(batch, setup, ++number);
    }

    private static async IAsyncEnumerable<ForwardBatch> One(ForwardBatch batch)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return batch;
    }
}
