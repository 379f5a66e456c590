using Bridge.Tokenization.Files;
using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.PreTokenizers;

/// <summary>Reads the pre_tokenizer section.</summary>
internal static class PreTokenizerReader
{
    private const string Supported = "BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, FixedLength, Metaspace, Punctuation, Sequence, Split, Whitespace, WhitespaceSplit";

    public static IPreTokenizer Read(JsonSection? section)
    {
        if (section is not { } present) return new PreTokenizerSequence([]);
        return present.Type switch
        {
            "Sequence" => new PreTokenizerSequence(present.Required("pretokenizers").Items().Select(item => Read(item)).ToArray()),
            "BertPreTokenizer" => new PreTokenizerSequence(
            [
                new SplitWhere(Characters.IsWhiteSpace, SplitBehavior.Removed),
                new SplitWhere(Characters.IsPunctuation, SplitBehavior.Isolated),
            ]),
            "WhitespaceSplit" => new SplitWhere(Characters.IsWhiteSpace, SplitBehavior.Removed),
            "Whitespace" => new WordsAndSymbols(),
            "Punctuation" => new SplitWhere(Characters.IsPunctuation, Behavior(present)),
            "Digits" => new SplitWhere(Characters.IsNumeric, present.Flag("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
            "CharDelimiterSplit" => Delimiter(present),
            "FixedLength" => new FixedLength(present.Required("length") is var length && length.AsInt() > 0 ? length.AsInt() : throw length.Corrupt("length is 0")),
            "Split" => new SplitAt(Pattern.Read(present.Required("pattern")), Behavior(present), present.Flag("invert", false)),
            "ByteLevel" => new ByteLevel(present.Flag("add_prefix_space", true), present.Flag("use_regex", true)),
            "Metaspace" => ReadMetaspace(present),
            _ => throw present.Unsupported("pre-tokenizer", Supported),
        };
    }

    private static SplitBehavior Behavior(JsonSection section) =>
        section.Child("behavior") is { } behavior ? Splitting.Read(behavior) : SplitBehavior.Isolated;

    private static SplitWhere Delimiter(JsonSection section)
    {
        var delimiter = Single(section, "delimiter");
        return new SplitWhere(rune => rune == delimiter, SplitBehavior.Removed);
    }

    private static Metaspace ReadMetaspace(JsonSection section)
    {
        var scheme = section.Child("prepend_scheme") is { } given
            ? given.AsString() switch
            {
                "always" => Metaspace.Scheme.Always,
                "first" => Metaspace.Scheme.First,
                "never" => Metaspace.Scheme.Never,
                var other => throw given.Corrupt($"prepend_scheme \"{other}\" is not one of always, first, never"),
            }
            : section.Flag("add_prefix_space", true) ? Metaspace.Scheme.Always : Metaspace.Scheme.Never;
        return new Metaspace(Single(section, "replacement"), scheme, section.Flag("split", true));
    }

    private static int Single(JsonSection section, string name)
    {
        var runes = CodePoints.Of(section.RequiredString(name));
        return runes.Length == 1 ? runes[0] : throw section.Corrupt($"{name} is not one character");
    }
}
