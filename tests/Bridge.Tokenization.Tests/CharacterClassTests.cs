using System.Text;
using Xunit;

namespace Bridge.Tokenization.Tests;

/// <summary>Every code point treated as the library treats it, of the planes that hold characters.</summary>
public sealed class CharacterClassTests
{
    private const string Null = "null";

    [Theory]
    [InlineData("""{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":true,"lowercase":true}""", Null)]
    [InlineData("""{"type":"StripAccents"}""", Null)]
    [InlineData("""{"type":"Lowercase"}""", Null)]
    [InlineData("""{"type":"Nmt"}""", Null)]
    [InlineData("""{"type":"NFC"}""", Null)]
    [InlineData("""{"type":"NFD"}""", Null)]
    [InlineData("""{"type":"NFKC"}""", Null)]
    [InlineData("""{"type":"NFKD"}""", Null)]
    [InlineData(Null, """{"type":"Punctuation","behavior":"Removed"}""")]
    [InlineData(Null, """{"type":"WhitespaceSplit"}""")]
    [InlineData(Null, """{"type":"Whitespace"}""")]
    [InlineData(Null, """{"type":"Digits","individual_digits":true}""")]
    [InlineData(Null, """{"type":"Split","pattern":{"Regex":"\\w"},"behavior":"Removed","invert":false}""")]
    [InlineData(Null, """{"type":"Split","pattern":{"Regex":"\\p{L}|\\p{N}"},"behavior":"Removed","invert":false}""")]
    [InlineData(Null, """{"type":"Split","pattern":{"Regex":"\\s|\\p{P}|\\p{S}"},"behavior":"Removed","invert":false}""")]
    public void FollowsExactly_EveryCodePoint_AgreesWithTheLibrary(string normalizer, string preTokenizer)
    {
        using var bytes = new ByteTokenizer(normalizer, preTokenizer);
        var wrong = Texts().Where(text => !bytes.Tokenizer.FollowsExactly(text)).SelectMany(text => text.EnumerateRunes())
            .Where(rune => !bytes.Tokenizer.FollowsExactly($"a{rune}a")).Select(rune => rune.Value.ToString("X4", null)).ToArray();
        Assert.Empty(wrong);
    }

    private static IEnumerable<string> Texts()
    {
        var text = new StringBuilder("a");
        for (var code = 0; code <= 0xE01FF; code++)
        {
            if (code == 0x32400) code = 0xE0000;
            if (!Rune.IsValid(code)) continue;
            text.Append(new Rune(code)).Append('a');
            if (text.Length < 512) continue;
            yield return text.ToString();
            text.Clear().Append('a');
        }
        yield return text.ToString();
    }
}
