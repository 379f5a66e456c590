using System.Globalization;

namespace Bridge.Tokenization.Unicode;

/// <summary>
/// A text for .NET's regular expressions, which see UTF-16 units: every code point beyond U+FFFF is stood for by one of its category below, so that classes such
/// as <c>\p{L}</c> find it and positions count code points.
/// </summary>
internal static class RegexText
{
    public static string Of(ReadOnlySpan<int> runes)
    {
        var text = new char[runes.Length];
        for (var i = 0; i < text.Length; i++) text[i] = runes[i] < 0x10000 ? (char)runes[i] : StandIn(runes[i]);
        return new string(text);
    }

    private static char StandIn(int rune) => Characters.Category(rune) switch
    {
        // Letters in circles and squares are symbols, but word characters too.
        UnicodeCategory.OtherSymbol when Characters.IsWord(rune) => '\u24B6',
        UnicodeCategory.UppercaseLetter => '\uA640',
        UnicodeCategory.LowercaseLetter => '\uA641',
        UnicodeCategory.TitlecaseLetter => '\u1F88',
        UnicodeCategory.ModifierLetter => '\uA67F',
        UnicodeCategory.OtherLetter => '\uA000',
        UnicodeCategory.NonSpacingMark => '\uA66F',
        UnicodeCategory.SpacingCombiningMark => '\uA823',
        UnicodeCategory.EnclosingMark => '\uA670',
        UnicodeCategory.DecimalDigitNumber => '\uA620',
        UnicodeCategory.LetterNumber => '\uA6E6',
        UnicodeCategory.OtherNumber => '\uA830',
        UnicodeCategory.ConnectorPunctuation => '\uFE33',
        UnicodeCategory.DashPunctuation => '\u2E3A',
        UnicodeCategory.OpenPunctuation => '\uFD3F',
        UnicodeCategory.ClosePunctuation => '\uFD3E',
        UnicodeCategory.OtherPunctuation => '\uA673',
        UnicodeCategory.MathSymbol => '\u2A00',
        UnicodeCategory.CurrencySymbol => '\uA838',
        UnicodeCategory.ModifierSymbol => '\uA700',
        UnicodeCategory.OtherSymbol => '\uA490',
        UnicodeCategory.Format => '\u2064',
        UnicodeCategory.PrivateUse => '\uE000',
        _ => '\uFFFE',
    };
}
