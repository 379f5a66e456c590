namespace Bridge.Images.Configuration;

/// <summary>The size that an image is brought to before cropping.</summary>
internal abstract record ResizeRule
{
    private ResizeRule()
    {
    }

    /// <summary>Size of the result for a source of a size.</summary>
    public abstract (long Width, long Height) Target(int width, int height);

    /// <summary>A size, whatever the proportions.</summary>
    internal sealed record Exact(int Width, int Height) : ResizeRule
    {
        public override (long Width, long Height) Target(int width, int height) => (Width, Height);
    }

    /// <summary>The shorter side gets a length, the longer follows, rounded down; where that passes a limit, the limit decides instead.</summary>
    internal sealed record ShortestEdge(int Length, int? Longest) : ResizeRule
    {
        public override (long Width, long Height) Target(int width, int height)
        {
            var (shortSide, longSide) = width <= height ? (width, height) : (height, width);
            var (small, large) = ((long)Length, (long)((double)((long)Length * longSide) / shortSide));
            if (Longest is { } limit && large > limit) (small, large) = ((long)((double)(limit * small) / large), limit);
            return width <= height ? (small, large) : (large, small);
        }
    }
}
