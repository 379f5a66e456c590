using System.Diagnostics.CodeAnalysis;

namespace Bridge.Native.Handles;

/// <summary>The table of this process: C has no other place to keep it.</summary>
internal static class Table
{
    private static readonly HandleTable Handles = new();

    public static long Live => Handles.Live;

    public static nint Add(HandleKind kind, object value) => Handles.Add(kind, value);

    public static T Get<T>(nint ticket, HandleKind kind) where T : class => Handles.Get<T>(ticket, kind);

    /// <summary>For getters that cannot fail: they answer nothing where there is nothing.</summary>
    public static bool TryGet<T>(nint ticket, HandleKind kind, [NotNullWhen(true)] out T? value) where T : class => (value = Handles.Find<T>(ticket, kind)) is not null;

    public static T? Remove<T>(nint ticket, HandleKind kind) where T : class => Handles.Remove<T>(ticket, kind);

    /// <summary>What every destroy function does.</summary>
    public static void Destroy(nint ticket, HandleKind kind)
    {
        if (ticket != 0) (Handles.Remove<object>(ticket, kind) as IDisposable)?.Dispose();
    }
}
