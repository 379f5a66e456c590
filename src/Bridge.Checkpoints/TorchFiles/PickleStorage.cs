using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>A run of elements that tensors are views of.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Element type; unspecified where it counts bytes.</param>
/// <param name="Count">How many elements, or bytes.</param>
internal sealed record PickleStorage(string Key, DataType Type, long Count)
{
    /// <summary>How many bytes.</summary>
    public long ByteLength => Type == DataType.Unspecified ? Count : checked(Count * Type.ByteSize());
}
