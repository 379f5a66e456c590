using Bridge.Core;
using Razorvine.Pickle;

namespace Bridge.Checkpoints;

/// <summary>Reads a sanitized pickle: dictionaries, lists, plain values, and descriptions of tensors and storages.</summary>
internal sealed class TorchUnpickler : Unpickler
{
    // The reader knows constructors process-wide. Ours go by names that no pickle has until the sanitizer writes them, so they meet nobody else's.
    static TorchUnpickler()
    {
        foreach (var kind in Enum.GetValues<PickleGlobalKind>())
        {
            foreach (var type in kind is PickleGlobalKind.StorageType or PickleGlobalKind.TensorType ? Enum.GetValues<DataType>() : [DataType.Unspecified])
            {
                var global = new PickleGlobal(kind, type);
                registerConstructor(PickleGlobal.Module, global.Name, global);
            }
        }
    }

    /// <summary>Reads a pickle; whatever goes wrong is CHECKPOINT_CORRUPT.</summary>
    public static object? Read(string path, SanitizedPickle pickle)
    {
        try
        {
            using var unpickler = new TorchUnpickler();
            return unpickler.loads(pickle.Bytes);
        }
        catch (Exception error) when (error is not (OutOfMemoryException or BridgeException))
        {
            // The reader relies on the runtime's checks (casts, indices, keys) to find faults, so every kind of exception can come.
            throw CheckpointErrors.Corrupt(path, "the pickle", $"malformed ({CheckpointErrors.Shorten(error.Message)})", "a state dict as torch.save writes it");
        }
    }

    /// <summary>A storage: ('storage', class, key, device, count[, view]).</summary>
    protected override object persistentLoad(object pid)
    {
        if (pid is not object[] { Length: 5 or 6 } parts || parts[0] is not "storage" || parts[1] is not PickleGlobal type || parts[2] is not string key
            || type.Kind is not (PickleGlobalKind.StorageType or PickleGlobalKind.UntypedStorage))
            throw new PickleException($"a reference to {PickleGlobal.Describe(pid)}, a storage is needed");
        if (parts.Length == 6 && parts[5] is not null) throw new PickleException("a storage that is a view of another, a whole storage is needed");
        var count = PickleGlobal.Integer(parts[4], "the storage's size");
        if (count < 0) throw new PickleException($"a storage of {count} elements");
        return new PickleStorage(key, type.Type, count);
    }
}
