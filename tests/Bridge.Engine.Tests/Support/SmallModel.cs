using System.Globalization;
using System.Text.Json.Nodes;
using TestKit;

namespace Bridge.Engine.Tests.Support;

/// <summary>A recorded model of some architecture in a folder of its own, with a tokenizer of its own: whole words, [CLS] and [SEP] around them.</summary>
internal sealed class SmallModel : IDisposable
{
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    public SmallModel(string architecture, int vocabulary)
    {
        Folder = Directory.CreateTempSubdirectory("bridge-small-").FullName;
        foreach (var file in Directory.EnumerateFiles(RepositoryRoot.Combine("tests", "Goldens", "Data", "models", architecture)))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        Words = [.. Enumerable.Range(0, vocabulary - Special.Length).Select(i => $"w{i.ToString(CultureInfo.InvariantCulture)}")];
        var ids = new JsonObject(Special.Concat(Words).Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id)));
        var added = new JsonArray([.. Special.Select((token, id) => (JsonNode)new JsonObject
        {
            ["id"] = id, ["content"] = token, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false, ["special"] = true,
        })]);
        File.WriteAllText(Path.Combine(Folder, "tokenizer.json"), new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = added,
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["post_processor"] = JsonNode.Parse("""
                {"type": "TemplateProcessing",
                 "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
                 "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
                          {"Sequence": {"id": "B", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
                 "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}, "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}}
                """),
            ["decoder"] = null,
            ["model"] = new JsonObject { ["type"] = "WordPiece", ["unk_token"] = "[UNK]", ["continuing_subword_prefix"] = "##", ["max_input_chars_per_word"] = 100, ["vocab"] = ids },
        }.ToJsonString());
        File.WriteAllText(Path.Combine(Folder, "tokenizer_config.json"), """{"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}""");
    }

    public string Folder { get; }

    /// <summary>Words that are one token each.</summary>
    public IReadOnlyList<string> Words { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
