using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Configuration;

/// <summary>
/// The library's hash of a configuration, by which it finds equal ones: the start of a SHA-1 over the JSON of the keys that are set. Keys that came with
/// the library's third version do not count while they have the values below, so that older hashes stay.
/// </summary>
public static class ConfigHash
{
    private static readonly ValueList<KeyValuePair<string, ConfigValue>> NotCounted =
    [
        new("phm_layer", true), new("phm_dim", 4), new("factorized_phm_W", true), new("shared_W_phm", false), new("shared_phm_rule", true),
        new("factorized_phm_rule", false), new("phm_c_init", "normal"), new("phm_init_range", 0.0001), new("learn_phm", true),
        new("hypercomplex_nonlinearity", "glorot-uniform"), new("phm_rank", 1), new("phm_bias", true), new("init_weights", "bert"), new("scaling", 1.0),
    ];

    /// <summary>The hash of a document.</summary>
    /// <param name="document">The configuration.</param>
    /// <param name="ignored">Keys that do not count.</param>
    public static string Of(ConfigDocument document, params ReadOnlySpan<string> ignored) => Of(document.Items, ignored);

    /// <summary>The hash of keys and values.</summary>
    /// <param name="items">The configuration.</param>
    /// <param name="ignored">Keys that do not count.</param>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "A name that the library's files use, nothing secret.")]
    public static string Of(IEnumerable<KeyValuePair<string, ConfigValue>> items, params ReadOnlySpan<string> ignored)
    {
        var left = new List<KeyValuePair<string, ConfigValue>>();
        foreach (var (key, value) in items)
        {
            if (!value.IsTruthy || ignored.Contains(key)) continue;
            if (NotCounted.Any(n => n.Key == key && PythonEquality.AreEqual(n.Value, value))) continue;
            left.Add(KeyValuePair.Create(key, Minimize(value)));
        }
        var bytes = Encoding.UTF8.GetBytes(ConfigJson.Write(ConfigMap.Of(left), sortKeys: true));
        return Convert.ToHexStringLower(SHA1.HashData(bytes))[..16];
    }

    private static ConfigValue Minimize(ConfigValue value) => value is ConfigMap map
        ? ConfigMap.OfValues(map.Entries.Where(e => e.Value.IsTruthy).Select(e => KeyValuePair.Create(e.Key, Minimize(e.Value))))
        : value;
}
