using Bridge.Core;

namespace Bridge.Cli.Inspecting;

/// <summary>A tensor of a file.</summary>
internal sealed record InspectedTensor(string Name, DataType DataType, Shape Shape, long ByteLength);
