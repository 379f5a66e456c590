using System.Globalization;

namespace Goldens.Comparing;

/// <summary>A number that is too far from the reference's.</summary>
/// <param name="Name">The tensor: an output, a parameter, a layer's states.</param>
/// <param name="What">What is wrong with it.</param>
public sealed record Mismatch(string Name, string What)
{
    /// <summary>A difference beyond its tolerance.</summary>
    public static Mismatch Beyond(string name, double difference, double allowed, string place) =>
        new(name, string.Create(CultureInfo.InvariantCulture, $"differs by {difference:G3} at {place}, allowed {allowed:G3}"));

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {What}";
}
