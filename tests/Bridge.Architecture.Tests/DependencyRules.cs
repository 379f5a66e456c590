namespace Bridge.Architecture.Tests;

/// <summary>The table of section 2 of src/ARCHITECTURE.md: what each project may reference.</summary>
internal static class DependencyRules
{
    /// <summary>Project to the projects and packages it may use.</summary>
    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>
    {
        ["Bridge.Core"] = [],
        ["Bridge.Configuration"] = ["Bridge.Core"],
        ["Bridge.Checkpoints"] = ["Bridge.Core"],
        ["Bridge.Tokenization"] = ["Bridge.Core"],
        ["Bridge.Images"] = ["Bridge.Core"],
        ["Bridge.Torch"] = ["Bridge.Core", "TorchSharp"],
        ["Bridge.Models"] = ["Bridge.Core", "Bridge.Torch", "Bridge.Checkpoints", "Bridge.Configuration", "TorchSharp"],
        ["Bridge.Adapters"] = ["Bridge.Core", "Bridge.Configuration", "Bridge.Torch", "Bridge.Checkpoints", "Bridge.Models", "TorchSharp"],
        ["Bridge.Training"] = ["Bridge.Core", "Bridge.Configuration", "Bridge.Checkpoints", "Bridge.Tokenization", "Bridge.Images", "Bridge.Torch", "Bridge.Models", "Bridge.Adapters", "TorchSharp"],
        ["Bridge.Engine"] =
        [
            "Bridge.Core", "Bridge.Configuration", "Bridge.Checkpoints", "Bridge.Tokenization", "Bridge.Images", "Bridge.Torch", "Bridge.Models", "Bridge.Adapters", "Bridge.Training", "TorchSharp",
        ],
        ["Bridge.Api"] = ["Bridge.Core", "Bridge.Configuration", "Bridge.Engine"],
        ["Bridge.Service"] = ["Bridge.Core", "Bridge.Api"],
        ["Bridge.Cli"] = ["Bridge.Core", "Bridge.Configuration", "Bridge.Checkpoints", "Bridge.Engine", "Bridge.Service"],
        ["Bridge.Native"] = ["Bridge.Core", "Bridge.Configuration", "Bridge.Torch", "Bridge.Engine", "Bridge.Api", "TorchSharp"],
    };
}
