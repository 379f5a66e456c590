using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>One tensor of a header: where its bytes lie, counted from the end of the header.</summary>
internal readonly record struct SafetensorsEntry(DataType DataType, string DtypeName, Shape Shape, long Begin, long End);
