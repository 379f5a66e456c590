using Bridge.Engine;

namespace Bridge.Native.Handles;

/// <summary>bridge_model: a model of an engine by its id, with the facts that do not change.</summary>
internal sealed class NativeModel(NativeEngine engine, ModelInfo info) : IDisposable
{
    public NativeEngine Engine { get; } = engine;

    public ModelInfo Info { get; } = info;

    public string Id => Info.Id;

    /// <summary>models/{model}.</summary>
    public string Name => $"models/{Info.Id}";

    public NativeText IdText { get; } = new(info.Id);

    public NativeText Architecture { get; } = new(info.Architecture);

    public void Dispose()
    {
        IdText.Dispose();
        Architecture.Dispose();
    }
}
