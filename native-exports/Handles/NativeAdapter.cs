namespace Bridge.Native.Handles;

/// <summary>bridge_adapter: an adapter of a model by its name.</summary>
internal sealed class NativeAdapter(NativeModel model, Api.V1.Adapter adapter) : IDisposable
{
    public NativeModel Model { get; } = model;

    /// <summary>models/{model}/adapters/{adapter}.</summary>
    public string Name { get; } = adapter.Name;

    public long ParameterCount { get; } = adapter.ParameterCount;

    public NativeText Id { get; } = new(adapter.Name[(adapter.Name.LastIndexOf('/') + 1)..]);

    public NativeText Config { get; } = new(adapter.ConfigString);

    public void Dispose()
    {
        Id.Dispose();
        Config.Dispose();
    }
}
