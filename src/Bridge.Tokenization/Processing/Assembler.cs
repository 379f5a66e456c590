using Bridge.Tokenization.Files;

namespace Bridge.Tokenization.Processing;

/// <summary>Puts tokens of one text or two, and special tokens around them, together.</summary>
internal sealed class Assembler(PostProcessor processor, Vocabulary vocabulary)
{
    private readonly TemplatePiece[] _single = processor.Single.ToArray();
    private readonly TemplatePiece[] _pair = processor.Pair.ToArray();

    public int SpecialCount(bool pair) => processor.SpecialCount(pair);

    public Encoding Assemble(EncodedText first, EncodedText? second, EncodeOptions options)
    {
        var special = options.AddSpecialTokens ? processor.SpecialCount(second is not null) : 0;
        var (firsts, seconds) = Truncator.Cut(first.Length, second?.Length, special, options.Truncation);
        var overflowing = new List<Encoding>();
        if (seconds is null)
        {
            for (var i = 1; i < firsts.Count; i++) overflowing.Add(One(first, firsts[i], null, default, options, []));
        }
        else
        {
            // The order is that of the library: every overflow of the first text with all of the second, then the first window with the second's overflow.
            for (var i = 1; i <= firsts.Count; i++)
            {
                for (var j = i == firsts.Count ? 1 : 0; j < seconds.Count; j++)
                    overflowing.Add(One(first, firsts[i % firsts.Count], second, seconds[j], options, []));
            }
        }
        return One(first, firsts[0], second, seconds?[0] ?? default, options, overflowing);
    }

    private Encoding One(EncodedText first, Window window, EncodedText? second, Window secondWindow, EncodeOptions options, IReadOnlyList<Encoding> overflowing)
    {
        var pieces = second is null ? _single : _pair;
        var length = 0;
        foreach (var piece in pieces)
            length += piece.Sequence < 0 ? options.AddSpecialTokens ? piece.Ids.Length : 0 : piece.Sequence == 0 ? window.Length : secondWindow.Length;
        var withOffsets = first.Offsets is not null;
        var encoding = new Encoding(new int[length], new int[length], new int[length], new int[length], withOffsets ? new (int, int)[length] : [],
            withOffsets ? new int[length] : [], new int[length], new string[length], overflowing);
        Array.Fill(encoding.AttentionMask, 1);
        var at = 0;
        foreach (var piece in pieces)
        {
            if (piece.Sequence < 0)
            {
                if (options.AddSpecialTokens) at = PutSpecial(encoding, at, piece);
            }
            else
            {
                at = piece.Sequence == 0 ? PutText(encoding, at, piece, first, window) : PutText(encoding, at, piece, second!, secondWindow);
            }
        }
        return encoding;
    }

    private static int PutSpecial(Encoding encoding, int at, TemplatePiece piece)
    {
        for (var i = 0; i < piece.Ids.Length; i++, at++)
        {
            encoding.Ids[at] = piece.Ids[i];
            encoding.Tokens[at] = piece.Tokens[i];
            encoding.TypeIds[at] = piece.TypeId;
            encoding.SpecialTokensMask[at] = 1;
            encoding.SequenceIds[at] = -1;
            if (encoding.WordIds.Length > 0) encoding.WordIds[at] = -1;
        }
        return at;
    }

    private int PutText(Encoding encoding, int at, TemplatePiece piece, EncodedText text, Window window)
    {
        Array.Copy(text.Ids, window.Start, encoding.Ids, at, window.Length);
        Array.Fill(encoding.TypeIds, piece.TypeId, at, window.Length);
        Array.Fill(encoding.SequenceIds, piece.Sequence, at, window.Length);
        for (var i = 0; i < window.Length; i++) encoding.Tokens[at + i] = vocabulary.Token(text.Ids[window.Start + i]) ?? "";
        if (text.Offsets is not null && encoding.Offsets.Length > 0)
        {
            Array.Copy(text.Offsets, window.Start, encoding.Offsets, at, window.Length);
            Array.Copy(text.WordIds!, window.Start, encoding.WordIds, at, window.Length);
            if (processor.TrimOffsets) OffsetTrimmer.Trim(encoding, at, text, window, processor.AddPrefixSpace);
        }
        return at + window.Length;
    }
}
