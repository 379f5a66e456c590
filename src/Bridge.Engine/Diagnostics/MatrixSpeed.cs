namespace Bridge.Engine;

/// <summary>How fast this machine multiplies matrices.</summary>
/// <param name="DataType"><c>fp32</c> or <c>bf16</c>.</param>
/// <param name="Through">The operation: a plain product, or the fused linear map that the engine uses.</param>
/// <param name="Gflops">Billions of multiplications and additions a second, of the best run.</param>
public sealed record MatrixSpeed(string DataType, string Through, double Gflops);
