using System.Text.Json;
using Bridge.Tokenization.Files;

namespace Bridge.Tokenization.Processing;

/// <summary>Reads the post_processor section of any type into the one form of <see cref="PostProcessor"/>.</summary>
internal static class PostProcessorReader
{
    public static PostProcessor Read(JsonSection? section)
    {
        if (section is not { } present) return PostProcessor.None;
        return present.Type switch
        {
            "TemplateProcessing" => ReadTemplate(present),
            "BertProcessing" => ReadBert(present),
            "RobertaProcessing" => ReadRoberta(present),
            "ByteLevel" => PostProcessor.None with
            {
                TrimOffsets = present.Flag("trim_offsets", true),
                AddPrefixSpace = present.Flag("add_prefix_space", true),
            },
            "Sequence" => ReadSequence(present),
            _ => throw present.Unsupported("post-processor", "TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel, Sequence"),
        };
    }

    private static PostProcessor ReadSequence(JsonSection section)
    {
        var result = PostProcessor.None;
        foreach (var item in section.Required("processors").Items())
        {
            var next = Read(item);
            if (!next.TrimOffsets && next.SpecialCount(false) + next.SpecialCount(true) == 0 && item.Type == "ByteLevel") continue;
            if (item.Type == "ByteLevel") result = result with { TrimOffsets = next.TrimOffsets, AddPrefixSpace = next.AddPrefixSpace };
            else if (result.SpecialCount(false) + result.SpecialCount(true) > 0) throw section.Corrupt("more than one processor of a sequence adds special tokens");
            else result = next.TrimOffsets ? next : next with { TrimOffsets = result.TrimOffsets, AddPrefixSpace = result.AddPrefixSpace };
        }
        return result;
    }

    private static PostProcessor ReadTemplate(JsonSection section)
    {
        var special = new Dictionary<string, (int[] Ids, string[] Tokens)>(StringComparer.Ordinal);
        if (section.Child("special_tokens") is { Element.ValueKind: JsonValueKind.Object } map)
        {
            foreach (var entry in map.Element.EnumerateObject())
            {
                var token = map.Required(entry.Name);
                special[entry.Name] = (token.Required("ids").Items().Select(id => id.AsInt()).ToArray(),
                    token.Required("tokens").Items().Select(text => text.AsString()).ToArray());
                if (special[entry.Name].Ids.Length != special[entry.Name].Tokens.Length) throw token.Corrupt($"special token \"{entry.Name}\" has not as many ids as tokens");
            }
        }
        return PostProcessor.None with { Single = Pieces(section, "single"), Pair = Pieces(section, "pair") };

        IReadOnlyList<TemplatePiece> Pieces(JsonSection template, string name) => template.Required(name).Items().Select(Piece).ToArray();

        TemplatePiece Piece(JsonSection piece)
        {
            if (piece.Child("Sequence") is { } text)
                return TemplatePiece.Text(text.RequiredString("id") == "B" ? 1 : 0, text.Required("type_id").AsInt());
            var token = piece.Required("SpecialToken");
            var id = token.RequiredString("id");
            if (!special.TryGetValue(id, out var found)) throw token.Corrupt($"special token \"{id}\" of the template is not among its special_tokens");
            return new TemplatePiece(-1, token.Required("type_id").AsInt(), found.Ids, found.Tokens);
        }
    }

    private static PostProcessor ReadBert(JsonSection section)
    {
        var (sep, sepId) = Token(section, "sep");
        var (cls, clsId) = Token(section, "cls");
        TemplatePiece[] single = [TemplatePiece.Special(cls, clsId, 0), TemplatePiece.Text(0, 0), TemplatePiece.Special(sep, sepId, 0)];
        return PostProcessor.None with { Single = single, Pair = [.. single, TemplatePiece.Text(1, 1), TemplatePiece.Special(sep, sepId, 1)] };
    }

    private static PostProcessor ReadRoberta(JsonSection section)
    {
        var (sep, sepId) = Token(section, "sep");
        var (cls, clsId) = Token(section, "cls");
        var end = TemplatePiece.Special(sep, sepId, 0);
        TemplatePiece[] single = [TemplatePiece.Special(cls, clsId, 0), TemplatePiece.Text(0, 0), end];
        return new PostProcessor(single, [.. single, end, TemplatePiece.Text(1, 0), end],
            section.Flag("trim_offsets", true), section.Flag("add_prefix_space", true));
    }

    private static (string Text, int Id) Token(JsonSection section, string name)
    {
        var items = section.Required(name).Items().ToArray();
        return items.Length == 2 ? (items[0].AsString(), items[1].AsInt()) : throw section.Corrupt($"{name} is not a pair of token and id");
    }
}
