namespace Bridge.Configuration;

/// <summary>Finds the name that somebody meant.</summary>
internal static class Nearest
{
    /// <summary>The closest of the names, or null when none is close: at most a third of the letters may differ, case aside.</summary>
    public static string? Of(string name, IEnumerable<string> names)
    {
        string? best = null;
        if (name.Length > 100) return null;
        var least = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in names)
        {
            var distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance >= least) continue;
            least = distance;
            best = candidate;
        }
        return best;
    }

    // Optimal string alignment: insertion, deletion, substitution and swapping of neighbours cost 1 each.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        return d[a.Length, b.Length];
    }
}
