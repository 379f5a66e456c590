using Bridge.Core;
using Bridge.Models;
using Bridge.Torch;
using static TorchSharp.torch;

namespace Bridge.Engine.Inference;

/// <summary>Named tensors of a request as a model's inputs.</summary>
internal static class InputTensors
{
    private static readonly string[] Known = ["input_ids", "attention_mask", "token_type_ids", "position_ids", "inputs_embeds", "pixel_values", "decoder_input_ids", "decoder_attention_mask", TaskIdsName];

    private const string TaskIdsName = "task_ids";

    /// <summary>The inputs, borrowed from <paramref name="tensors"/>; ids of smaller integer types are widened (the scope of the caller owns the result).</summary>
    public static ModelInputs Read(IReadOnlyDictionary<string, Tensor> tensors)
    {
        foreach (var name in tensors.Keys)
            if (!Known.Contains(name))
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"there is no input \"{name}\"; there are {string.Join(", ", Known)}",
                    ("input", name), ("allowed", string.Join(", ", Known)));
        return new ModelInputs
        {
            InputIds = Ids("input_ids"),
            AttentionMask = Get("attention_mask"),
            TokenTypeIds = Ids("token_type_ids"),
            PositionIds = Ids("position_ids"),
            InputsEmbeds = Get("inputs_embeds"),
            PixelValues = Get("pixel_values"),
            DecoderInputIds = Ids("decoder_input_ids"),
            DecoderAttentionMask = Get("decoder_attention_mask"),
        };

        Tensor? Get(string name) => tensors.GetValueOrDefault(name);

        Tensor? Ids(string name) => Get(name) is { } tensor ? Integers(name, tensor) : null;
    }

    /// <summary>Which child of a MultiTask setup each row belongs to; null where it is not given.</summary>
    public static IReadOnlyList<int>? TaskIds(IReadOnlyDictionary<string, Tensor> tensors)
    {
        if (!tensors.TryGetValue(TaskIdsName, out var tensor)) return null;
        if (tensor.shape.Length != 1)
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"tensor \"{TaskIdsName}\" has shape {new Shape(tensor.shape)}; (rows) is allowed", ("tensor", TaskIdsName), ("shape", new Shape(tensor.shape)));
        return [.. Integers(TaskIdsName, tensor).cpu().data<long>().Select(id => checked((int)id))];
    }

    private static Tensor Integers(string name, Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Int64 => tensor,
        ScalarType.Int32 or ScalarType.Int16 or ScalarType.Int8 or ScalarType.Byte => tensor.to(ScalarType.Int64),
        _ => throw BridgeException.Invalid(ErrorReason.TensorDtype, $"tensor \"{name}\" has data type {Tensors.ToDataType(tensor.dtype)}; integers are allowed",
            ("tensor", name), ("data_type", Tensors.ToDataType(tensor.dtype)), ("allowed", "integers")),
    };
}
