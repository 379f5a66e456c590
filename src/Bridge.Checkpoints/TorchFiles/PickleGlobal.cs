using System.Globalization;
using Bridge.Core;
using Razorvine.Pickle;

namespace Bridge.Checkpoints;

/// <summary>Stands for a Python name while a pickle is read: makes a description of a tensor, never a tensor. Holds no state, so one serves all files.</summary>
internal sealed class PickleGlobal(PickleGlobalKind kind, DataType type = DataType.Unspecified) : IObjectConstructor
{
    /// <summary>The module under which these are known to the reader: no name of a file reaches it unless it is ours.</summary>
    public const string Module = "adapterbridge";

    /// <summary>What it stands for.</summary>
    public PickleGlobalKind Kind { get; } = kind;

    /// <summary>The element type, of types.</summary>
    public DataType Type { get; } = type;

    /// <summary>The name under which it is known to the reader.</summary>
    public string Name => Type == DataType.Unspecified ? Kind.ToString() : $"{Kind}-{Type}";

    /// <summary>Makes what a call of the name makes.</summary>
    public object construct(object[] args) => Kind switch
    {
        PickleGlobalKind.OrderedDict when args.Length == 0 => new PickleDict(),
        PickleGlobalKind.Tensor when args.Length is >= 4 and <= 7 && args[0] is PickleStorage storage => Tensor(storage, storage.Type, args),
        PickleGlobalKind.TypedTensor when args.Length is 7 or 8 && args[0] is PickleStorage storage && args[6] is PickleGlobal { Kind: PickleGlobalKind.TensorType } element =>
            Tensor(storage, element.Type, args),
        PickleGlobalKind.Parameter when args.Length is >= 1 and <= 4 && args[0] is PickleTensor tensor => tensor,
        PickleGlobalKind.Size when args.Length == 1 && args[0] is object[] sizes => sizes,
        _ => throw new PickleException($"{Kind} called with ({string.Join(", ", args.Select(Describe))})"),
    };

    /// <summary>An integer of a pickle.</summary>
    public static long Integer(object? value, string what) => value switch
    {
        int number => number,
        long number => number,
        _ => throw new PickleException($"{what} is {Describe(value)}, an integer of 64 bits is needed"),
    };

    /// <summary>What a value is, for messages.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "None",
        string => "a string",
        int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        bool => "a bool",
        double => "a float",
        object[] => "a tuple",
        System.Collections.ArrayList => "a list",
        PickleDict => "a dictionary",
        PickleTensor => "a tensor",
        PickleStorage => "a storage",
        PickleGlobal global => global.Name,
        byte[] => "bytes",
        _ => "another value",
    };

    private static PickleTensor Tensor(PickleStorage storage, DataType type, object[] args)
    {
        if (type == DataType.Unspecified) throw new PickleException("a tensor without an element type");
        return new PickleTensor(storage, type, Integer(args[1], "the offset"), Integers(args[2], "the sizes"), Integers(args[3], "the strides"));
    }

    private static long[] Integers(object? value, string what) => value is object[] items
        ? items.Length <= Shape.MaxRank
            ? [.. items.Select(item => Integer(item, what))]
            : throw new PickleException($"{what} are {items.Length}, at most {Shape.MaxRank} are read")
        : throw new PickleException($"{what} are {Describe(value)}, a tuple is needed");
}
