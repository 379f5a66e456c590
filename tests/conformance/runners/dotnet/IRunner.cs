namespace Conformance;

/// <summary>Plays one step; the answer's line, or null.</summary>
internal interface IRunner : IDisposable
{
    Task<string?> PlayAsync(string step, string[] words);
}
