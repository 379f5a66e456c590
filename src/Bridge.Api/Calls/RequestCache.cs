using System.Security.Cryptography;
using Bridge.Core;
using Google.Protobuf;

namespace Bridge.Api;

/// <summary>
/// Answers by request id, for a while: a retry of the same request gets the first answer, or waits for it; another request under the same id is
/// REQUEST_ID_REUSED. Failures are not kept: the retry runs again.
/// </summary>
internal sealed class RequestCache(TimeSpan lifetime, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Method, string Id), Entry> _entries = [];

    public Task<T> Run<T>(string method, string id, IMessage request, Func<Task<T>> work) where T : class, IMessage
    {
        if (id.Length == 0) return work();
        if (!Guid.TryParse(id, out var uuid))
            throw Mapping.Violations.Of("request_id", ErrorReason.ArgumentInvalid, $"request_id \"{(id.Length > 80 ? id[..80] : id)}\" is no UUID");
        var hash = Convert.ToHexString(SHA256.HashData(request.ToByteArray()));
        var key = (method, uuid.ToString());
        var completion = new TaskCompletionSource<IMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        Entry? known;
        lock (_gate)
        {
            Forget();
            if (!_entries.TryGetValue(key, out known)) _entries[key] = new Entry(hash, completion.Task, time.GetUtcNow());
        }
        if (known is null) return First(key, completion, work);
        if (known.Hash != hash)
            throw BridgeException.Invalid(ErrorReason.RequestIdReused, $"request_id {id} came with another request before; a new request needs a new id", ("request_id", id), ("method", method));
        return Again(known, work);
    }

    private async Task<T> First<T>((string, string) key, TaskCompletionSource<IMessage> completion, Func<Task<T>> work) where T : class, IMessage
    {
        try
        {
            var answer = await work().ConfigureAwait(false);
            completion.SetResult(answer);
            return answer;
        }
        catch (Exception error)
        {
            lock (_gate) _entries.Remove(key);
            completion.SetException(error);
            // Nobody may be waiting for it.
            _ = completion.Task.Exception;
            throw;
        }
    }

    private static async Task<T> Again<T>(Entry known, Func<Task<T>> work) where T : class, IMessage
    {
        try
        {
            return (T)await known.Answer.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The first caller left; this one is still there.
            return await work().ConfigureAwait(false);
        }
    }

    private void Forget()
    {
        var limit = time.GetUtcNow() - lifetime;
        foreach (var (key, entry) in _entries.ToArray())
            if (entry.Answer.IsCompleted && entry.Since < limit)
                _entries.Remove(key);
    }

    private sealed record Entry(string Hash, Task<IMessage> Answer, DateTimeOffset Since);
}
