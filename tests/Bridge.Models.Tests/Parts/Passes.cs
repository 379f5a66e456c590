namespace Bridge.Models.Tests.Parts;

/// <summary>Passes for parts that are tried alone.</summary>
internal static class Passes
{
    /// <summary>A pass over tokens at these positions, one row a list.</summary>
    public static ForwardPass At(params long[][] positions) => new(ForwardContext.Plain, CPU, positions.Length, null, null,
        tensor([.. positions.SelectMany(p => p)], [positions.Length, positions[0].Length], dtype: ScalarType.Int64, device: CPU));

    /// <summary>A pass over tokens that follow <paramref name="past"/> others in a cache.</summary>
    public static ForwardPass After(long past, KeyValueCache cache)
    {
        cache.Advance(past);
        return new ForwardPass(new ForwardContext { Cache = cache }, CPU, 1, null, null, null);
    }
}
