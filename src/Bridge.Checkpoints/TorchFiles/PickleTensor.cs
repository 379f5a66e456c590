using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>A tensor as a pickle describes it; offset and strides count elements.</summary>
internal sealed record PickleTensor(PickleStorage Storage, DataType Type, long Offset, long[] Sizes, long[] Strides);
