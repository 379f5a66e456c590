using Bridge.Core;

namespace Bridge.Service;

/// <summary>Runs the service until it is told to stop.</summary>
public static class BridgeHost
{
    /// <summary>
    /// Listens, answers, and ends when <paramref name="cancellation"/> fires or the process is asked to end (SIGINT, SIGTERM). The answer is the exit code.
    /// </summary>
    /// <exception cref="BridgeException">RUNTIME_NOT_FOUND; ARGUMENT_INVALID where an address cannot be listened on.</exception>
    public static async Task<int> RunAsync(ServiceOptions options, CancellationToken cancellation)
    {
        await using var server = await BridgeServer.StartAsync(options, cancellation).ConfigureAwait(false);
        if (options.Started is { } started) started(server.Addresses);
        else
            foreach (var address in server.Addresses)
                Console.Out.WriteLine($"listening on {address}");
        await server.WaitAsync(cancellation).ConfigureAwait(false);
        return 0;
    }
}
