using Bridge.Core;

namespace Bridge.Tokenization.Processing;

/// <summary>A stretch of a text's tokens, the end not included.</summary>
internal readonly record struct Window(int Start, int End)
{
    public int Length => End - Start;

    /// <summary>
    /// Cuts <paramref name="length"/> tokens into windows of at most <paramref name="kept"/>; the first is the one that stays, the others overflow, each repeating
    /// <paramref name="stride"/> tokens of the one before it.
    /// </summary>
    public static IReadOnlyList<Window> Cut(int length, int kept, int stride, Side direction)
    {
        if (kept >= length) return [new Window(0, length)];
        if (kept == 0) return [new Window(0, 0), new Window(0, length)];
        if (stride >= kept)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid,
                $"truncation: stride {stride} is outside [0, {kept - 1}]: {kept} tokens of a text remain", ("stride", stride), ("remaining", kept));
        var step = kept - stride;
        var windows = new List<Window>();
        if (direction == Side.Right)
        {
            for (var start = 0; ; start += step)
            {
                var end = Math.Min(start + kept, length);
                windows.Add(new Window(start, end));
                if (end == length) return windows;
            }
        }
        for (var end = length; ; end -= step)
        {
            var start = Math.Max(end - kept, 0);
            windows.Add(new Window(start, end));
            if (start == 0) return windows;
        }
    }
}
