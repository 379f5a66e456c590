using Bridge.Core;

namespace Bridge.Tokenization.Processing;

/// <summary>Padding as asked for, gaps filled with the tokenizer's own.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="PadId">Id of the padding token; null where neither the caller nor the tokenizer names one.</param>
/// <param name="PadToken">Its text.</param>
/// <param name="Direction">The end at which it is added.</param>
internal sealed record Padder(PaddingOptions Options, int? PadId, string PadToken, Side Direction)
{
    /// <summary>The length that encodings of at most <paramref name="longest"/> tokens are brought to.</summary>
    public int Target(int longest)
    {
        if (Options.Length is < 0) throw Negative("length", Options.Length.Value, 0);
        if (Options.MultipleOf is < 1) throw Negative("pad_to_multiple_of", Options.MultipleOf.Value, 1);
        var length = Options.Length ?? longest;
        if (Options.MultipleOf is { } multiple && length % multiple > 0) length += multiple - length % multiple;
        return length;
    }

    public int RequiredId(int missing) => PadId ?? throw BridgeException.Invalid(ErrorReason.ArgumentInvalid,
        $"padding: {missing} padding tokens are needed, but the tokenizer has no padding token; name one", ("missing", missing));

    /// <summary>The encoding, and what overflowed from it, with padding up to <paramref name="length"/>; longer ones stay as they are.</summary>
    public Encoding Pad(Encoding encoding, int length)
    {
        var overflowing = encoding.Overflowing.Select(part => Pad(part, length)).ToArray();
        var missing = length - encoding.Length;
        if (missing <= 0) return encoding with { Overflowing = overflowing };
        return new Encoding(
            Fill(encoding.Ids, RequiredId(missing)), Fill(encoding.TypeIds, Options.PadTypeId), Fill(encoding.AttentionMask, 0),
            Fill(encoding.SpecialTokensMask, 1), FillAsked(encoding.Offsets, (0, 0)), FillAsked(encoding.WordIds, -1), Fill(encoding.SequenceIds, -1),
            Fill(encoding.Tokens, PadToken), overflowing);

        T[] FillAsked<T>(T[] values, T value) => values.Length == encoding.Length ? Fill(values, value) : values;

        T[] Fill<T>(T[] values, T value)
        {
            var result = new T[length];
            var start = Direction == Side.Left ? missing : 0;
            values.CopyTo(result, start);
            Array.Fill(result, value, Direction == Side.Left ? 0 : values.Length, missing);
            return result;
        }
    }

    private static BridgeException Negative(string name, int value, int least) => BridgeException.Invalid(ErrorReason.ArgumentInvalid,
        $"padding: {name} {value} is outside [{least}, {int.MaxValue}]", (name, value));
}
