namespace Bridge.Configuration;

/// <summary>
/// A configuration as the reference library holds it: a class and values of any type. Reading a text or file gives one, equal to the library's; a typed
/// <see cref="AdapterConfig"/> is made from it by checking every value.
/// </summary>
public abstract record ConfigDocument
{
    private protected ConfigDocument()
    {
    }

    /// <summary>The library's class.</summary>
    public abstract string ClassName { get; }

    /// <summary>What the library's <c>to_dict</c> gives: declared keys in order, nothing else.</summary>
    public abstract ConfigMap ToDictionary();

    /// <summary>All keys and values: what the library's mapping gives (kept ones too), with "0.key" for the parts of a union.</summary>
    public abstract IEnumerable<KeyValuePair<string, ConfigValue>> Items { get; }

    /// <summary>Equality as the library has it: the dictionaries are equal, whatever the class, and 4 equals 4.0.</summary>
    public bool SameValues(ConfigDocument other) => PythonEquality.AreEqual(ToDictionary(), other.ToDictionary());
}
