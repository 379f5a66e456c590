using System.Text;

namespace Bridge.Native.Boundary;

/// <summary>Reads what C gives.</summary>
internal static unsafe class Arguments
{
    private const long MaxCount = 1 << 20;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static string Text(byte* text, string name) => OptionalText(text, name)
        ?? throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{name} is NULL; a text is needed", ("argument", name));

    public static string? OptionalText(byte* text, string name)
    {
        if (text is null) return null;
        var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{name} is not UTF-8", ("argument", name));
        }
    }

    public static string[] Texts(byte** texts, long count, string name)
    {
        Count(texts, count, name);
        var result = new string[count];
        for (var i = 0L; i < count; i++) result[i] = Text(texts[i], $"{name}[{i}]");
        return result;
    }

    public static ReadOnlyMemory<byte> Bytes(byte* data, long size, string name)
    {
        if (size is < 0 or > int.MaxValue || (data is null && size > 0))
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{name}: {size} bytes at {(data is null ? "NULL" : "an address")}; 0 to {int.MaxValue} are allowed", ("argument", name), ("size", size));
        return new ReadOnlySpan<byte>(data, (int)size).ToArray();
    }

    public static void Count(void* items, long count, string name)
    {
        if (count is < 0 or > MaxCount || (items is null && count > 0))
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{name}: {count} items at {(items is null ? "NULL" : "an address")}; 0 to {MaxCount} are allowed", ("argument", name), ("count", count));
    }

    /// <summary>Every result must have a place, or it would leak.</summary>
    public static void Out(void* place, string name)
    {
        if (place is null) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{name} is NULL; a place for the result is needed", ("argument", name));
    }

    public static void Clear(nint* place)
    {
        if (place is not null) *place = 0;
    }

    /// <summary>Milliseconds as a wait; -1 is for ever.</summary>
    public static int Timeout(int milliseconds)
    {
        if (milliseconds < -1) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"timeout_ms {milliseconds} is below -1, which waits for ever", ("timeout_ms", milliseconds), ("allowed", "-1 and up"));
        return milliseconds;
    }
}
