namespace Bridge.Native.Boundary;

/// <summary>Structs that grow at their end: the caller says how much of one it knows.</summary>
internal static unsafe class Structs
{
    /// <summary>Copies as much as both sides know; the rest of <paramref name="target"/> stays.</summary>
    public static void Read(void* given, void* target, uint givenSize, int ownSize, string name)
    {
        Check(givenSize, name);
        Buffer.MemoryCopy(given, target, ownSize, Math.Min(givenSize, (uint)ownSize));
    }

    /// <summary>Fills as much of the caller's struct as it knows, and leaves its size field.</summary>
    public static void Write(void* source, void* place, uint placeSize, int ownSize, string name)
    {
        Check(placeSize, name);
        var size = Math.Min(placeSize, (uint)ownSize);
        Buffer.MemoryCopy((byte*)source + sizeof(uint), (byte*)place + sizeof(uint), size - sizeof(uint), size - sizeof(uint));
    }

    private static void Check(uint size, string name)
    {
        if (size is < 8 or > 1 << 16)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{name}: struct_size {size} is not that of any version; set it to sizeof({name})", ("struct", name), ("struct_size", size));
    }
}
