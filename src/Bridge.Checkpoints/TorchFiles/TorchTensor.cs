using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>A tensor of a torch file after every check: its place, and whether it can be used there.</summary>
internal sealed record TorchTensor(string Name, PickleTensor Description, Shape Shape, TorchPlace Place)
{
    /// <summary>Offset of its first element in the file.</summary>
    public long FileOffset => Place.Offset + (Description.Offset * Description.Type.ByteSize());

    /// <summary>Bytes it takes when it is contiguous.</summary>
    public long ByteLength => Shape.ElementCount * Description.Type.ByteSize();

    /// <summary>Whether its elements lie in row-major order without gaps, at an address that suits them (files are mapped at page boundaries).</summary>
    public bool IsUsableInPlace => FileOffset % Description.Type.ByteSize() == 0 && IsContiguous(Description.Sizes, Description.Strides);

    /// <summary>Checks that a tensor lies inside its storage and the storage inside the file.</summary>
    public static TorchTensor Check(string path, string name, PickleTensor tensor, TorchPlace place)
    {
        var storage = tensor.Storage;
        var size = tensor.Type.ByteSize();
        // by division: the product may overflow
        if (storage.Count > long.MaxValue / 8 || storage.ByteLength != place.Length)
            throw CheckpointErrors.CorruptTensor(path, name, "its storage", $"{storage.Count} elements of {storage.Type}", $"the {place.Length} bytes that the file holds for it");
        if (tensor.Sizes.Length != tensor.Strides.Length)
            throw CheckpointErrors.CorruptTensor(path, name, "its strides", $"{tensor.Strides.Length}", $"{tensor.Sizes.Length}, one a dimension");
        Int128 last = tensor.Offset, count = 1;
        foreach (var (length, stride) in tensor.Sizes.Zip(tensor.Strides))
        {
            if (length < 0 || stride < 0) throw CheckpointErrors.CorruptTensor(path, name, "its sizes and strides", $"{length} and {stride}", "numbers from 0");
            count *= length;
            if (count > long.MaxValue / 8) throw CheckpointErrors.CorruptTensor(path, name, "its number of elements", "above 2^60", "at most 2^60");
            last += (Int128)Math.Max(length - 1, 0) * stride;
            if (last > long.MaxValue) break;
        }
        var held = place.Length / size;
        if (tensor.Offset < 0 || tensor.Offset > held || (count > 0 && last >= held))
            throw CheckpointErrors.CorruptTensor(path, name, "its last element", last > long.MaxValue ? "above 2^63" : $"{last}", $"below {held}, the elements of its storage");
        return new TorchTensor(name, tensor, new Shape(tensor.Sizes), place);
    }

    /// <summary>Gathers the elements in row-major order.</summary>
    public unsafe void CopyTo(byte* storageStart, byte* target)
    {
        if (Shape.ElementCount == 0) return;
        var size = Description.Type.ByteSize();
        CopyDimension(storageStart + (Description.Offset * size), ref target, 0, size);
    }

    private unsafe void CopyDimension(byte* source, ref byte* target, int dimension, int size)
    {
        if (dimension == Description.Sizes.Length || IsContiguous(Description.Sizes.AsSpan(dimension), Description.Strides.AsSpan(dimension)))
        {
            long bytes = size;
            foreach (var length in Description.Sizes.AsSpan(dimension)) bytes *= length;
            Buffer.MemoryCopy(source, target, bytes, bytes);
            target += bytes;
            return;
        }
        var step = Description.Strides[dimension] * size;
        for (long i = 0; i < Description.Sizes[dimension]; i++) CopyDimension(source + (i * step), ref target, dimension + 1, size);
    }

    private static bool IsContiguous(ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides)
    {
        long expected = 1;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            if (sizes[i] == 0) return true;
            if (sizes[i] != 1 && strides[i] != expected) return false;
            expected *= sizes[i];
        }
        return true;
    }
}
