using Goldens.Running;

namespace Goldens.Refusals;

/// <summary>Runs entries of refusals.json; models stay loaded between them.</summary>
public sealed class RefusalRunner : IDisposable
{
    private readonly ModelCache _models = new();

    /// <summary>The entries of the file.</summary>
    public static IReadOnlyList<string> Ids(string file) => [.. RefusalEntry.Read(file).Select(entry => entry.Id)];

    /// <summary>What becomes of each entry of the file, in its order.</summary>
    public IEnumerable<(string Id, RefusalOutcome Outcome)> Run(string file)
    {
        foreach (var entry in RefusalEntry.Read(file))
        {
            using var run = new RefusalRun(entry, _models.Get(entry.ModelFolder));
            yield return (entry.Id, run.Run());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _models.Dispose();
}
