namespace Bridge.Native.Boundary;

/// <summary>
/// The border of a call: what it must give is cleared first, what it throws becomes a status and an error. Calls that must allocate nothing write the same out.
/// </summary>
internal static unsafe class Guard
{
    /// <summary>A call that gives nothing but its status.</summary>
    public static int Run(nint* outError, Action call)
    {
        Arguments.Clear(outError);
        try
        {
            call();
            return 0;
        }
        catch (Exception error)
        {
            return Errors.Fail(error, outError);
        }
    }

    /// <summary>A call that gives a value, a handle for example, for which there must be a place.</summary>
    public static int Give<T>(T* place, string name, nint* outError, Func<T> call) where T : unmanaged
    {
        if (place is not null) *place = default;
        return Run(outError, () =>
        {
            Arguments.Out(place, name);
            *place = call();
        });
    }
}
