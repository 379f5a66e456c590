using Bridge.Api;
using Bridge.Engine;

namespace Bridge.Native.Handles;

/// <summary>bridge_engine: an engine and the handlers over it.</summary>
internal sealed class NativeEngine : IDisposable
{
    public NativeEngine(EngineOptions options)
    {
        Engine = new BridgeEngine(options);
        // A message in process has no wire to fit through.
        Api = new BridgeApi(Engine, new ApiOptions { MaxMessageBytes = int.MaxValue, MaxInlineTensorBytes = int.MaxValue - (1 << 20), ChunkBytes = 1 << 20 });
    }

    public BridgeEngine Engine { get; }

    public BridgeApi Api { get; }

    public void Dispose()
    {
        Api.Dispose();
        Engine.Dispose();
    }

    /// <summary>The token of a call; none where the handle is NULL.</summary>
    public static CancellationToken Token(nint cancel) => cancel == 0 ? default : Table.Get<CancellationTokenSource>(cancel, HandleKind.CancelToken).Token;

    /// <summary>What a handler without cancellation is called with.</summary>
    public static CallContext Context { get; } = new();

    /// <summary>The end of a task, on this thread.</summary>
    public static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>The end of a task, on this thread.</summary>
    public static void Wait(Task task) => task.GetAwaiter().GetResult();
}
