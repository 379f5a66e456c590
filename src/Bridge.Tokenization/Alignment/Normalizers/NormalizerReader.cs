using Bridge.Tokenization.Files;
using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.Normalizers;

/// <summary>Reads the normalizer section.</summary>
internal static class NormalizerReader
{
    private const string Supported = "BertNormalizer, ByteLevel, Lowercase, NFC, NFD, NFKC, NFKD, Nmt, Precompiled, Prepend, Replace, Sequence, Strip, StripAccents";

    public static INormalizer Read(JsonSection? section)
    {
        if (section is not { } present) return new NormalizerSequence([]);
        return present.Type switch
        {
            "Sequence" => new NormalizerSequence(present.Required("normalizers").Items().Select(item => Read(item)).ToArray()),
            "BertNormalizer" => ReadBert(present),
            "NFC" => new UnicodeForm(compose: true, compatible: false),
            "NFD" => new UnicodeForm(compose: false, compatible: false),
            "NFKC" => new UnicodeForm(compose: true, compatible: true),
            "NFKD" => new UnicodeForm(compose: false, compatible: true),
            "Lowercase" => new Lowercase(),
            "StripAccents" => new Filter(rune => !Characters.IsMark(rune)),
            "Nmt" => new Filter(Nmt.Keep, Nmt.Map),
            "Strip" => new Strip(present.Flag("strip_left", true), present.Flag("strip_right", true)),
            "Prepend" => new Prepend(present.RequiredString("prepend")),
            "Replace" => new Replace(Pattern.Read(present.Required("pattern")), present.RequiredString("content")),
            "ByteLevel" => new ByteLevelNormalizer(),
            "Precompiled" => new Precompiled(Charsmap.Read(present.Required("precompiled_charsmap"))),
            _ => throw present.Unsupported("normalizer", Supported),
        };
    }

    private static BertNormalizer ReadBert(JsonSection section)
    {
        var lowercase = section.Flag("lowercase", true);
        return new BertNormalizer(section.Flag("clean_text", true), section.Flag("handle_chinese_chars", true), section.Flag("strip_accents", lowercase), lowercase);
    }
}
