using static TorchSharp.torch;

namespace Bridge.Torch.Parameters;

/// <summary>A named tensor of a module.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Value">The tensor.</param>
/// <param name="Trained">Whether training may change it.</param>
public sealed record Parameter(string Name, Tensor Value, bool Trained);
