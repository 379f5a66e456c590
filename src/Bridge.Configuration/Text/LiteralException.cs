namespace Bridge.Configuration;

/// <summary>A literal cannot be read. Caught inside this assembly, where it becomes a violation.</summary>
internal sealed class LiteralException(int position, string message) : Exception(message)
{
    public int Position { get; } = position;
}
