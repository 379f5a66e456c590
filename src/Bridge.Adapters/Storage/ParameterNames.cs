using System.Collections.Frozen;

namespace Bridge.Adapters.Storage;

/// <summary>What earlier versions of the reference library called things, and where an adapter's name stands in a parameter's.</summary>
internal static class ParameterNames
{
    private static readonly FrozenDictionary<string, string> Legacy = new Dictionary<string, string>
    {
        ["attention_text_task_adapters"] = "adapters",
        ["attention_text_lang_adapters"] = "adapters",
        ["layer_text_task_adapters"] = "adapters",
        ["layer_text_lang_adapters"] = "adapters",
        ["invertible_lang_adapters"] = "invertible_adapters",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // A name of an adapter may be that of a module too ("encoder"); only behind these it is the adapter's.
    private static readonly FrozenSet<string> Holders = new[]
    {
        "adapters", "invertible_adapters", "prefix_tunings", "prefix_gates", "loras", "refts", "prompt_tunings", "shared_parameters",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The set's name of a tensor: today's words, the adapter called <paramref name="given"/> where the file says <paramref name="saved"/>.</summary>
    public static string Current(string stored, string saved, string given)
    {
        var parts = stored.Split('.');
        for (var i = 0; i < parts.Length; i++)
        {
            if (Legacy.TryGetValue(parts[i], out var current)) parts[i] = current;
            if (i > 0 && parts[i] == saved && Holders.Contains(parts[i - 1])) parts[i] = given;
        }
        return string.Join('.', parts);
    }
}
