using Bridge.Core;
using Bridge.Engine;
using Google.Protobuf;

namespace Bridge.Api.Mapping;

/// <summary>Between tensor messages and values; bytes are shared, not copied.</summary>
internal static class TensorMapper
{
    public static Dictionary<string, TensorValue> Read(IEnumerable<KeyValuePair<string, V1.Tensor>> tensors, string field, int maxBytes, string instead = "StreamForward")
    {
        var values = new Dictionary<string, TensorValue>(StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            if (tensor.Data.Length > maxBytes) throw TooLarge(name, tensor.Data.Length, maxBytes, instead);
            values[name] = new TensorValue((DataType)(int)tensor.DataType, new Shape([.. tensor.Shape]), tensor.Data.Memory);
        }
        return Checked(values, field);
    }

    public static V1.Tensor Write(TensorValue value)
    {
        var tensor = new V1.Tensor { DataType = (V1.DataType)(int)value.DataType, Data = UnsafeByteOperations.UnsafeWrap(value.Data) };
        tensor.Shape.AddRange(value.Shape.Dimensions);
        return tensor;
    }

    public static BridgeException TooLarge(string name, long bytes, int maxBytes, string instead) =>
        BridgeException.Invalid(ErrorReason.TensorTooLarge, $"tensor \"{name}\" has {bytes} bytes; at most {maxBytes} travel in one message, use {instead}",
            ("tensor", name), ("byte_size", bytes), ("allowed", maxBytes), ("instead", instead));

    private static Dictionary<string, TensorValue> Checked(Dictionary<string, TensorValue> values, string field)
    {
        foreach (var (name, value) in values)
        {
            try
            {
                value.Check(name);
            }
            catch (BridgeException error) when (error.Violations.Count == 0)
            {
                throw Violations.At(error, $"{field}[\"{name}\"]");
            }
        }
        return values;
    }
}
