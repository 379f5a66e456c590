namespace Bridge.Core;

/// <summary>Sizes of a tensor's dimensions, outermost first.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The most dimensions a tensor may have.</summary>
    public const int MaxRank = 16;

    private readonly long[]? _dimensions;

    /// <summary>A shape of these sizes, each at least 0.</summary>
    public Shape(params long[] dimensions) => _dimensions = dimensions;

    /// <summary>The sizes.</summary>
    public long[] Dimensions => _dimensions ?? [];

    /// <summary>How many dimensions.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>Size of dimension <paramref name="index"/>; negative counts from the end.</summary>
    public long this[int index] => Dimensions[index < 0 ? Rank + index : index];

    /// <summary>How many elements; an overflow is TENSOR_SIZE.</summary>
    public long ElementCount
    {
        get
        {
            try
            {
                long count = 1;
                foreach (var size in Dimensions) count = checked(count * size);
                return count;
            }
            catch (OverflowException)
            {
                throw BridgeException.Invalid(ErrorReason.TensorSize, $"shape {this} has more elements than 64 bits count", ("shape", ToString()));
            }
        }
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => Dimensions.AsSpan().SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var size in Dimensions) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>As <c>(2, 3)</c>.</summary>
    public override string ToString() => $"({string.Join(", ", Dimensions)})";

    /// <summary>Equal sizes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Different sizes.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);
}
