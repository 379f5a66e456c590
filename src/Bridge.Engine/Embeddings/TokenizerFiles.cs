using Bridge.Engine.Storage;
using Bridge.Engine.Text;
using Bridge.Models.Description;

namespace Bridge.Engine.Embeddings;

/// <summary>The files of a tokenizer.</summary>
internal static class TokenizerFiles
{
    /// <summary>The folder of a tokenizer beside embeddings, as the reference library has it.</summary>
    public const string FolderName = "tokenizer";

    private static readonly string[] Names = ["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt", "vocab.json", "merges.txt"];

    /// <summary>The tokenizer of a folder and a copy of its files that is the engine's; nothing where the folder has none.</summary>
    public static (TextEncoder? Text, string? Folder) Take(string folder, WorkFolder work, ModelDescription description)
    {
        if (TextEncoder.Open(folder, description) is not { } text) return (null, null);
        var copy = work.New("tokenizer");
        Copy(folder, copy);
        return (text, copy);
    }

    /// <summary>Copies what is there.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var name in Names.Where(n => File.Exists(Path.Combine(from, n)))) File.Copy(Path.Combine(from, name), Path.Combine(to, name), overwrite: true);
    }
}
