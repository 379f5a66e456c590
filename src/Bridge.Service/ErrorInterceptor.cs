using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Bridge.Service;

/// <summary>Turns whatever a handler throws into a status with details, for every kind of call.</summary>
internal sealed class ErrorInterceptor(CallGate gate) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            gate.Enter();
            return await continuation(request, context).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            throw gate.Convert(error, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            gate.Enter();
            return await continuation(requestStream, context).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            throw gate.Convert(error, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            gate.Enter();
            await continuation(request, responseStream, context).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            throw gate.Convert(error, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            gate.Enter();
            await continuation(requestStream, responseStream, context).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            throw gate.Convert(error, context);
        }
    }
}
