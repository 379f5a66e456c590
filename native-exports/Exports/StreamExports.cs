namespace Bridge.Native.Exports;

/// <summary>Streaming methods, pulled.</summary>
internal static unsafe class StreamExports
{
    [UnmanagedCallersOnly(EntryPoint = "bridge_stream_open", CallConvs = [typeof(CallConvCdecl)])]
    public static int Open(nint engine, byte* method, nint* outStream, nint* outError) => Guard.Give(outStream, "out_stream", outError, () =>
    {
        var streams = Table.Get<NativeEngine>(engine, HandleKind.Engine).Api.Streams;
        return Table.Add(HandleKind.Stream, new NativeStream(streams.Open(Arguments.Text(method, "method"))));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_stream_write", CallConvs = [typeof(CallConvCdecl)])]
    public static int Write(nint stream, byte* message, long size, int timeoutMs, nint* outError) =>
        Guard.Run(outError, () => Send(Table.Get<NativeStream>(stream, HandleKind.Stream), Arguments.Bytes(message, size, "message"), Arguments.Timeout(timeoutMs)));

    [UnmanagedCallersOnly(EntryPoint = "bridge_stream_finish_writing", CallConvs = [typeof(CallConvCdecl)])]
    public static int FinishWriting(nint stream, nint* outError) =>
        Guard.Run(outError, () => Table.Get<NativeStream>(stream, HandleKind.Stream).Messages.FinishWriting());

    [UnmanagedCallersOnly(EntryPoint = "bridge_stream_read", CallConvs = [typeof(CallConvCdecl)])]
    public static int Read(nint stream, int timeoutMs, [C99Type("struct bridge_buffer*")] BridgeBuffer* outMessage, int* outHasMessage, nint* outError)
    {
        if (outHasMessage is not null) *outHasMessage = 0;
        return Guard.Give(outMessage, "out_message", outError, () =>
        {
            Arguments.Out(outHasMessage, "out_has_message");
            if (Table.Get<NativeStream>(stream, HandleKind.Stream).Reader.Next(Arguments.Timeout(timeoutMs)) is not { } message) return default;
            var buffer = BridgeBuffer.Of(message);
            *outHasMessage = 1;
            return buffer;
        });
    }

    [UnmanagedCallersOnly(EntryPoint = "bridge_stream_cancel", CallConvs = [typeof(CallConvCdecl)])]
    public static int Cancel(nint stream, nint* outError) => Guard.Run(outError, () => Table.Get<NativeStream>(stream, HandleKind.Stream).Messages.Cancel());

    [UnmanagedCallersOnly(EntryPoint = "bridge_stream_destroy", CallConvs = [typeof(CallConvCdecl)])]
    public static void Destroy(nint stream) => Table.Destroy(stream, HandleKind.Stream);

    private static void Send(NativeStream stream, ReadOnlyMemory<byte> message, int timeout)
    {
        stream.Start();
        using var late = new CancellationTokenSource(timeout);
        try
        {
            var writing = stream.Messages.WriteAsync(message, late.Token);
            if (!writing.IsCompletedSuccessfully) writing.AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new TimeoutException($"the engine took no message within {timeout} ms");
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            throw BridgeException.Precondition(ErrorReason.ArgumentInvalid, "the stream takes no more messages: writing was finished, or it was cancelled");
        }
    }
}
