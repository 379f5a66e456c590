using System.Text.Json;

namespace Bridge.Tokenization.Files;

/// <summary>Tokens and their ids: the model's, and over them the added ones.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly string?[] _tokens;

    private Vocabulary(Dictionary<string, int> ids, string?[] tokens)
    {
        _ids = ids;
        _tokens = tokens;
    }

    /// <summary>One more than the highest id.</summary>
    public int Size => _tokens.Length;

    public int? Id(string token) => _ids.TryGetValue(token, out var id) ? id : null;

    public string? Token(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    public static Vocabulary Read(JsonSection model, IReadOnlyList<AddedToken> added)
    {
        var vocabulary = model.Required("vocab");
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var entries = vocabulary.Element.ValueKind == JsonValueKind.Array ? Pieces(vocabulary) : Map(vocabulary);
        entries.AddRange(added.Select(token => (token.Content, token.Id)));
        var highest = -1;
        foreach (var (token, id) in entries)
        {
            ids[token] = id;
            highest = Math.Max(highest, id);
        }
        // Ids may have holes, but a hostile one must not make us allocate gigabytes.
        if (highest > 16 * entries.Count + 65_536) throw vocabulary.Corrupt($"id {highest} is too high for {entries.Count} tokens");
        var tokens = new string?[highest + 1];
        foreach (var (token, id) in entries) tokens[id] = token;
        return new Vocabulary(ids, tokens);
    }

    private static List<(string Token, int Id)> Map(JsonSection vocabulary)
    {
        if (vocabulary.Element.ValueKind != JsonValueKind.Object) throw vocabulary.Corrupt("the vocabulary is neither an object nor an array");
        var entries = new List<(string, int)>(vocabulary.Element.GetPropertyCount());
        foreach (var entry in vocabulary.Element.EnumerateObject())
        {
            if (!entry.Value.TryGetInt32(out var id) || id < 0) throw vocabulary.Corrupt($"token \"{entry.Name}\" has no id in [0, {int.MaxValue}]");
            entries.Add((entry.Name, id));
        }
        return entries;
    }

    // Unigram: an array of (piece, score); the position is the id.
    private static List<(string Token, int Id)> Pieces(JsonSection vocabulary)
    {
        var entries = new List<(string, int)>(vocabulary.Element.GetArrayLength());
        foreach (var pair in vocabulary.Element.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2 || pair[0].ValueKind != JsonValueKind.String)
                throw vocabulary.Corrupt($"entry {entries.Count} is not a pair of piece and score");
            entries.Add((pair[0].GetString()!, entries.Count));
        }
        return entries;
    }
}
