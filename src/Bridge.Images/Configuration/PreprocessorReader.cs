using System.Text.Json;
using Bridge.Core;
using Bridge.Images.Resampling;

namespace Bridge.Images.Configuration;

/// <summary>Reads preprocessor_config.json as the reference's image processors of ViT, DeiT, BEiT and CLIP do, and their older feature extractors.</summary>
internal static class PreprocessorReader
{
    private const int LargestFile = 1 << 20;

    private static readonly string[] Known =
    [
        "do_resize", "size", "resample", "do_center_crop", "crop_size", "do_rescale", "rescale_factor", "do_normalize", "image_mean", "image_std", "do_convert_rgb", "image_processor_type", "feature_extractor_type",
    ];

    // Keys that change no pixel value, whatever they say: how arrays are handed over, labels of segmentation, names of the reference's classes.
    private static readonly string[] Harmless =
        ["processor_class", "_valid_processor_keys", "default_to_square", "data_format", "input_data_format", "return_tensors", "device", "do_reduce_labels", "reduce_labels", "transformers_version"];

    public static PreprocessorConfig Read(string path, string modelType, bool lenient)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile) throw new JsonException($"it is longer than {LargestFile} bytes");
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("it holds no JSON object");
            return Read(new ConfigObject(document.RootElement, path), modelType, lenient);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw BridgeException.NotFound(ErrorReason.FileNotFound, $"image processor {path} is not there", ("path", path));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw BridgeException.Corrupt($"image processor {path}: {error.Message}", ("path", path), ("detail", error.Message));
        }
    }

    private static PreprocessorConfig Read(ConfigObject file, string modelType, bool lenient)
    {
        if (!lenient) RefuseUnknown(file);
        var defaults = Defaults(file, modelType);
        var resize = file.Flag("do_resize", true) ? Size(file, defaults) : null;
        var filter = (ResampleFilter)(file.Integer("resample", 0, 5) ?? (int)defaults.Filter);
        var crop = file.Flag("do_center_crop", defaults.CropByDefault) ? Crop(file, defaults) : ((int, int)?)null;
        double? scale = file.Flag("do_rescale", true) ? file.Find("rescale_factor") is { } factor ? file.Number("rescale_factor", factor) : 1 / 255.0 : null;
        (double[], double[])? normalization = null;
        if (file.Flag("do_normalize", true))
        {
            var deviation = file.Channels("image_std") ?? defaults.Deviation;
            if (deviation.Any(d => (float)d == 0)) throw file.Corrupt("image_std", "0 cannot be divided by", "numbers other than 0");
            normalization = (file.Channels("image_mean") ?? defaults.Mean, deviation);
        }
        return new PreprocessorConfig(resize, filter, crop, scale, normalization);
    }

    private static ProcessorDefaults Defaults(ConfigObject file, string modelType)
    {
        foreach (var key in (ReadOnlySpan<string>)["image_processor_type", "feature_extractor_type"])
        {
            if (file.Text(key) is { } name)
                return ProcessorDefaults.OfClass(name) ?? throw file.Unsupported(key, $"\"{name}\" is not supported", $"image processors of {ProcessorDefaults.Names}");
        }
        return ProcessorDefaults.OfModel(modelType)
            ?? throw file.Unsupported("image_processor_type", $"is absent, and models of type {modelType} have none that is known", $"image processors of {ProcessorDefaults.Names}");
    }

    private static ResizeRule Size(ConfigObject file, ProcessorDefaults defaults)
    {
        const string allowed = "a number, {\"height\", \"width\"} or {\"shortest_edge\", \"longest_edge\"}";
        if (file.Find("size") is not { } size) return OneSize(defaults.Size, defaults);
        if (size.ValueKind == JsonValueKind.Number) return OneSize(file.Integer("size", size, 1, ImageLimits.MaxSide), defaults);
        if (size.ValueKind == JsonValueKind.Array) return Pair(file, "size", size) is var (height, width) ? new ResizeRule.Exact(width, height) : throw file.Wrong("size", size, allowed);
        if (size.ValueKind != JsonValueKind.Object) throw file.Wrong("size", size, allowed);
        var sides = new ConfigObject(size, file.Path);
        var keys = string.Join(" ", sides.Properties.Where(p => p.Value.ValueKind != JsonValueKind.Null).Select(p => p.Name).Order(StringComparer.Ordinal));
        return keys switch
        {
            "height width" => new ResizeRule.Exact(sides.Integer("width", 1, ImageLimits.MaxSide)!.Value, sides.Integer("height", 1, ImageLimits.MaxSide)!.Value),
            "shortest_edge" => new ResizeRule.ShortestEdge(sides.Integer("shortest_edge", 1, ImageLimits.MaxSide)!.Value, null),
            "longest_edge shortest_edge" => Edges(file, sides, size),
            _ => throw file.Wrong("size", size, allowed),
        };
    }

    private static ResizeRule.ShortestEdge Edges(ConfigObject file, ConfigObject sides, JsonElement size)
    {
        int shortest = sides.Integer("shortest_edge", 1, ImageLimits.MaxSide)!.Value, longest = sides.Integer("longest_edge", 1, ImageLimits.MaxSide)!.Value;
        return longest > shortest ? new ResizeRule.ShortestEdge(shortest, longest) : throw file.Wrong("size", size, "a longest_edge above the shortest_edge");
    }

    private static ResizeRule OneSize(int length, ProcessorDefaults defaults) => defaults.Square ? new ResizeRule.Exact(length, length) : new ResizeRule.ShortestEdge(length, null);

    private static (int Width, int Height) Crop(ConfigObject file, ProcessorDefaults defaults)
    {
        if (file.Find("crop_size") is not { } size) return (defaults.Crop, defaults.Crop);
        if (size.ValueKind == JsonValueKind.Number && file.Integer("crop_size", size, 1, ImageLimits.MaxSide) is var side) return (side, side);
        if (size.ValueKind == JsonValueKind.Array) return Pair(file, "crop_size", size) is var (height, width) ? (width, height) : default;
        if (size.ValueKind == JsonValueKind.Object && new ConfigObject(size, file.Path) is var sides && sides.Properties.Count() == 2
            && sides.Integer("width", 1, ImageLimits.MaxSide) is { } w && sides.Integer("height", 1, ImageLimits.MaxSide) is { } h) return (w, h);
        throw file.Wrong("crop_size", size, "a number or {\"height\", \"width\"}");
    }

    // Height and width, as lists of the older feature extractors have them.
    private static (int Height, int Width) Pair(ConfigObject file, string key, JsonElement size) => size.GetArrayLength() == 2
        ? (file.Integer(key, size[0], 1, ImageLimits.MaxSide), file.Integer(key, size[1], 1, ImageLimits.MaxSide))
        : throw file.Wrong(key, size, "a height and a width");

    private static void RefuseUnknown(ConfigObject file)
    {
        foreach (var property in file.Properties)
        {
            if (Known.Contains(property.Name) || Harmless.Contains(property.Name) || Asks(property.Value) is false) continue;
            throw file.Unsupported(property.Name, $"the key is not known and its value {ConfigObject.Clip(property.Value)} might change results (lenient reading ignores it)", string.Join(", ", Known));
        }
    }

    private static bool Asks(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.Number => value.GetRawText() is not ("0" or "0.0"),
        JsonValueKind.String => value.GetString() is not "",
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => true,
    };
}
