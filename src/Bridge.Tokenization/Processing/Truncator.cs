using Bridge.Core;

namespace Bridge.Tokenization.Processing;

/// <summary>Decides how many tokens of each text remain.</summary>
internal static class Truncator
{
    /// <summary>Windows of the first text and of the second (null where there is none).</summary>
    /// <param name="first">Tokens of the first text.</param>
    /// <param name="second">Tokens of the second, or null.</param>
    /// <param name="special">Special tokens that will be added.</param>
    /// <param name="options">What is asked for; null: everything stays.</param>
    public static (IReadOnlyList<Window> First, IReadOnlyList<Window>? Second) Cut(int first, int? second, int special, TruncationOptions? options)
    {
        if (options is null) return (Whole(first), second is { } all ? Whole(all) : null);
        Check(options, special);
        var room = options.MaxLength - special;
        var (kept, keptSecond) = Kept(first, second, room, options);
        return (Window.Cut(first, kept, options.Stride, options.Direction),
            second is { } length ? Window.Cut(length, keptSecond, options.Stride, options.Direction) : null);
    }

    private static (int First, int Second) Kept(int first, int? second, int room, TruncationOptions options)
    {
        var length = second ?? 0;
        var excess = first + length - room;
        if (room == 0) return (0, 0);
        if (excess <= 0) return (first, length);
        switch (options.Strategy)
        {
            case TruncationStrategy.LongestFirst when second is null:
                return (room, 0);
            case TruncationStrategy.LongestFirst:
                var (shorter, longer) = (Math.Min(first, length), Math.Max(first, length));
                // The longer gives until both are equal; then both give, and where the room is odd the longer keeps one more.
                longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
                if (shorter + longer > room) (shorter, longer) = (room / 2, room / 2 + room % 2);
                return first > length ? (longer, shorter) : (shorter, longer);
            case TruncationStrategy.OnlyFirst:
                return first > excess ? (first - excess, length) : throw TooShort("first", first, excess, options);
            default:
                if (second is null)
                    throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "truncation: strategy only_second needs a pair of texts", ("strategy", "only_second"));
                return length > excess ? (first, length - excess) : throw TooShort("second", length, excess, options);
        }
    }

    private static void Check(TruncationOptions options, int special)
    {
        if (options.MaxLength < special)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid,
                $"truncation: max_length {options.MaxLength} is below {special}, the number of special tokens", ("max_length", options.MaxLength), ("special_tokens", special));
        if (options.Stride < 0)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"truncation: stride {options.Stride} is negative", ("stride", options.Stride));
    }

    private static BridgeException TooShort(string which, int length, int excess, TruncationOptions options) => BridgeException.Invalid(
        ErrorReason.SequenceTooLong,
        $"truncation: {excess} tokens must go to reach max_length {options.MaxLength}, but the {which} text, the only one to be cut, has {length}",
        ("max_length", options.MaxLength), ("excess", excess), ("length", length));

    private static Window[] Whole(int length) => [new Window(0, length)];
}
