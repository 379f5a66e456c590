using System.Collections;
using Razorvine.Pickle;

namespace Bridge.Checkpoints;

/// <summary>A dictionary of a pickle; a key that comes twice is an error, and so is one that is neither text nor integer.</summary>
internal sealed class PickleDict : Hashtable
{
    // Texts hash unpredictably, integers do not: a file could choose them so that each has to be compared with all others.
    private const int MaxIntegers = 4_000;

    private int _integers;

    /// <inheritdoc/>
    public override object? this[object key]
    {
        get => base[key];
        set
        {
            if (key is not (string or int or long)) throw new PickleException($"key of a dictionary: {PickleGlobal.Describe(key)}, a text or an integer is needed");
            if (key is not string && ++_integers > MaxIntegers) throw new PickleException($"a dictionary with more than {MaxIntegers} integers as keys");
            if (ContainsKey(key)) throw new PickleException($"key {PickleGlobal.Describe(key)} \"{key}\" is given twice");
            base[key] = value;
        }
    }
}
