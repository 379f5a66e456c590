using Bridge.Tokenization.Files;
using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.Models;

/// <summary>Reads from the model section how tokens lie in a word.</summary>
internal static class WalkerReader
{
    public static ITokenWalker Read(JsonSection model, Vocabulary vocabulary)
    {
        var texts = new TokenTexts(vocabulary);
        return ModelType.Of(model) switch
        {
            "WordPiece" => new WordPieceWalker(texts, Unknown(), CodePoints.Of(model.Child("continuing_subword_prefix")?.AsString() ?? "##")),
            "WordLevel" => new WordLevelWalker(),
            "BPE" => new BpeWalker(texts, Unknown(), model.Flag("fuse_unk", false), model.Child("continuing_subword_prefix")?.AsString() ?? "",
                model.Child("end_of_word_suffix")?.AsString() ?? ""),
            "Unigram" => new UnigramWalker(texts, model.Child("unk_id")?.AsInt()),
            _ => throw model.Unsupported("model", "BPE, Unigram, WordLevel, WordPiece"),
        };

        int? Unknown() => model.Child("unk_token") is { } token ? vocabulary.Id(token.AsString()) : null;
    }
}
