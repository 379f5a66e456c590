using Bridge.Configuration;

namespace Bridge.Native.Handles;

/// <summary>bridge_setup: a composition (null: the base alone), the heads to run, and the token embeddings that act (null: the model's own).</summary>
internal sealed class NativeSetup(Composition? composition, IReadOnlyList<string> heads, string? embedding = null) : IDisposable
{
    /// <summary>What NULL means.</summary>
    public static NativeSetup Base { get; } = new(null, []);

    public Composition? Composition { get; } = composition;

    public IReadOnlyList<string> Heads { get; } = heads;

    public string? Embedding { get; } = embedding;

    public NativeText Text { get; } = new(composition?.Write() ?? "");

    public static NativeSetup Of(nint setup) => setup == 0 ? Base : Table.Get<NativeSetup>(setup, HandleKind.Setup);

    public NativeSetup With(string? embedding) => new(Composition, Heads, string.IsNullOrEmpty(embedding) ? null : embedding);

    public void Dispose() => Text.Dispose();
}
