using System.Text.Json;
using Bridge.Core;
using Bridge.Tokenization;

namespace Goldens.Tokenizers;

/// <summary>Runs the recorded answers of Hugging Face's library (cases.jsonl) against a tokenizer.</summary>
public static class TokenizerGoldens
{
    /// <summary>Every case of a tokenizer's folder, or of all folders below; the failure is null where a case passes.</summary>
    public static IEnumerable<(string Case, string? Failure)> Run(string folder)
    {
        var folders = File.Exists(Path.Combine(folder, "cases.jsonl"))
            ? [folder]
            : Directory.GetDirectories(folder).Where(sub => File.Exists(Path.Combine(sub, "cases.jsonl"))).Order(StringComparer.Ordinal).ToArray();
        return folders.SelectMany(sub => RunOne(sub, TokenizerPath(sub)));
    }

    /// <summary>Every case of a folder against a tokenizer that lies elsewhere.</summary>
    public static IEnumerable<(string Case, string? Failure)> RunOne(string folder, string tokenizerPath)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        using var tokenizer = Tokenizer.Load(tokenizerPath);
        var check = new TokenizerCase(tokenizer);
        foreach (var line in File.ReadLines(Path.Combine(folder, "cases.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var item = document.RootElement;
            yield return ($"{name}/{item.GetProperty("kind").GetString()}-{item.GetProperty("id").GetInt32()}", Check(check, item));
        }
    }

    private static string TokenizerPath(string folder)
    {
        var own = Path.Combine(folder, "tokenizer.json");
        if (File.Exists(own)) return own;
        using var info = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "info.json")));
        return Path.GetFullPath(Path.Combine(folder, info.RootElement.GetProperty("tokenizer").GetString()!));
    }

    private static string? Check(TokenizerCase check, JsonElement item)
    {
        try
        {
            return check.Failure(item);
        }
        catch (BridgeException error)
        {
            return error.Message;
        }
    }
}
