namespace Bridge.Configuration;

/// <summary>Short ways to state keys, so that the tables below read as tables.</summary>
internal static class KeyTable
{
    public static ConfigKey Architecture(string name) =>
        new("architecture", ConfigKeyType.Choice, name, "Which method this is.") { Choices = [name] };

    public static ConfigKey Flag(string name, bool? value, string description) =>
        new(name, ConfigKeyType.Boolean, value is { } v ? (ConfigValue)v : null, description);

    public static ConfigKey Whole(string name, int? value, int minimum, int maximum, string description) =>
        new(name, ConfigKeyType.Integer, value is { } v ? (ConfigValue)v : null, description) { Bounds = new ConfigBounds(minimum, maximum) };

    public static ConfigKey Number(string name, ConfigValue? value, ConfigBounds bounds, string description) =>
        new(name, ConfigKeyType.Number, value, description) { Bounds = bounds, WritesWholeNumbers = value is ConfigInteger };

    public static ConfigKey Choice(string name, string? value, string description, params ReadOnlySpan<string> choices) =>
        new(name, ConfigKeyType.Choice, value, description) { Choices = ValueList.Create(choices) };

    public static ConfigKey Activation(string name, ConfigValue? value, string description) =>
        new(name, ConfigKeyType.Activation, value, description) { Choices = Activations.Names, IsOptional = true };

    public static ConfigKey LeaveOut(string what) =>
        new("leave_out", ConfigKeyType.LayerList, ConfigValue.EmptyList, $"Layers, counted from 0, that get no {what}.");

    public static ConfigKey Dtype() =>
        new("dtype", ConfigKeyType.Choice, ConfigValue.Null, "Data type of the parameters; None is the model's.")
        {
            IsOptional = true,
            Choices = ["float32", "float", "float64", "double", "float16", "half", "bfloat16"],
        };

    public static ConfigKey Seed() =>
        new("init_weights_seed", ConfigKeyType.Integer, ConfigValue.Null, "Seed that every module starts from, which makes them all alike; None draws each anew.")
        {
            IsOptional = true,
            // libtorch takes 64 bits; those above the largest signed number can be written as negative ones.
            Bounds = new ConfigBounds(long.MinValue, long.MaxValue),
        };

    public static ConfigKey Gating() => Flag("use_gating", false, "Whether a learned gate weighs the module's contribution (UniPELT).");
}
