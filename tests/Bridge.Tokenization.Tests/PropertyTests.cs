using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Bridge.Tokenization.Tests;

/// <summary>What must hold for any text.</summary>
public sealed class PropertyTests
{
    private static readonly Dictionary<string, Tokenizer> Tokenizers = TestTokenizers.Names.ToDictionary(name => name, TestTokenizers.Load);

    [Property(Arbitrary = [typeof(Texts)], MaxTest = 200)]
    public bool Encode_AnyText_HasOffsetsInsideIt(RandomText text)
    {
        var length = text.Value.EnumerateRunes().Count();
        return Tokenizers.Values.All(tokenizer =>
        {
            var encoding = tokenizer.Encode(text.Value, options: new EncodeOptions { Offsets = true });
            return encoding.Offsets.All(offset => offset.Start >= 0 && offset.Start <= offset.End && offset.End <= length)
                && encoding.Offsets.Length == encoding.Length && encoding.WordIds.Length == encoding.Length;
        });
    }

    [Property(Arbitrary = [typeof(Texts)], MaxTest = 200)]
    public bool Encode_AnyText_FollowsTheLibraryExactly(RandomText text) =>
        Tokenizers.Values.All(tokenizer => tokenizer.FollowsExactly(text.Value));

    [Property(Arbitrary = [typeof(Texts)], MaxTest = 200)]
    public bool Encode_Truncated_NeverExceedsItsLengthAndLosesNothing(RandomText text, RandomText pair, PositiveInt length, NonNegativeInt stride, bool left)
    {
        var tokenizer = Tokenizers["wordpiece-cased"];
        var plain = new EncodeOptions { AddSpecialTokens = false };
        var most = 3 + length.Get % 20;
        var truncation = new TruncationOptions(most, Stride: stride.Get % (most - 2), Direction: left ? Side.Left : Side.Right);
        var single = tokenizer.Encode(text.Value, options: new EncodeOptions { Truncation = truncation });
        var both = tokenizer.Encode(text.Value, pair.Value, new EncodeOptions { Truncation = truncation with { MaxLength = most + 4, Stride = 0 } });
        var whole = tokenizer.Encode(text.Value, options: plain).Ids;
        var parts = new[] { single }.Concat(single.Overflowing).ToArray();
        var ordered = left ? parts.Reverse() : parts;
        return parts.All(part => part.Length <= most)
            && both.Length <= most + 4
            && Joined(ordered.Select(part => part.Ids[1..^1]).ToArray(), truncation.Stride, left).SequenceEqual(whole);
    }

    [Property(Arbitrary = [typeof(Texts)], MaxTest = 200)]
    public bool EncodeBatch_AnyTexts_MasksExactlyThePadding(RandomText first, RandomText second, PositiveInt multiple, bool left)
    {
        var tokenizer = Tokenizers["wordpiece-cased"];
        var batch = tokenizer.EncodeBatch([first.Value, second.Value], padding: new PaddingOptions
        {
            MultipleOf = 1 + multiple.Get % 9,
            Direction = left ? Side.Left : Side.Right,
        });
        return batch.Length % (1 + multiple.Get % 9) == 0 && Enumerable.Range(0, 2).All(row =>
        {
            var encoding = batch.Encodings[row];
            var missing = batch.Length - encoding.Length;
            var padding = Enumerable.Repeat(0L, missing);
            var ids = encoding.Ids.Select(id => (long)id);
            var mask = encoding.Ids.Select(_ => 1L);
            var start = row * batch.Length;
            return batch.Ids.AsSpan(start, batch.Length).SequenceEqual((left ? padding.Concat(ids) : ids.Concat(padding)).ToArray())
                && batch.AttentionMask.AsSpan(start, batch.Length).SequenceEqual((left ? padding.Concat(mask) : mask.Concat(padding)).ToArray());
        });
    }

    [Property(Arbitrary = [typeof(Texts)], MaxTest = 200)]
    public bool Decode_ByteLevelText_GivesItBack(RandomText text)
    {
        // Byte-level tokens lose nothing, but special tokens that stand in the text are left out.
        var tokenizer = Tokenizers["bytelevel-gpt2"];
        return tokenizer.Decode(tokenizer.Encode(text.Value).Ids, skipSpecialTokens: false) == text.Value;
    }

    // Windows overlap by the stride; the short one is at the end that is cut.
    private static IEnumerable<int> Joined(int[][] parts, int stride, bool left)
    {
        if (!left) return parts.SelectMany((part, i) => i == 0 ? part : part[Math.Min(stride, part.Length)..]);
        return parts.SelectMany((part, i) => i == parts.Length - 1 ? part : part[..^Math.Min(stride, part.Length)]);
    }
}
