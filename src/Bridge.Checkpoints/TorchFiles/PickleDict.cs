using System.Collections;
using Razorvine.Pickle;

namespace Bridge.Checkpoints;

/// <summary>A dictionary of a pickle; a key that comes twice is an error.</summary>
internal sealed class PickleDict : Hashtable
{
    /// <inheritdoc/>
    public override object? this[object key]
    {
        get => base[key];
        set
        {
            if (ContainsKey(key)) throw new PickleException($"key {PickleGlobal.Describe(key)} \"{key}\" is given twice");
            base[key] = value;
        }
    }
}
