using System.CommandLine;
using Bridge.Cli.Output;
using Bridge.Core;
using Bridge.Service;

namespace Bridge.Cli.Commands;

/// <summary><c>serve</c>: the gRPC service.</summary>
internal static class ServeCommand
{
    private const string Unix = "unix:";

    public static Command Build()
    {
        var listen = new Option<string[]>("--listen") { Description = "Where to listen: IP:PORT (port 0 takes a free one) or unix:PATH; may be given again. Without it 127.0.0.1:50051.", AllowMultipleArgumentsPerToken = true };
        var threads = new Option<int?>("--threads") { Description = "Threads of one tensor operation (default: the machine's cores)." };
        var parallel = new Option<int?>("--inference-threads") { Description = "Forward passes at once (default 2)." };
        var work = CommonOptions.Optional("--work", "Folder for checkpoints and uploads (default: a temporary one).");
        var state = CommonOptions.Optional("--state", "Folder that keeps the records of training jobs over restarts (default: none are kept).");
        var development = new Option<bool>("--development") { Description = "Serve reflection, and tell callers the text of unexpected errors." };
        var json = CommonOptions.Json();
        var command = new Command("serve", "Serve models, adapters, training and inference over gRPC.") { listen, threads, parallel, work, state, development, json };
        command.SetAction((parsed, cancellation) =>
        {
            var addresses = parsed.GetValue(listen) ?? [];
            var sockets = addresses.Where(a => a.StartsWith(Unix, StringComparison.Ordinal)).ToList();
            if (sockets.Count > 1)
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"--listen: {sockets.Count} unix sockets are given, at most 1 is allowed", ("found", sockets.Count), ("allowed", 1));
            return BridgeHost.RunAsync(new ServiceOptions
            {
                Addresses = [.. addresses.Except(sockets)],
                SocketPath = sockets.Count == 0 ? null : sockets[0][Unix.Length..],
                Threads = parsed.GetValue(threads),
                InferenceThreads = parsed.GetValue(parallel),
                WorkFolder = parsed.GetValue(work),
                StateFolder = parsed.GetValue(state),
                Development = parsed.GetValue(development),
                DetailedErrors = parsed.GetValue(development),
                Started = started => Tell(started, parsed.GetValue(json)),
            }, cancellation);
        });
        return command;
    }

    private static void Tell(IReadOnlyList<string> addresses, bool json)
    {
        if (!json)
        {
            foreach (var address in addresses) Console.WriteLine($"listening on {address}");
            return;
        }
        JsonText.Write(Console.Out, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("listening");
            foreach (var address in addresses) writer.WriteStringValue(address);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }, oneLine: true);
    }
}
