using Grpc.Core;
using Grpc.Core.Interceptors;

namespace AdapterBridge.Client;

/// <summary>Gives unary calls their deadline, tries them again where that is safe, and makes errors readable.</summary>
internal sealed class RetryInterceptor(TimeSpan timeout) : Interceptor
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var options = context.Options.Deadline is null ? context.Options.WithDeadline(DateTime.UtcNow + timeout) : context.Options;
        var timed = new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options);
        var answer = CallAsync(request, timed, continuation);
        return new AsyncUnaryCall<TResponse>(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    private static async Task<TResponse> CallAsync<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class
    {
        var (backoff, cancellation) = (new Backoff(), context.Options.CancellationToken);
        while (true)
        {
            TimeSpan delay;
            try
            {
                return await continuation(request, context).ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException failure)
            {
                var error = Errors.Seen(failure, cancellation);
                if (error is not AdapterBridgeException { Code: StatusCode.Unavailable } unavailable || !RetrySafety.IsSafe(context.Method.FullName)) throw error;
                delay = backoff.Delay(unavailable);
                if (DateTime.UtcNow + delay >= context.Options.Deadline) throw unavailable;
            }

            await Task.Delay(delay, cancellation).ConfigureAwait(false);
        }
    }
}
