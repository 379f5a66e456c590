using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>The texts of typed choices, as files write them.</summary>
internal static class ChoiceTables
{
    public static readonly ValueList<KeyValuePair<string, BottleneckInit>> BottleneckInits =
        Of(("bert", BottleneckInit.Bert), ("mam_adapter", BottleneckInit.MamAdapter), ("houlsby", BottleneckInit.Houlsby));

    public static readonly ValueList<KeyValuePair<string, InvertibleKind>> Invertibles = Of(("nice", InvertibleKind.Nice), ("glow", InvertibleKind.Glow));

    public static readonly ValueList<KeyValuePair<string, PhmRuleInit>> PhmRules = Of(("normal", PhmRuleInit.Normal), ("uniform", PhmRuleInit.Uniform));

    public static readonly ValueList<KeyValuePair<string, PhmWeightInit>> PhmWeights =
        Of(("phm", PhmWeightInit.Phm), ("glorot-normal", PhmWeightInit.GlorotNormal), ("glorot-uniform", PhmWeightInit.GlorotUniform), ("normal", PhmWeightInit.Normal));

    public static readonly ValueList<KeyValuePair<string, LoraComposition>> Compositions = Of(("add", LoraComposition.Add), ("scale", LoraComposition.Scale));

    public static readonly ValueList<KeyValuePair<string, LoraInit>> LoraInits =
        Of(("lora", LoraInit.Lora), ("bert", LoraInit.Bert), ("ia3", LoraInit.Ia3), ("vera", LoraInit.Vera));

    public static readonly ValueList<KeyValuePair<string, TaskMatrixKind>> TaskMatrices = Of(("singular_values", TaskMatrixKind.SingularValues), ("linear", TaskMatrixKind.Linear));

    public static readonly ValueList<KeyValuePair<string, PromptInit>> PromptInits = Of(("random_uniform", PromptInit.RandomUniform), ("from_string", PromptInit.FromString));

    public static readonly ValueList<KeyValuePair<string, PromptPlacement>> Placements = Of(("prefix", PromptPlacement.Prefix), ("prefix_after_bos", PromptPlacement.PrefixAfterBos));

    // Where two names mean one type, the first is the one that is written.
    public static readonly ValueList<KeyValuePair<string, DataType>> DataTypes =
        Of(("float32", DataType.Float32), ("float", DataType.Float32), ("float64", DataType.Float64), ("double", DataType.Float64), ("float16", DataType.Float16),
            ("half", DataType.Float16), ("bfloat16", DataType.BFloat16));

    public static string Text<T>(this ValueList<KeyValuePair<string, T>> table, T value) where T : struct
    {
        foreach (var (text, meaning) in table)
            if (EqualityComparer<T>.Default.Equals(meaning, value)) return text;
        throw BridgeException.Invalid(ErrorReason.ConfigValueRange, $"{value} is no {typeof(T).Name} that a configuration can have", ("found", value));
    }

    public static ConfigValue Optional<T>(this ValueList<KeyValuePair<string, T>> table, T? value) where T : struct => value is { } v ? table.Text(v) : ConfigValue.Null;

    private static ValueList<KeyValuePair<string, T>> Of<T>(params ReadOnlySpan<(string Text, T Value)> entries)
    {
        var list = new List<KeyValuePair<string, T>>();
        foreach (var (text, value) in entries) list.Add(KeyValuePair.Create(text, value));
        return ValueList.From(list);
    }
}
