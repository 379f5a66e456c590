using System.Collections;
using System.Globalization;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>The tensors and plain values of an object of a pickle, nested names joined by dots.</summary>
internal sealed class TorchContents
{
    private const int MaxDepth = 32;

    private readonly string _path;
    private readonly IReadOnlyDictionary<string, int> _order;
    private readonly long _most;
    private long _values;

    // References may make a small file look like an endless tree: honest ones hold no more values than the pickle has bytes, or a few times that.
    private TorchContents(string path, SanitizedPickle pickle) => (_path, _order, _most) = (path, pickle.FirstSeen, 1024 + (4L * pickle.Bytes.Length));

    /// <summary>Names and descriptions, in the file's order.</summary>
    public List<(string Name, PickleTensor Tensor)> Tensors { get; } = [];

    /// <summary>Plain values as text.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes an object apart. A tensor by itself goes by <see cref="TorchPickleFile.RootName"/>.</summary>
    public static TorchContents Of(string path, object? root, SanitizedPickle pickle)
    {
        var contents = new TorchContents(path, pickle);
        if (root is not (PickleDict or PickleTensor))
            throw CheckpointErrors.Corrupt(path, "the pickle's object", PickleGlobal.Describe(root), "a dictionary of tensors or one tensor");
        contents.Add(TorchPickleFile.RootName, root, 0);
        return contents;
    }

    private void Add(string name, object? value, int depth)
    {
        if (++_values > _most) throw CheckpointErrors.Corrupt(_path, "the number of the pickle's values", $"above {_most}", $"at most {_most} in a pickle of this length");
        if (depth > MaxDepth) throw CheckpointErrors.Corrupt(_path, "the nesting of the pickle's object", $"deeper than {MaxDepth}", $"at most {MaxDepth}");
        if (name.Length > 4096) throw CheckpointErrors.Corrupt(_path, "a name in the pickle", $"{name.Length} characters", "at most 4096");
        switch (value)
        {
            case PickleTensor tensor:
                Tensors.Add((name, tensor));
                break;
            case PickleDict dictionary:
                foreach (var (key, item) in Ordered(dictionary)) Add(Join(name, key), item, depth + 1);
                break;
            case ArrayList list:
                for (var i = 0; i < list.Count; i++) Add(Join(name, Text(i)), list[i], depth + 1);
                break;
            case object[] tuple:
                for (var i = 0; i < tuple.Length; i++) Add(Join(name, Text(i)), tuple[i], depth + 1);
                break;
            case string or int or long or double or bool or System.Numerics.BigInteger or null:
                Metadata[name] = Text(value);
                break;
            case PickleGlobal { Kind: PickleGlobalKind.TensorType } type:
                Metadata[name] = type.Type.ToString();
                break;
            case byte[] bytes:
                Metadata[name] = Convert.ToBase64String(bytes);
                break;
            default:
                throw Unexpected(name, value);
        }
    }

    private IEnumerable<(string Key, object? Value)> Ordered(PickleDict dictionary) =>
        from DictionaryEntry entry in dictionary
        let number = entry.Key is int or long ? Convert.ToInt64(entry.Key, CultureInfo.InvariantCulture) : (long?)null
        let text = entry.Key as string ?? (number is { } n ? Text(n) : throw Unexpected("a dictionary's key", entry.Key))
        orderby number ?? (_order.TryGetValue(text, out var place) ? place : int.MaxValue), text
        select (text, entry.Value);

    private BridgeException Unexpected(string name, object? value) =>
        CheckpointErrors.CorruptTensor(_path, name, "its value", PickleGlobal.Describe(value), "tensors, dictionaries with texts as keys, lists and plain values");

    private static string Join(string outer, string inner) => outer.Length == 0 ? inner : $"{outer}.{inner}";

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
