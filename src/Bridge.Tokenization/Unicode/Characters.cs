using System.Globalization;
using System.Text;

namespace Bridge.Tokenization.Unicode;

/// <summary>Kinds of code points as the parts of a tokenizer ask for them.</summary>
internal static class Characters
{
    public static bool IsWhiteSpace(int rune) => Rune.IsWhiteSpace(new Rune(rune));

    public static bool IsNumeric(int rune) =>
        Category(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>Control, format and private use. Unassigned code points are not among them: the library's tables do not know those.</summary>
    public static bool IsOther(int rune) => Category(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    public static bool IsPunctuation(int rune) => rune < 128
        ? rune is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~')
        : Category(rune) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    public static bool IsNonSpacingMark(int rune) => Category(rune) == UnicodeCategory.NonSpacingMark;

    public static bool IsMark(int rune) =>
        Category(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>What <c>\w</c> means to Rust's regular expressions: letters, marks, digits, connectors, joiners, and symbols that are letters in a circle or square.</summary>
    public static bool IsWord(int rune) => Category(rune) switch
    {
        <= UnicodeCategory.LetterNumber => true,
        UnicodeCategory.ConnectorPunctuation => true,
        UnicodeCategory.Format => rune is 0x200C or 0x200D,
        UnicodeCategory.OtherSymbol => rune is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189),
        _ => false,
    };

    /// <summary>The blocks of Chinese characters that BERT sets between spaces.</summary>
    public static bool IsChinese(int rune) => rune is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>Lower case; the one letter that becomes two is <c>U+0130</c>, whose second is the dot above.</summary>
    public static int Lower(int rune) => rune == 0x130 ? 'i' : Rune.ToLowerInvariant(new Rune(rune)).Value;

    public static UnicodeCategory Category(int rune) => CharUnicodeInfo.GetUnicodeCategory(rune);
}
