namespace Bridge.Engine.Tests.Support;

/// <summary>A folder with a tokenizer of a few words.</summary>
internal sealed class WordTokenizer : IDisposable
{
    public WordTokenizer(params ReadOnlySpan<string> words)
    {
        Folder = Directory.CreateTempSubdirectory("tokenizer-").FullName;
        string[] all = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. words];
        var vocabulary = string.Join(", ", all.Select((w, i) => $"\"{w}\": {i}"));
        var special = string.Join(", ", all.Take(5).Select((w, i) =>
            $"{{\"id\": {i}, \"content\": \"{w}\", \"single_word\": false, \"lstrip\": false, \"rstrip\": false, \"normalized\": false, \"special\": true}}"));
        File.WriteAllText(Path.Combine(Folder, "tokenizer.json"), $$"""
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [{{special}}],
             "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"},
             "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}, "decoder": null,
             "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": { {{vocabulary}} } } }
            """);
        Size = all.Length;
    }

    public string Folder { get; }

    public int Size { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
