using TestKit;

namespace Bridge.Tokenization.Tests;

/// <summary>Tokenizers that lie in the repository.</summary>
internal static class TestTokenizers
{
    /// <summary>Names of all.</summary>
    public static readonly string[] Names =
        ["bytelevel-gpt2", "bytelevel-roberta", "spbpe-llama2", "spbpe-mistral", "unigram-xlmr", "wordpiece-cased", "wordpiece-minilm"];

    /// <summary>A folder of this project's data.</summary>
    public static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name);

    /// <summary>The tokenizer.json of that name; MiniLM's is the one that the repository holds anyway.</summary>
    public static string File(string name) => name == "wordpiece-minilm"
        ? RepositoryRoot.Combine("models", "all-minilm-l6-v2", "tokenizer.json")
        : Path.Combine(Folder(name), "tokenizer.json");

    public static Tokenizer Load(string name) => Tokenizer.Load(File(name));

    public static Tokenizer Cased() => Load("wordpiece-cased");
}
