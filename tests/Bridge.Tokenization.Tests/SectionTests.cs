using Bridge.Core;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tokenization.Tests;

/// <summary>Section types that no golden has, compared with the library through its ids.</summary>
public sealed class SectionTests
{
    private const string Null = "null";

    private static readonly string[] Hard =
    [
        "", " ", "Hello World", " leading and trailing \n", "e\u0301 é ﬁ ½ ㎏ İI ẞß ΣΑΣ", "가각 \u1100\u1161\u11A8 한국어", "q\u0323\u0307 q\u0307\u0323", "中文 ﾊﾝ ｶﾞ",
        "a\u200Bb\u00A0c\u3000d\u2028e", "12a3٣ ½Ⅷ", "don't stop-me_now, (ok)?! — „x“", "𝒳𝟙 𠀀👩‍💻 \U0001D15E", "<a> <b>x<b> <c> yes<c>no", "``quoted''", "\u0958\u0344", "\0\u0001\u007F\uFFFD\uFEFF▁",
    ];

    [Theory]
    [InlineData("""{"type":"NFC"}""", Null)]
    [InlineData("""{"type":"NFD"}""", Null)]
    [InlineData("""{"type":"NFKC"}""", Null)]
    [InlineData("""{"type":"NFKD"}""", Null)]
    [InlineData("""{"type":"Nmt"}""", Null)]
    [InlineData("""{"type":"Lowercase"}""", Null)]
    [InlineData("""{"type":"StripAccents"}""", Null)]
    [InlineData("""{"type":"Strip","strip_left":true,"strip_right":false}""", Null)]
    [InlineData("""{"type":"Strip","strip_left":true,"strip_right":true}""", Null)]
    [InlineData("""{"type":"ByteLevel"}""", Null)]
    [InlineData("""{"type":"Prepend","prepend":"▁x"}""", Null)]
    [InlineData("""{"type":"Replace","pattern":{"Regex":"\\p{L}+"},"content":"ab"}""", Null)]
    [InlineData("""{"type":"Replace","pattern":{"String":"''"},"content":""}""", Null)]
    [InlineData("""{"type":"BertNormalizer","clean_text":false,"handle_chinese_chars":true,"strip_accents":true,"lowercase":false}""", """{"type":"BertPreTokenizer"}""")]
    [InlineData("""{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"StripAccents"},{"type":"NFC"}]}""", Null)]
    [InlineData(Null, """{"type":"Whitespace"}""")]
    [InlineData(Null, """{"type":"WhitespaceSplit"}""")]
    [InlineData(Null, """{"type":"Punctuation","behavior":"Removed"}""")]
    [InlineData(Null, """{"type":"Punctuation","behavior":"MergedWithPrevious"}""")]
    [InlineData(Null, """{"type":"Punctuation","behavior":"Contiguous"}""")]
    [InlineData(Null, """{"type":"Digits","individual_digits":false}""")]
    [InlineData(Null, """{"type":"CharDelimiterSplit","delimiter":"o"}""")]
    [InlineData(Null, """{"type":"Split","pattern":{"String":" "},"behavior":"MergedWithNext","invert":false}""")]
    [InlineData(Null, """{"type":"Split","pattern":{"Regex":"\\w+"},"behavior":"Removed","invert":true}""")]
    [InlineData(Null, """{"type":"Split","pattern":{"Regex":"[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"},"behavior":"Isolated","invert":false}""")]
    [InlineData(Null, """{"type":"Metaspace","replacement":"▁","prepend_scheme":"never","split":true}""")]
    [InlineData(Null, """{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":false}""")]
    [InlineData(Null, """{"type":"FixedLength","length":3}""")]
    public void FollowsExactly_SectionType_AgreesWithTheLibrary(string normalizer, string preTokenizer)
    {
        using var bytes = new ByteTokenizer(normalizer, preTokenizer,
            """{"content":"<a>","lstrip":true}""", """{"content":"<b>","rstrip":true}""", """{"content":"<c>","single_word":true}""", """{"content":"World","normalized":true}""");
        var generated = Texts.Arbitrary().Generator.Sample(40, 300).Select(text => text.Value);
        var wrong = Hard.Concat(generated).Where(text => !bytes.Tokenizer.FollowsExactly(text)).ToArray();
        Assert.Empty(wrong);
    }

    [Fact]
    public void Encode_ComposingNormalizer_OffsetsCoverWhatWasComposed()
    {
        using var bytes = new ByteTokenizer("""{"type":"NFC"}""", Null);
        var encoding = bytes.Tokenizer.Encode("xe\u0301y", options: new EncodeOptions { Offsets = true });
        Assert.Equal([(0, 1), (1, 2), (1, 2), (3, 4)], encoding.Offsets);
    }

    [Fact]
    public void Encode_AddedTokensThatStrip_OffsetsCoverTheSpaces()
    {
        using var bytes = new ByteTokenizer(Null, Null, """{"content":"<a>","lstrip":true,"rstrip":true}""");
        var encoding = bytes.Tokenizer.Encode("x  <a> y", options: new EncodeOptions { Offsets = true });
        Assert.Equal(["<0x78>", "<a>", "<0x79>"], encoding.Tokens);
        Assert.Equal([(0, 1), (1, 7), (7, 8)], encoding.Offsets);
        Assert.Equal([0, 1, 2], encoding.WordIds);
    }

    [Fact]
    public void Encode_TypeThatIsNotFollowed_GivesIdsButNoOffsets()
    {
        using var bytes = new ByteTokenizer(Null, """{"type":"UnicodeScripts"}""");
        Assert.Equal([0x61, 0x62], bytes.Tokenizer.Encode("ab").Ids);
        var error = Assert.Throws<BridgeException>(() => bytes.Tokenizer.Encode("ab", options: new EncodeOptions { Offsets = true }));
        Assert.Equal((ErrorCode.Unimplemented, ErrorReason.MethodNotAvailable), (error.Code, error.Reason));
        Assert.Equal("UnicodeScripts", error.Metadata["type"]);
    }

    [Fact]
    public void Load_SectionsThatWouldAbortTheProcess_Throw()
    {
        Assert.Equal(ErrorReason.CheckpointCorrupt, Assert.Throws<BridgeException>(() => new ByteTokenizer("""{"type":"Precompiled","precompiled_charsmap":-1}""", Null)).Reason);
        Assert.Equal(ErrorReason.CheckpointCorrupt, Assert.Throws<BridgeException>(() => new ByteTokenizer("""{"type":"Precompiled","precompiled_charsmap":"BAAAAAAAAAA="}""", Null)).Reason);
        Assert.Equal(ErrorReason.CheckpointCorrupt, Assert.Throws<BridgeException>(() => new ByteTokenizer(Null, """{"type":"FixedLength","length":0}""")).Reason);
    }
}
