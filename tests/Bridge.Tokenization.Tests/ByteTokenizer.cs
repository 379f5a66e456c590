using System.Text.Json.Nodes;

namespace Bridge.Tokenization.Tests;

/// <summary>A tokenizer whose ids spell every byte of the normalised text: what differs in any section shows in the ids.</summary>
internal sealed class ByteTokenizer : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bridge-bytes-");

    /// <param name="normalizer">JSON of the normalizer section, or "null".</param>
    /// <param name="preTokenizer">JSON of the pre_tokenizer section, or "null".</param>
    /// <param name="addedTokens">JSON of objects of added_tokens; ids are given.</param>
    public ByteTokenizer(string normalizer, string preTokenizer, params string[] addedTokens)
    {
        var vocabulary = new JsonObject();
        for (var i = 0; i < 256; i++) vocabulary[$"<0x{i:X2}>"] = i;
        var added = new JsonArray();
        foreach (var text in addedTokens)
        {
            var token = JsonNode.Parse(text)!.AsObject();
            token["id"] = 256 + added.Count;
            foreach (var flag in new[] { "single_word", "lstrip", "rstrip", "normalized", "special" }) token[flag] ??= false;
            added.Add(token);
        }
        var root = new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = added,
            ["normalizer"] = JsonNode.Parse(normalizer),
            ["pre_tokenizer"] = JsonNode.Parse(preTokenizer),
            ["post_processor"] = null,
            ["decoder"] = null,
            ["model"] = new JsonObject
            {
                ["type"] = "BPE", ["dropout"] = null, ["unk_token"] = null, ["continuing_subword_prefix"] = null, ["end_of_word_suffix"] = null,
                ["fuse_unk"] = false, ["byte_fallback"] = true, ["ignore_merges"] = false, ["vocab"] = vocabulary, ["merges"] = new JsonArray(),
            },
        };
        var path = Path.Combine(_folder.FullName, "tokenizer.json");
        File.WriteAllText(path, root.ToJsonString());
        Tokenizer = Tokenizer.Load(path);
    }

    public Tokenizer Tokenizer { get; }

    public void Dispose()
    {
        Tokenizer.Dispose();
        _folder.Delete(recursive: true);
    }
}
