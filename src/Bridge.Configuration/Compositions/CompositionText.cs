namespace Bridge.Configuration;

/// <summary>Writes the text form.</summary>
internal static class CompositionText
{
    /// <summary>The notation's own characters.</summary>
    public const string Marks = "()[],='\"\\";

    public static string Write(Composition composition)
    {
        if (composition is Leaf leaf) return IsPlain(leaf.Name) ? leaf.Name : PythonWriter.Quote(leaf.Name);
        var parts = composition.Children.Select(Write).ToList();
        switch (composition)
        {
            case Split s: parts.Add($"splits=[{string.Join(", ", s.Splits)}]"); break;
            case BatchSplit s: parts.Add($"batch_sizes=[{string.Join(", ", s.BatchSizes)}]"); break;
            case Fuse { GivenName: { } name }: parts.Add($"name={PythonWriter.Quote(name)}"); break;
            case Average a:
                if (IsEqual(a.Weights, a.Children.Count)) break;
                parts.Add($"weights=[{string.Join(", ", a.Weights.Select(PythonWriter.Number))}]");
                if (a.ChangesWhenNormalized) parts.Add("normalize_weights=False");
                break;
        }
        return $"{composition.Kind}({string.Join(", ", parts)})";
    }

    // A name that can stand without quotes: no mark of the notation in it, and no block's name.
    private static bool IsPlain(string name) =>
        name.Length > 0 && !name.Any(c => Marks.Contains(c, StringComparison.Ordinal) || char.IsWhiteSpace(c) || char.IsControl(c)) && !CompositionFactory.Kinds.Contains(name);

    private static bool IsEqual(ValueList<double> weights, int parts) => weights.Count == parts && weights.All(w => w == 1.0 / parts);
}
