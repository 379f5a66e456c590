using Bridge.Core;

namespace Goldens.Configs;

/// <summary>One line of a golden file.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Compare">Compares and says how the two differ; null where they do not.</param>
internal sealed record GoldenLine(string Name, Func<string?> Compare)
{
    public string? Check()
    {
        try
        {
            return Compare();
        }
        catch (BridgeException e)
        {
            return $"unexpected error {e.Reason}: {e.Message}";
        }
    }
}
