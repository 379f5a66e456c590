namespace Bridge.Configuration;

/// <summary>
/// A value as a configuration text or file holds it, before anything is checked: what JSON knows, and what Python's literals add to it. The reference
/// library stores any of these under any key, so this is the level on which our reading equals the library's, line by line.
/// </summary>
public abstract record ConfigValue
{
    private protected ConfigValue()
    {
    }

    /// <summary>JSON's null, Python's None.</summary>
    public static ConfigValue Null { get; } = new ConfigNull();

    /// <summary>The empty list.</summary>
    public static ConfigValue EmptyList { get; } = new ConfigSequence(SequenceKind.List, []);

    /// <summary>Whether Python takes it for true: not None, False, zero or empty.</summary>
    public abstract bool IsTruthy { get; }

    /// <summary>How Python writes it (<c>repr</c>).</summary>
    public string PythonText => PythonWriter.Write(this);

    /// <summary>A list of these values.</summary>
    public static ConfigSequence List(params IEnumerable<ConfigValue> items) => new(SequenceKind.List, ValueList.From(items));

    /// <summary>A truth value.</summary>
    public static implicit operator ConfigValue(bool value) => new ConfigBool(value);

    /// <summary>An integer.</summary>
    public static implicit operator ConfigValue(int value) => new ConfigInteger(value);

    /// <summary>An integer.</summary>
    public static implicit operator ConfigValue(long value) => new ConfigInteger(value);

    /// <summary>A floating-point number.</summary>
    public static implicit operator ConfigValue(double value) => new ConfigNumber(value);

    /// <summary>A text, or null for none.</summary>
    public static implicit operator ConfigValue(string? value) => value is null ? Null : new ConfigString(value);

    /// <summary>How Python writes it.</summary>
    public sealed override string ToString() => PythonText;
}
