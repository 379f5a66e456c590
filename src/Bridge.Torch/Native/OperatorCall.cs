using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace Bridge.Torch.Native;

/// <summary>
/// A call of any registered operator by name, for those that TorchSharp does not wrap. Arguments are added in the order of the operator's schema,
/// all of them, defaults included; the schema decides which <c>Add</c> is right. An object is good for one call.
/// </summary>
internal sealed unsafe class OperatorCall(string name, string overload = "")
{
    private readonly List<ulong> _stack = [];

    /// <summary>A tensor. The call takes a reference of its own.</summary>
    public OperatorCall Add(Tensor tensor)
    {
        _stack.Add((ulong)Reference(tensor));
        return this;
    }

    /// <summary>An integer.</summary>
    public OperatorCall Add(long value)
    {
        _stack.Add((ulong)value);
        return this;
    }

    /// <summary>A floating-point number.</summary>
    public OperatorCall Add(double value)
    {
        _stack.Add(BitConverter.DoubleToUInt64Bits(value));
        return this;
    }

    /// <summary>A truth value.</summary>
    public OperatorCall Add(bool value)
    {
        _stack.Add(value ? 1UL : 0UL);
        return this;
    }

    /// <summary>A string.</summary>
    public OperatorCall Add(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        nint handle;
        fixed (byte* text = bytes) Check(Aoti.NewString(text, (nuint)bytes.Length, &handle));
        _stack.Add((ulong)handle);
        return this;
    }

    /// <summary>A list of tensors.</summary>
    public OperatorCall Add(IReadOnlyList<Tensor> tensors)
    {
        nint list;
        Check(Aoti.NewList((nuint)tensors.Count, &list));
        foreach (var tensor in tensors) Check(Aoti.ListAdd(list, (ulong)Reference(tensor)));
        _stack.Add((ulong)list);
        return this;
    }

    /// <summary>An optional tensor.</summary>
    public OperatorCall AddOptional(Tensor? tensor) => tensor is null ? AddNone() : AddBoxed((ulong)Reference(tensor));

    /// <summary>An optional floating-point number.</summary>
    public OperatorCall AddOptional(double? value) => value is { } given ? AddBoxed(BitConverter.DoubleToUInt64Bits(given)) : AddNone();

    /// <summary>An optional argument that is not given.</summary>
    public OperatorCall AddNone()
    {
        _stack.Add(0);
        return this;
    }

    /// <summary>Runs it; its one tensor result.</summary>
    public Tensor Run() => Run(1)[0];

    /// <summary>Runs it; its <paramref name="results"/> tensor results.</summary>
    public Tensor[] Run(int results)
    {
        while (_stack.Count < results) _stack.Add(0);
        var stack = CollectionsMarshal.AsSpan(_stack);
        fixed (ulong* values = stack)
        fixed (byte* operatorName = Encoding.UTF8.GetBytes(name + '\0'))
        fixed (byte* overloadName = Encoding.UTF8.GetBytes(overload + '\0'))
        {
            Check(Aoti.CallDispatcher(operatorName, overloadName, values), name);
        }
        var tensors = new Tensor[results];
        for (var i = 0; i < results; i++) tensors[i] = Tensor.UnsafeCreateTensor((nint)stack[i]);
        return tensors;
    }

    // An optional that is there is a pointer to its value in memory that libtorch frees with delete: malloc's, on the platforms we load.
    private OperatorCall AddBoxed(ulong value)
    {
        var box = (ulong*)NativeMemory.Alloc(sizeof(ulong));
        *box = value;
        _stack.Add((ulong)(nint)box);
        return this;
    }

    private static nint Reference(Tensor tensor)
    {
        nint handle;
        Check(Aoti.NewTensorHandle(tensor.Handle, &handle));
        return handle;
    }

    private static void Check(int status, string what = "an operator")
    {
        if (status != 0) throw Aoti.Failed(what);
    }
}
