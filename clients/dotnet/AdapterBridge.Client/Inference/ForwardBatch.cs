namespace AdapterBridge.Client;

/// <summary>What goes through a model at once: tensors by name (<c>input_ids</c>, <c>attention_mask</c>, ...), texts, or images.</summary>
public sealed class ForwardBatch
{
    private readonly IReadOnlyDictionary<string, Tensor> _tensors;
    private readonly TextBatch? _texts;
    private readonly ImageBatch? _images;

    /// <summary>Tensors by name.</summary>
    public ForwardBatch(IReadOnlyDictionary<string, Tensor> tensors) => _tensors = tensors;

    /// <summary>Texts.</summary>
    public ForwardBatch(TextBatch texts) => (_tensors, _texts) = (new Dictionary<string, Tensor>(), texts);

    /// <summary>Images.</summary>
    public ForwardBatch(ImageBatch images) => (_tensors, _images) = (new Dictionary<string, Tensor>(), images);

    /// <summary>Tensors by name.</summary>
    public static implicit operator ForwardBatch(Dictionary<string, Tensor> tensors) => new(tensors);

    /// <summary>Texts.</summary>
    public static implicit operator ForwardBatch(TextBatch texts) => new(texts);

    /// <summary>Images.</summary>
    public static implicit operator ForwardBatch(ImageBatch images) => new(images);

    /// <summary>Whether tensors must travel in pieces.</summary>
    internal bool IsLarge => _tensors.Values.Any(t => t.Data.Length > TensorPieces.InlineBytes) || _tensors.Values.Sum(t => (long)t.Data.Length) > 3 * TensorPieces.InlineBytes;

    internal Wire.RunForwardRequest ToRequest(string model, Setup? setup, IEnumerable<string> outputs)
    {
        var request = new Wire.RunForwardRequest { Model = model, Setup = setup?.ToMessage(), Texts = _texts?.ToMessage(), Images = { _images?.ToMessages() ?? [] }, Outputs = { outputs } };
        foreach (var (name, tensor) in _tensors) request.Inputs[name] = tensor.ToMessage();
        return request;
    }

    /// <summary>The messages of a stream: large tensors in pieces, the others in the message that runs them.</summary>
    internal IEnumerable<Wire.StreamForwardRequest> ToMessages(long number)
    {
        var run = new Wire.StreamForwardRun { BatchId = number, Texts = _texts?.ToMessage(), Images = { _images?.ToMessages() ?? [] } };
        var inline = 0;
        foreach (var (name, tensor) in _tensors)
        {
            if (tensor.Data.Length <= TensorPieces.PieceBytes && inline + tensor.Data.Length <= TensorPieces.InlineBytes)
            {
                inline += tensor.Data.Length;
                run.Inputs[name] = tensor.ToMessage();
                continue;
            }

            foreach (var piece in TensorPieces.Of(name, tensor)) yield return new Wire.StreamForwardRequest { Tensor = piece };
        }

        yield return new Wire.StreamForwardRequest { Run = run };
    }
}
