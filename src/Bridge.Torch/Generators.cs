using Bridge.Core;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>libtorch's random number generators from the engine's seeds.</summary>
public static class Generators
{
    /// <summary>A generator of its own, seeded by <paramref name="source"/>: the same source gives the same numbers, whatever ran before.</summary>
    public static Generator From(RandomSource source, Device device)
    {
        TorchRuntime.Load();
        return new Generator(source.Seed, device);
    }
}
