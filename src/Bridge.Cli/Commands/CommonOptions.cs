using System.CommandLine;
using Bridge.Core;

namespace Bridge.Cli.Commands;

/// <summary>Options that several verbs have.</summary>
internal static class CommonOptions
{
    /// <summary>The option that asks for JSON.</summary>
    public const string JsonName = "--json";

    /// <summary>JSON instead of text.</summary>
    public static Option<bool> Json() => new(JsonName) { Description = "Write JSON." };

    /// <summary>A base model's folder.</summary>
    public static Option<string> Model() => new("--model") { Description = "Folder of the base model: config.json and weights.", Required = true };

    /// <summary>An option that must be given.</summary>
    public static Option<string> Text(string name, string description) => new(name) { Description = description, Required = true };

    /// <summary>An option that may be given.</summary>
    public static Option<string?> Optional(string name, string description) => new(name) { Description = description };

    /// <summary>Files of images, for models of images.</summary>
    public static Option<string[]> Images() => new("--images") { Description = "Images for a model of images: PNG, JPEG, WebP, GIF or BMP files.", AllowMultipleArgumentsPerToken = true };

    /// <summary>Type of weights and arithmetic.</summary>
    public static Option<string> Type()
    {
        var option = new Option<string>("--dtype") { Description = "Type of weights and arithmetic.", DefaultValueFactory = _ => "fp32" };
        option.AcceptOnlyFromAmong("fp32", "bf16");
        return option;
    }

    /// <summary>The type that a value of <see cref="Type"/> names.</summary>
    public static DataType TypeOf(string name) => name == "bf16" ? DataType.BFloat16 : DataType.Float32;
}
