using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tokenization.Tests;

/// <summary>Texts that are hard on tokenizers: words, scripts, marks, spaces of all kinds, special tokens, any code point.</summary>
public static class Texts
{
    private static readonly string[] Parts =
    [
        "the", "package", "Hello", "don't", "we'll", "tokenization", " ", "  ", "\n", "\t", "\u00A0", "\u3000", "\u200B", "\u200D", ".", ",", "...", "!?", "-", "_",
        "é", "e\u0301", "ﬁ", "İ", "ß", "Σ", "가", "한국어", "中文", "日本", "ﾊﾝ", "Привет", "नमस्ते", "مرحبا", "👩‍💻", "🏳️‍🌈", "𝒳", "𠀀", "1234", "٣", "½", "Ⅷ", "``", "''",
        "[CLS]", "[MASK]", "<mask>", "  <mask> ", "<s>", "</s>", "<unk>", "<|endoftext|>", "▁", "##", "Ġ", "<0x0A>", "\0", "\u0300\u0323", "\u1100\u1161\u11A8",
    ];

    public static Arbitrary<RandomText> Arbitrary()
    {
        var part = Gen.OneOf(
            Gen.Elements(Parts),
            Gen.Elements(Parts),
            Gen.Choose(0x20, 0x7E).Select(code => ((char)code).ToString()),
            Gen.Choose(0x80, 0x2FFF).Select(code => ((char)code).ToString()),
            Gen.Choose(0x1D400, 0x1FAFF).Select(char.ConvertFromUtf32));
        var text = Gen.Sized(size => Gen.ArrayOf(part, Math.Max(size / 4, 1)).Select(parts => new RandomText(string.Concat(parts))));
        return Arb.From(text, Shrink);
    }

    private static IEnumerable<RandomText> Shrink(RandomText text)
    {
        var runes = text.Value.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
        {
            var shorter = new StringBuilder();
            for (var j = 0; j < runes.Length; j++)
            {
                if (j != i) shorter.Append(runes[j].ToString());
            }
            yield return new RandomText(shorter.ToString());
        }
    }
}
