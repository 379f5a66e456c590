using Bridge.Tokenization.Alignment.Models;
using Bridge.Tokenization.Alignment.Normalizers;
using Bridge.Tokenization.Alignment.PreTokenizers;
using Bridge.Tokenization.Files;
using Bridge.Tokenization.Processing;
using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment;

/// <summary>
/// Says where the library's tokens lie in the text and which word each belongs to: follows the text through the file's normalizer and pre-tokenizer, keeping
/// track of every code point, and lays the ids over the words. The ids are never questioned: where they do not fit, they are searched for in what is left.
/// </summary>
internal sealed class Aligner
{
    private readonly INormalizer _normalizer;
    private readonly IPreTokenizer _preTokenizer;
    private readonly ITokenWalker _walker;
    private readonly TokenTexts _texts;
    private readonly AddedTokenMatcher _literal;
    private readonly AddedTokenMatcher _normalized;

    public Aligner(TokenizerFile file)
    {
        _normalizer = NormalizerReader.Read(file.Normalizer);
        _preTokenizer = PreTokenizerReader.Read(file.PreTokenizer);
        _walker = WalkerReader.Read(file.Model, file.Vocabulary);
        _texts = new TokenTexts(file.Vocabulary);
        _literal = new AddedTokenMatcher(file.AddedTokens.Where(token => !token.Normalized).Select(token => (CodePoints.Of(token.Content), token)));
        _normalized = new AddedTokenMatcher(file.AddedTokens.Where(token => token.Normalized).Select(token => (Normalize(token.Content), token)));
    }

    /// <summary>The ids with their places in the text.</summary>
    public EncodedText Align(string text, int[] ids) => Align(text, ids, out _);

    /// <summary>The ids with their places in the text.</summary>
    /// <param name="text">The text, well-formed.</param>
    /// <param name="ids">The library's ids of it.</param>
    /// <param name="exact">Whether the ids fitted the words everywhere.</param>
    public EncodedText Align(string text, int[] ids, out bool exact)
    {
        exact = true;
        var offsets = new List<Span>(ids.Length);
        var words = new int[ids.Length];
        var found = new Dictionary<int, string>();
        var whole = AlignedText.Of(text);
        var length = whole.Length;
        var pieces = Pieces(whole);
        for (var word = 0; word < pieces.Count && offsets.Count < ids.Length; word++)
        {
            var before = offsets.Count;
            exact &= Lay(pieces[word], ids.AsSpan(before), offsets);
            if (pieces[word].AddedId >= 0 && offsets.Count > before) found[before] = CodePoints.Text(pieces[word].Text.Runes);
            for (var i = before; i < offsets.Count; i++) words[i] = word;
        }
        exact &= offsets.Count == ids.Length;
        while (offsets.Count < ids.Length)
        {
            words[offsets.Count] = Math.Max(pieces.Count - 1, 0);
            offsets.Add(new Span(length, length));
        }
        return new EncodedText(ids, offsets.Select(span => (span.Start, span.End)).ToArray(), words, found);
    }

    /// <summary>The words and added tokens of a text, empty ones left out.</summary>
    private List<Piece> Pieces(AlignedText text)
    {
        var pieces = new List<Piece>();
        foreach (var outer in _literal.Split(text))
        {
            if (outer.AddedId >= 0)
            {
                pieces.Add(outer);
                continue;
            }
            _normalizer.Apply(outer.Text);
            foreach (var inner in _normalized.Split(outer.Text))
            {
                if (inner.AddedId >= 0) pieces.Add(inner);
                else pieces.AddRange(_preTokenizer.Split(inner.Text).Where(word => word.Length > 0).Select(word => new Piece(word, -1)));
            }
        }
        return pieces;
    }

    private bool Lay(Piece piece, ReadOnlySpan<int> ids, List<Span> offsets)
    {
        if (piece.AddedId >= 0)
        {
            if (ids[0] != piece.AddedId) return false;
            offsets.Add(piece.Text.Locate(0, piece.Text.Length));
            return true;
        }
        var spans = new List<Span>();
        var exact = _walker.Walk(piece.Text.Runes, ids, spans) >= 0;
        if (!exact)
        {
            spans.Clear();
            Search(piece.Text.Runes, ids, spans);
        }
        foreach (var span in spans) offsets.Add(piece.Text.Locate(span.Start, span.End));
        return exact;
    }

    // Tokens whose texts are found in the word, in order; those between them take the gap.
    private void Search(ReadOnlySpan<int> word, ReadOnlySpan<int> ids, List<Span> spans)
    {
        var at = 0;
        for (var i = 0; i < ids.Length && at < word.Length; i++)
        {
            var found = _texts.Of(ids[i]) is { Length: > 0 } token && word[at..].IndexOf(token) is >= 0 and var index
                ? new Span(at + index, at + index + token.Length)
                : new Span(at, at + 1);
            spans.Add(found);
            at = found.End;
        }
    }

    private int[] Normalize(string content)
    {
        var text = AlignedText.Of(content);
        _normalizer.Apply(text);
        return text.Runes.ToArray();
    }
}
