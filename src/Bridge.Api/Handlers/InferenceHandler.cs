using Bridge.Api.Mapping;
using Bridge.Core;
using Bridge.Engine;
using Google.Protobuf;

namespace Bridge.Api;

/// <summary>bridge.v1.InferenceService, its unary methods and StreamClassify.</summary>
public sealed class InferenceHandler
{
    // Room for names and framing in a message that is otherwise tensors.
    private const int Overhead = 64 * 1024;

    private readonly BridgeEngine _engine;
    private readonly ApiOptions _options;

    internal InferenceHandler(BridgeEngine engine, ApiOptions options) => (_engine, _options) = (engine, options);

    /// <summary>RunForward.</summary>
    public async Task<V1.RunForwardResponse> HandleAsync(V1.RunForwardRequest request, CallContext context)
    {
        if (request.Inputs.Count == 0 && request.Texts is null && request.Images.Count == 0) throw Violations.Of("inputs", ErrorReason.ArgumentInvalid, "neither inputs nor texts nor images are given; give one");
        var forward = Request(request.Model, request.Setup, request.Outputs, "setup") with
        {
            Inputs = TensorMapper.Read(request.Inputs, "inputs", _options.MaxInlineTensorBytes),
            Texts = Texts(request.Texts),
            Images = Images(request.Images),
        };
        var result = await _engine.Inference.ForwardAsync(forward, context.Cancellation).ConfigureAwait(false);
        var response = new V1.RunForwardResponse { Adapters = { ResourceMapper.ToMessages(result.Adapters) } };
        long total = 0;
        foreach (var (name, value) in result.Outputs)
        {
            total += value.Data.Length;
            if (value.Data.Length > _options.MaxInlineTensorBytes) throw TensorMapper.TooLarge(name, value.Data.Length, _options.MaxInlineTensorBytes, "StreamForward");
            if (total > _options.MaxMessageBytes - Overhead) throw TensorMapper.TooLarge("all outputs", total, _options.MaxMessageBytes - Overhead, "StreamForward");
            response.Outputs[name] = TensorMapper.Write(value);
        }
        return response;
    }

    /// <summary>Classify.</summary>
    public async Task<V1.ClassifyResponse> HandleAsync(V1.ClassifyRequest request, CallContext context)
    {
        if (request.Setup is null) throw Violations.Missing("setup");
        var composition = SetupMapper.Read(request.Setup, "setup");
        var result = await _engine.Classifier.ClassifyAsync(new ClassifyRequest
        {
            Model = Names.ReadModel(request.Model, "model"),
            Texts = request.Images.Count > 0 && request.Texts.Count == 0 ? null : new TextRows(request.Texts, request.Pairs, request.MaxLength == 0 ? null : request.MaxLength),
            Images = Images(request.Images),
            Setup = composition,
            UseBase = composition is null,
            Heads = request.Setup.Heads,
            Embedding = SetupMapper.Embedding(request.Setup),
        }, context.Cancellation).ConfigureAwait(false);
        var response = new V1.ClassifyResponse { BatchId = request.BatchId, Adapters = { ResourceMapper.ToMessages(result.Adapters) } };
        foreach (var item in result.Results)
        {
            var message = new V1.Classification { Label = item.Label };
            for (var id = 0; id < result.Labels.Count; id++)
                message.Scores.Add(new V1.LabelScore { Label = result.Labels[id], LabelId = id, Score = item.Scores[id], Logit = item.Logits[id] });
            response.Classifications.Add(message);
        }
        return response;
    }

    /// <summary>StreamClassify.</summary>
    public async IAsyncEnumerable<V1.ClassifyResponse> ClassifyAsync(IAsyncEnumerable<V1.ClassifyRequest> requests, CallContext context)
    {
        V1.ClassifyRequest? before = null;
        await foreach (var request in requests.WithCancellation(context.Cancellation).ConfigureAwait(false))
        {
            if (before is not null)
            {
                if (request.Model.Length == 0) request.Model = before.Model;
                request.Setup ??= before.Setup;
                if (request.MaxLength == 0) request.MaxLength = before.MaxLength;
            }
            before = request;
            yield return await HandleAsync(request, context).ConfigureAwait(false);
        }
    }

    /// <summary>Evaluate.</summary>
    public async Task<V1.EvaluateResponse> HandleAsync(V1.EvaluateRequest request, CallContext context)
    {
        if (request.Setup is null) throw Violations.Missing("setup");
        var composition = SetupMapper.Read(request.Setup, "setup");
        var result = await _engine.Evaluation.EvaluateAsync(new EvaluateRequest
        {
            Model = Names.ReadModel(request.Model, "model"),
            Dataset = Names.ReadDataset(request.Dataset, "dataset"),
            Setup = composition,
            UseBase = composition is null,
            Heads = request.Setup.Heads,
            Embedding = SetupMapper.Embedding(request.Setup),
            BatchSize = request.BatchSize == 0 ? 64 : request.BatchSize,
            MaxLength = request.MaxLength == 0 ? null : request.MaxLength,
            Metrics = request.Metrics,
        }, context.Cancellation).ConfigureAwait(false);
        var response = new V1.EvaluateResponse { RowCount = result.RowCount, Adapters = { ResourceMapper.ToMessages(result.Adapters) } };
        foreach (var (name, value) in result.Metrics) response.Metrics[name] = value;
        return response;
    }

    internal static ForwardRequest Request(string model, V1.Setup? setup, IReadOnlyList<string> outputs, string field)
    {
        var composition = SetupMapper.Read(setup, field);
        return new ForwardRequest
        {
            Model = Names.ReadModel(model, "model"),
            Setup = composition,
            UseBase = composition is null,
            Heads = setup?.Heads ?? [],
            Embedding = SetupMapper.Embedding(setup),
            Outputs = outputs,
        };
    }

    internal static ImageRows? Images(IReadOnlyList<ByteString> images) => images.Count == 0 ? null : new ImageRows([.. images.Select(i => i.Memory)]);

    internal static TextRows? Texts(V1.TextBatch? texts) => texts is null ? null : new TextRows(texts.Texts, texts.Pairs, texts.MaxLength == 0 ? null : texts.MaxLength);
}
