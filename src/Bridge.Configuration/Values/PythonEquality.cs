namespace Bridge.Configuration;

/// <summary>Python's ==: numbers of different types are equal when their values are (True == 1 == 1.0), maps whatever their order.</summary>
public static class PythonEquality
{
    /// <summary>Whether Python takes the two for equal.</summary>
    public static bool AreEqual(ConfigValue a, ConfigValue b)
    {
        if (AsNumber(a) is { } x && AsNumber(b) is { } y) return x == y && (a is not ConfigInteger i || b is not ConfigInteger j || i.Value == j.Value);
        return (a, b) switch
        {
            (ConfigSequence s, ConfigSequence t) when s.Kind != SequenceKind.Set => s.Kind == t.Kind && s.Items.Count == t.Items.Count && s.Items.Zip(t.Items).All(p => AreEqual(p.First, p.Second)),
            (ConfigSequence s, ConfigSequence t) => t.Kind == SequenceKind.Set && s.Items.Count == t.Items.Count && s.Items.All(p => t.Items.Any(q => AreEqual(p, q))),
            (ConfigMap m, ConfigMap n) => m.Entries.Count == n.Entries.Count && m.Entries.All(p => n.Entries.Any(q => AreEqual(p.Key, q.Key) && AreEqual(p.Value, q.Value))),
            _ => a.Equals(b),
        };
    }

    private static double? AsNumber(ConfigValue value) => value switch
    {
        ConfigBool b => b.Value ? 1 : 0,
        ConfigInteger i => (double)i.Value,
        ConfigNumber n => n.Value,
        _ => null,
    };
}
