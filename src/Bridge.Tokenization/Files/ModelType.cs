using System.Text.Json;

namespace Bridge.Tokenization.Files;

/// <summary>The type of a model section. Old files (GPT-2's, RoBERTa's) do not say it; their keys do.</summary>
internal static class ModelType
{
    public static string Of(JsonSection model)
    {
        if (model.Child("type") is { } type) return type.AsString();
        if (model.Child("merges") is not null) return "BPE";
        if (model.Child("vocab") is { Element.ValueKind: JsonValueKind.Array }) return "Unigram";
        return model.Child("max_input_chars_per_word") is not null ? "WordPiece" : "WordLevel";
    }
}
