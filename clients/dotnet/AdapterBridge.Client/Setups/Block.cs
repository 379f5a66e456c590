namespace AdapterBridge.Client;

/// <summary>A node of a tree.</summary>
public abstract class Block : Composition
{
    private protected Block(IReadOnlyList<Composition> children) => Children = children;

    /// <summary>Its parts.</summary>
    public IReadOnlyList<Composition> Children { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name}({string.Join(", ", Children.Select(c => c.ToString()).Concat(Arguments()))})";

    private protected IEnumerable<Wire.Composition> Messages => Children.Select(c => c.ToMessage());

    private protected virtual IEnumerable<string> Arguments() => [];

    private protected static string Number<T>(string key, IReadOnlyList<T> values)
        where T : IFormattable
    {
        var texts = values.Select(v => v.ToString(null, System.Globalization.CultureInfo.InvariantCulture));
        return values.Count == 1 ? $"{key}={texts.First()}" : $"{key}=[{string.Join(", ", texts)}]";
    }
}
