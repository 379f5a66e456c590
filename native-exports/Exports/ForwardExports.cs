using Bridge.Engine;
using Bridge.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Bridge.Native.Exports;

/// <summary>Forward passes.</summary>
internal static unsafe class ForwardExports
{
    [UnmanagedCallersOnly(EntryPoint = "bridge_forward_options_init", CallConvs = [typeof(CallConvCdecl)])]
    public static void InitOptions([C99Type("struct bridge_forward_options*")] ForwardOptionsStruct* options)
    {
        if (options is not null) *options = new ForwardOptionsStruct { StructSize = (uint)sizeof(ForwardOptionsStruct) };
    }

    [UnmanagedCallersOnly(EntryPoint = "bridge_forward", CallConvs = [typeof(CallConvCdecl)])]
    public static int Forward(nint model, nint setup, byte** names, nint* tensors, long count, [C99Type("struct bridge_forward_options*")] ForwardOptionsStruct* options, nint cancel, nint* outOutputs, nint* outError) => Guard.Give(outOutputs, "out_outputs", outError, () =>
    {
        var inputs = new List<NativeTensor>();
        try
        {
            var owner = Table.Get<NativeModel>(model, HandleKind.Model);
            var request = Request(owner, NativeSetup.Of(setup), ForwardOptionsStruct.Read(options));
            var keys = Arguments.Texts(names, count, "names");
            Arguments.Count(tensors, count, "tensors");
            for (var i = 0; i < count; i++) inputs.Add(Table.Get<NativeTensor>(tensors[i], HandleKind.Tensor).Retain());
            var given = new Dictionary<string, Tensor>(StringComparer.Ordinal);
            for (var i = 0; i < keys.Length; i++)
                if (!given.TryAdd(keys[i], inputs[i].Tensor))
                    throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"input \"{keys[i]}\" is given twice", ("input", keys[i]));
            return Table.Add(HandleKind.Outputs, Take(NativeEngine.Wait(owner.Engine.Engine.Inference.ForwardAsync(request, given, NativeEngine.Token(cancel))), inputs));
        }
        finally
        {
            foreach (var input in inputs) input.Release();
        }
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_forward_texts", CallConvs = [typeof(CallConvCdecl)])]
    public static int ForwardTexts(nint model, nint setup, byte** texts, byte** pairs, long count, [C99Type("struct bridge_forward_options*")] ForwardOptionsStruct* options, nint cancel, nint* outOutputs, nint* outError) => Guard.Give(outOutputs, "out_outputs", outError, () =>
    {
        var owner = Table.Get<NativeModel>(model, HandleKind.Model);
        var read = ForwardOptionsStruct.Read(options);
        var request = Request(owner, NativeSetup.Of(setup), read) with { Texts = Rows(texts, pairs, count, read.MaxLength) };
        var result = NativeEngine.Wait(owner.Engine.Engine.Inference.ForwardAsync(request, NativeEngine.Token(cancel)));
        var outputs = new NativeOutputs();
        foreach (var (name, value) in result.Outputs) outputs.Add(name, Tensor(value));
        return Table.Add(HandleKind.Outputs, outputs);
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_outputs_count", CallConvs = [typeof(CallConvCdecl)])]
    public static long Count(nint outputs) => Table.TryGet<NativeOutputs>(outputs, HandleKind.Outputs, out var value) ? value.Count : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_outputs_name", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* NameAt(nint outputs, long index) => Table.TryGet<NativeOutputs>(outputs, HandleKind.Outputs, out var value) && value.NameAt(index) is { } name ? name.Pointer : null;

    [UnmanagedCallersOnly(EntryPoint = "bridge_outputs_get", CallConvs = [typeof(CallConvCdecl)])]
    public static int Get(nint outputs, byte* name, nint* outTensor, nint* outError) => Guard.Give(outTensor, "out_tensor", outError, () =>
    {
        var tensor = Table.Get<NativeOutputs>(outputs, HandleKind.Outputs)[Arguments.Text(name, "name")].Retain();
        return Table.Add(HandleKind.Tensor, new NativeTensor(tensor.Tensor.alias(), tensor.Release));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_outputs_destroy", CallConvs = [typeof(CallConvCdecl)])]
    public static void Destroy(nint outputs) => Table.Destroy(outputs, HandleKind.Outputs);

    internal static TextRows Rows(byte** texts, byte** pairs, long count, int maxLength)
    {
        if (maxLength < 0) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"max_length {maxLength} is negative; 0 is the model's limit", ("max_length", maxLength));
        return new TextRows(Arguments.Texts(texts, count, "texts"), pairs is null ? [] : Arguments.Texts(pairs, count, "pairs"), maxLength == 0 ? null : maxLength);
    }

    private static ForwardRequest Request(NativeModel model, NativeSetup setup, ForwardOptionsStruct options) => new()
    {
        Model = model.Id,
        Setup = setup.Composition,
        UseBase = setup.Composition is null,
        Heads = setup.Heads,
        Embedding = setup.Embedding,
        WithoutHead = options.WithoutHead != 0,
        Outputs = Arguments.Texts(options.Outputs, options.OutputCount, "outputs"),
    };

    private static NativeOutputs Take(IReadOnlyDictionary<string, Tensor> tensors, List<NativeTensor> inputs)
    {
        var outputs = new NativeOutputs();
        foreach (var (name, tensor) in tensors)
        {
            using (tensor)
            {
                // An output that is an input seen again (embeddings as the first hidden state) must not outlive the caller's memory.
                var shared = tensor.device.type == DeviceType.CPU && Tensors.Address(tensor) is var address && inputs.Any(i => address >= i.Address && address < i.Address + Math.Max(i.ByteSize, 1));
                using var detached = tensor.detach();
                outputs.Add(name, new NativeTensor(shared ? detached.clone() : detached.alias()));
            }
        }
        return outputs;
    }

    private static NativeTensor Tensor(TensorValue value)
    {
        using var tensor = empty(value.Shape.Dimensions, Tensors.ToScalarType(value.DataType), CPU);
        value.Data.Span.CopyTo(tensor.bytes);
        return new NativeTensor(tensor.alias());
    }
}
