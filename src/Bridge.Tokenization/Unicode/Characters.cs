using System.Globalization;
using System.Text;

namespace Bridge.Tokenization.Unicode;

/// <summary>Kinds of code points as the parts of a tokenizer ask for them.</summary>
internal static class Characters
{
    public static bool IsWhiteSpace(int rune) => Rune.IsWhiteSpace(new Rune(rune));

    public static bool IsNumeric(int rune) =>
        Category(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>What BERT's cleaning drops: control, format and private use characters, U+0000 and U+FFFD, but not tab and line ends.</summary>
    public static bool IsControl(int rune) => rune < 0x7F
        ? rune < 0x20 && rune is not ('\t' or '\n' or '\r')
        : CharacterClasses.Holds(CharacterClasses.Instance.Control, rune);

    public static bool IsPunctuation(int rune) => rune < 0x80
        ? rune is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~')
        : CharacterClasses.Holds(CharacterClasses.Instance.Punctuation, rune);

    public static bool IsNonSpacingMark(int rune) => rune >= 0x300 && CharacterClasses.Holds(CharacterClasses.Instance.NonSpacing, rune);

    public static bool IsMark(int rune) => rune >= 0x300 && CharacterClasses.Holds(CharacterClasses.Instance.Mark, rune);

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
    public static int Lower(int rune) => rune switch
    {
        0x130 => 'i',
        // Pairs younger than .NET's tables.
        0xA7CE or 0xA7D2 or 0xA7D4 => rune + 1,
        >= 0x16EA0 and <= 0x16EB8 => rune + 0x1B,
        _ => Rune.ToLowerInvariant(new Rune(rune)).Value,
    };

    public static UnicodeCategory Category(int rune) => CharUnicodeInfo.GetUnicodeCategory(rune);
}
