using System.Collections.Frozen;
using Bridge.Models.Architectures.Declared;
using Bridge.Models.Description;

namespace Bridge.Models.Architectures;

/// <summary>The architectures, by config.json's <c>model_type</c>: one line each.</summary>
public static class ArchitectureCatalog
{
    private static readonly FrozenDictionary<string, Func<ModelConfig, ModelDescription>> Known = new Dictionary<string, Func<ModelConfig, ModelDescription>>(StringComparer.Ordinal)
    {
        ["albert"] = Albert.Describe,
        ["bart"] = Bart.Describe,
        ["bert"] = Bert.Describe,
        ["distilbert"] = DistilBert.Describe,
        ["electra"] = Electra.Describe,
        ["gpt2"] = Gpt2.Describe,
        ["llama"] = Llama.Describe,
        ["roberta"] = Roberta.Describe,
        ["t5"] = T5.Describe,
        ["vit"] = Vit.Describe,
        ["xlm-roberta"] = Roberta.DescribeMultilingual,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All names, sorted.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>
    /// The description of a model folder: its own (<c>architecture.json</c>), else that of its <c>model_type</c>; ARCHITECTURE_UNKNOWN names those that are known.
    /// </summary>
    public static ModelDescription Describe(string folder)
    {
        var config = ModelConfig.Read(folder);
        if (File.Exists(Path.Combine(folder, DeclaredArchitecture.FileName))) return Saved(DeclaredArchitecture.Describe(folder, config), config);
        if (Known.TryGetValue(config.ModelType, out var describe)) return Saved(describe(config), config);
        throw BridgeException.Precondition(ErrorReason.ArchitectureUnknown,
            $"\"{folder}\" holds a model of type \"{config.ModelType}\"; known are {string.Join(", ", Names)}, and any that {DeclaredArchitecture.FileName} beside config.json describes",
            ("path", folder), ("model_type", config.ModelType), ("allowed", string.Join(", ", Names)));
    }

    /// <summary>What an architecture is where config.json says nothing: for documentation.</summary>
    public static ModelDescription DescribeDefaults(string name) => Known[name](ModelConfig.Empty(name));

    private static ModelDescription Saved(ModelDescription description, ModelConfig config)
    {
        var saved = config.Class();
        return description with
        {
            TiesEmbeddings = config.Flag("tie_word_embeddings", description.TiesEmbeddings),
            Checkpoint = saved,
            BasePrefix = description.FixedHeadOf(saved.Name)?.BasePrefix ?? description.BasePrefix,
        };
    }
}
