using Bridge.Configuration;

namespace Bridge.Native.Handles;

/// <summary>bridge_setup: a composition (null: the base alone) and the heads to run.</summary>
internal sealed class NativeSetup(Composition? composition, IReadOnlyList<string> heads) : IDisposable
{
    /// <summary>What NULL means.</summary>
    public static NativeSetup Base { get; } = new(null, []);

    public Composition? Composition { get; } = composition;

    public IReadOnlyList<string> Heads { get; } = heads;

    public NativeText Text { get; } = new(composition?.Write() ?? "");

    public static NativeSetup Of(nint setup) => setup == 0 ? Base : Table.Get<NativeSetup>(setup, HandleKind.Setup);

    public void Dispose() => Text.Dispose();
}
