namespace Bridge.Adapters.Methods;

/// <summary>Products of several matrices at once.</summary>
internal static class Products
{
    /// <summary>sum + left right, with (n, rows, k) and (n, k, columns). TorchSharp's <c>baddbmm</c> takes the left factor as its object and the sum last, whatever it calls them.</summary>
    public static Tensor Plus(Tensor sum, Tensor left, Tensor right) => left.baddbmm(right, sum);
}
