using Bridge.Core;

namespace Bridge.Engine.Jobs;

/// <summary>Which adapters and heads belong to which training jobs, running or waiting: nobody else may remove them.</summary>
internal sealed class TrainingClaims
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Model, string Name), List<string>> _claims = [];

    /// <summary>Claims until the answer is disposed.</summary>
    public IDisposable Claim(string model, IReadOnlyCollection<string> names, string job)
    {
        lock (_gate)
        {
            foreach (var name in names)
            {
                if (!_claims.TryGetValue((model, name), out var jobs)) _claims[(model, name)] = jobs = [];
                jobs.Add(job);
            }
        }
        return new Release(this, model, names, job);
    }

    /// <summary>The first job that claims it, or null.</summary>
    public string? Find(string model, string name)
    {
        lock (_gate) return _claims.TryGetValue((model, name), out var jobs) ? jobs[0] : null;
    }

    /// <summary>MODEL_BUSY where a job claims it.</summary>
    public void RequireFree(string model, string name)
    {
        if (Find(model, name) is { } job)
            throw BridgeException.Of(ErrorCode.Aborted, ErrorReason.ModelBusy, $"\"{name}\" of model \"{model}\" is trained by job \"{job}\"; wait for it or cancel it",
                ("model", model), ("name", name), ("training_job", job));
    }

    private void Free(string model, IReadOnlyCollection<string> names, string job)
    {
        lock (_gate)
        {
            foreach (var name in names)
            {
                if (!_claims.TryGetValue((model, name), out var jobs)) continue;
                jobs.Remove(job);
                if (jobs.Count == 0) _claims.Remove((model, name));
            }
        }
    }

    private sealed class Release(TrainingClaims claims, string model, IReadOnlyCollection<string> names, string job) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0) claims.Free(model, names, job);
        }
    }
}
