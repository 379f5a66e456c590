namespace Bridge.Tokenization.Tests;

/// <summary>Tokenizers that lie in the repository.</summary>
internal static class TestTokenizers
{
    public static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name);

    public static Tokenizer Cased() => Tokenizer.Load(Folder("wordpiece-cased"));
}
