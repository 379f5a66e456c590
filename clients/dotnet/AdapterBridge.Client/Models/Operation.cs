using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace AdapterBridge.Client;

/// <summary>Work that the server has begun and that leaves no job behind, such as loading a model.</summary>
/// <typeparam name="T">What comes of it.</typeparam>
public sealed class Operation<T>
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(10);
    private readonly Connection _connection;
    private readonly Func<Any, T> _make;
    private LongRunning.Operation _message;

    internal Operation(Connection connection, LongRunning.Operation message, Func<Any, T> make) => (_connection, _message, _make) = (connection, message, make);

    /// <summary><c>operations/{operation}</c>.</summary>
    public string Name => _message.Name;

    /// <summary>Asks whether it has ended.</summary>
    public async Task<bool> IsDoneAsync(CancellationToken cancellationToken = default)
    {
        if (!_message.Done)
            _message = await _connection.Operations.GetOperationAsync(new LongRunning.GetOperationRequest { Name = Name }, _connection.Call(cancellationToken)).ConfigureAwait(false);
        return _message.Done;
    }

    /// <summary>Waits for the end and returns what came of it. DEADLINE_EXCEEDED after <paramref name="timeout"/> changes nothing.</summary>
    /// <exception cref="AdapterBridgeException">What made it fail.</exception>
    public async Task<T> WaitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var end = timeout is { } limit ? DateTime.UtcNow + limit : DateTime.MaxValue;
        while (!_message.Done)
        {
            var left = end - DateTime.UtcNow;
            if (left <= TimeSpan.Zero) throw new AdapterBridgeException(StatusCode.DeadlineExceeded, "", $"{Name} has not ended within {timeout}");
            var slice = left < Slice ? left : Slice;
            var request = new LongRunning.WaitOperationRequest { Name = Name, Timeout = Duration.FromTimeSpan(slice) };
            _message = await _connection.Operations.WaitOperationAsync(request, _connection.Call(cancellationToken, slice + _connection.Options.Timeout)).ConfigureAwait(false);
        }

        return _message.Error is { } error ? throw Errors.Of(error) : _make(_message.Response);
    }

    /// <summary>Asks that it end early.</summary>
    public async Task CancelAsync(CancellationToken cancellationToken = default) =>
        await _connection.Operations.CancelOperationAsync(new LongRunning.CancelOperationRequest { Name = Name }, _connection.Call(cancellationToken)).ConfigureAwait(false);
}
