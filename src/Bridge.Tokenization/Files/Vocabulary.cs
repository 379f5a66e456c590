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

    public IReadOnlyDictionary<string, int> Ids => _ids;

    public int? Id(string token) => _ids.TryGetValue(token, out var id) ? id : null;

    public string? Token(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    public static Vocabulary Read(JsonSection model, IReadOnlyList<AddedToken> added)
    {
        var vocabulary = model.Required("vocab");
        var ids = vocabulary.Element.ValueKind == JsonValueKind.Array ? FromPieces(vocabulary) : FromMap(vocabulary);
        foreach (var token in added) ids[token.Content] = token.Id;
        var highest = -1;
        foreach (var id in ids.Values) highest = Math.Max(highest, id);
        // Ids may have holes, but a hostile one must not make us allocate gigabytes.
        if (highest > 16 * ids.Count + 65_536) throw vocabulary.Corrupt($"id {highest} is too high for {ids.Count} tokens");
        var tokens = new string?[highest + 1];
        foreach (var (token, id) in ids) tokens[id] = token;
        foreach (var token in added) tokens[token.Id] = token.Content;
        return new Vocabulary(ids, tokens);
    }

    private static Dictionary<string, int> FromMap(JsonSection vocabulary)
    {
        if (vocabulary.Element.ValueKind != JsonValueKind.Object) throw vocabulary.Corrupt("the vocabulary is neither an object nor an array");
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in vocabulary.Element.EnumerateObject())
        {
            if (!entry.Value.TryGetInt32(out var id) || id < 0) throw vocabulary.Corrupt($"token \"{entry.Name}\" has no id in [0, {int.MaxValue}]");
            ids[entry.Name] = id;
        }
        return ids;
    }

    // Unigram: an array of (piece, score); the position is the id.
    private static Dictionary<string, int> FromPieces(JsonSection vocabulary)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var id = 0;
        foreach (var pair in vocabulary.Element.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2 || pair[0].ValueKind != JsonValueKind.String)
                throw vocabulary.Corrupt($"entry {id} is not a pair of piece and score");
            ids.TryAdd(pair[0].GetString()!, id++);
        }
        return ids;
    }
}
