namespace Bridge.Configuration;

/// <summary>Makes lists that compare by value.</summary>
public static class ValueList
{
    /// <summary>A list of these items.</summary>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());

    /// <summary>A list of these items.</summary>
    public static ValueList<T> From<T>(IEnumerable<T> items) => new([.. items]);
}
