using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>What matched.</summary>
/// <param name="Tensors">Expected name to the tensor in the file.</param>
/// <param name="Report">What was found.</param>
public sealed record StrictLoadResult(IReadOnlyDictionary<string, TensorView> Tensors, LoadReport Report);
