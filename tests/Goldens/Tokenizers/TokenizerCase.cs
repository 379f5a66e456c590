using System.Text.Json;
using Bridge.Tokenization;

namespace Goldens.Tokenizers;

/// <summary>Checks one recorded case.</summary>
internal sealed class TokenizerCase(Tokenizer tokenizer)
{
    /// <summary>All that differs, or null.</summary>
    public string? Failure(JsonElement item)
    {
        var kind = item.GetProperty("kind").GetString();
        var differences = kind switch
        {
            "encode" => Encode(item),
            "pair" => Pair(item),
            "truncate" => Truncate(item),
            "pad" => Pad(item),
            "decode" => Decode(item),
            _ => [$"kind \"{kind}\" is unknown"],
        };
        var found = string.Join("; ", differences.Where(difference => difference is not null));
        return found.Length == 0 ? null : found;
    }

    private IEnumerable<string?> Encode(JsonElement item)
    {
        var text = item.GetProperty("text").GetString()!;
        var encoding = tokenizer.Encode(text, options: new EncodeOptions { Offsets = true });
        foreach (var difference in Arrays(item, encoding)) yield return difference;
        yield return Compare.Numbers("word_ids", Numbers(item, "word_ids"), encoding.WordIds);
        yield return Bare(item, text, null);
        yield return Compare.Text("decoded", item.GetProperty("decoded").GetString()!, tokenizer.Decode(encoding.Ids, false));
        yield return Compare.Text("decoded_skip_special", item.GetProperty("decoded_skip_special").GetString()!, tokenizer.Decode(encoding.Ids));
    }

    private IEnumerable<string?> Pair(JsonElement item)
    {
        var (text, pair) = (item.GetProperty("text").GetString()!, item.GetProperty("pair").GetString());
        var encoding = tokenizer.Encode(text, pair, new EncodeOptions { Offsets = true });
        foreach (var difference in Arrays(item, encoding)) yield return difference;
        yield return Compare.Numbers("sequence_ids", Numbers(item, "sequence_ids"), encoding.SequenceIds);
        yield return Bare(item, text, pair);
    }

    private IEnumerable<string?> Truncate(JsonElement item)
    {
        var truncation = new TruncationOptions(
            item.GetProperty("max_length").GetInt32(),
            item.GetProperty("strategy").GetString() switch
            {
                "only_first" => TruncationStrategy.OnlyFirst,
                "only_second" => TruncationStrategy.OnlySecond,
                _ => TruncationStrategy.LongestFirst,
            },
            item.GetProperty("stride").GetInt32(),
            Direction(item));
        var encoding = tokenizer.Encode(item.GetProperty("text").GetString()!, item.GetProperty("pair").GetString(),
            new EncodeOptions { Offsets = true, Truncation = truncation });
        foreach (var difference in Arrays(item, encoding)) yield return difference;
        yield return Compare.Numbers("overflow_count", [item.GetProperty("overflow_count").GetInt32()], [encoding.Overflowing.Count]);
        var i = 0;
        foreach (var expected in item.GetProperty("overflowing").EnumerateArray())
        {
            if (i >= encoding.Overflowing.Count) break;
            foreach (var difference in Arrays(expected, encoding.Overflowing[i], allTypeIds: false)) yield return difference is null ? null : $"overflowing {i}: {difference}";
            i++;
        }
    }

    private IEnumerable<string?> Pad(JsonElement item)
    {
        var padding = new PaddingOptions
        {
            Direction = Direction(item),
            PadId = item.GetProperty("pad_id").GetInt32(),
            PadToken = item.GetProperty("pad_token").GetString(),
            PadTypeId = item.GetProperty("pad_type_id").GetInt32(),
            Length = Optional(item, "length"),
            MultipleOf = Optional(item, "pad_to_multiple_of"),
        };
        var options = new EncodeOptions { Truncation = Optional(item, "max_length") is { } length ? new TruncationOptions(length) : null };
        var texts = item.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!).ToArray();
        var encodings = texts.Select(text => tokenizer.Encode(text, options: options)).ToArray();
        var longest = encodings.Max(encoding => encoding.Length);
        var padded = encodings.Select(encoding => tokenizer.Pad(encoding, padding, longest)).ToArray();
        var expected = item.GetProperty("outputs").EnumerateArray().ToArray();
        for (var i = 0; i < expected.Length; i++)
        {
            foreach (var difference in Arrays(expected[i], padded[i])) yield return difference is null ? null : $"row {i}: {difference}";
        }
        if (padded.Any(row => row.Length != padded[0].Length)) yield break;
        // The flat arrays of a batch must say the same.
        var batch = tokenizer.EncodeBatch(texts, null, options, padding);
        yield return Compare.Numbers("batch ids", padded.SelectMany(row => row.Ids).ToArray(), batch.Ids.Select(id => (int)id).ToArray());
        yield return Compare.Numbers("batch mask", padded.SelectMany(row => row.AttentionMask).ToArray(), batch.AttentionMask.Select(id => (int)id).ToArray());
        yield return Compare.Numbers("batch type_ids", padded.SelectMany(row => row.TypeIds).ToArray(), batch.TypeIds.Select(id => (int)id).ToArray());
    }

    private IEnumerable<string?> Decode(JsonElement item)
    {
        yield return Compare.Text("text", item.GetProperty("text").GetString()!,
            tokenizer.Decode(Numbers(item, "ids"), item.GetProperty("skip_special_tokens").GetBoolean()));
    }

    private string? Bare(JsonElement item, string text, string? pair) => Compare.Numbers("ids_without_special", Numbers(item, "ids_without_special"),
        tokenizer.Encode(text, pair, new EncodeOptions { AddSpecialTokens = false }).Ids);

    // What a recorded encoding holds; type_ids are left out where all are 0, and of overflowing ones always.
    private static IEnumerable<string?> Arrays(JsonElement expected, Encoding found, bool allTypeIds = true)
    {
        yield return Compare.Numbers("ids", Numbers(expected, "ids"), found.Ids);
        if (expected.TryGetProperty("type_ids", out _)) yield return Compare.Numbers("type_ids", Numbers(expected, "type_ids"), found.TypeIds);
        else if (allTypeIds) yield return Compare.Numbers("type_ids", new int[found.Ids.Length], found.TypeIds);
        if (expected.TryGetProperty("offsets", out _))
            yield return Compare.Numbers("offsets", Numbers(expected, "offsets"), found.Offsets.SelectMany(offset => new[] { offset.Start, offset.End }).ToArray());
        if (expected.TryGetProperty("special_tokens_mask", out _))
            yield return Compare.Numbers("special_tokens_mask", Numbers(expected, "special_tokens_mask"), found.SpecialTokensMask);
        if (expected.TryGetProperty("attention_mask", out _))
            yield return Compare.Numbers("attention_mask", Numbers(expected, "attention_mask"), found.AttentionMask);
    }

    private static Side Direction(JsonElement item) => item.GetProperty("direction").GetString() == "left" ? Side.Left : Side.Right;

    private static int? Optional(JsonElement item, string name) => item.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : null;

    private static int[] Numbers(JsonElement item, string name) => item.GetProperty(name).EnumerateArray().Select(value => value.GetInt32()).ToArray();
}
