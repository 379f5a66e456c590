using System.Text.Json;

namespace Bridge.Tokenization.Files;

/// <summary>Refuses what the library, whose Rust code aborts the process where it panics, would panic on. The charsmap checks itself.</summary>
internal static class NativeHazards
{
    public static void Check(JsonSection model, JsonSection? decoder)
    {
        if (ModelType.Of(model) == "BPE" && model.Child("continuing_subword_prefix") is { } prefix && prefix.AsString().Length > 0)
            CheckMerges(model, prefix.AsString().EnumerateRunes().Count());
        if (decoder is { } present) CheckDecoder(present);
    }

    // The right side of a merge is cut by the prefix's number of characters, taken as bytes.
    private static void CheckMerges(JsonSection model, int cut)
    {
        if (model.Child("merges") is not { } merges) return;
        foreach (var merge in merges.Items())
        {
            var right = merge.Element.ValueKind == JsonValueKind.Array ? merge.Items().ElementAtOrDefault(1).AsString() : merge.AsString().Split(' ').ElementAtOrDefault(1) ?? "";
            var bytes = System.Text.Encoding.UTF8.GetBytes(right);
            if (bytes.Length < cut || (bytes.Length > cut && (bytes[cut] & 0xC0) == 0x80))
                throw merge.Corrupt($"the merge with \"{right}\" does not begin with continuing_subword_prefix");
        }
    }

    // Cutting at the end of an empty token has no end to cut at.
    private static void CheckDecoder(JsonSection decoder)
    {
        var type = decoder.RequiredString("type");
        if (type == "Sequence")
        {
            foreach (var part in decoder.Required("decoders").Items()) CheckDecoder(part);
        }
        else if (type == "Strip" && decoder.Required("stop").AsInt() > 0)
        {
            throw decoder.Refused("a Strip decoder with stop above 0 is not supported");
        }
    }
}
