namespace Bridge.Configuration;

/// <summary>One key of a configuration: everything that reading, checking, writing and documenting it needs.</summary>
/// <param name="Name">As files and strings write it.</param>
/// <param name="Type">What it takes.</param>
/// <param name="Default">Its value where none is given; null: it must be given.</param>
/// <param name="Description">One sentence.</param>
public sealed record ConfigKey(string Name, ConfigKeyType Type, ConfigValue? Default, string Description)
{
    /// <summary>Whether null is a value.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Bounds of the number, or of each number of a list or map.</summary>
    public ConfigBounds? Bounds { get; init; }

    /// <summary>The texts that are allowed.</summary>
    public ValueList<string> Choices { get; init; } = [];

    /// <summary>
    /// Whether the reference library reads the key from files but neither writes it nor takes it in strings. Ours is written to files where it
    /// differs from the default, in the place where the library finds it.
    /// </summary>
    public bool IsHidden { get; init; }

    /// <summary>Whether whole numbers are written without ".0", as the library's defaults are.</summary>
    public bool WritesWholeNumbers { get; init; }

    /// <summary>What is allowed, for messages and tables.</summary>
    public string Allowed
    {
        get
        {
            var choices = string.Join(", ", Choices.Select(c => $"'{c}'"));
            var allowed = Type switch
            {
                ConfigKeyType.Boolean => "True or False",
                ConfigKeyType.Integer => $"an integer in {Bounds}",
                ConfigKeyType.Number => Bounds is null || Bounds == ConfigBounds.Finite ? "a finite number" : $"a number in {Bounds}",
                ConfigKeyType.Text => "a text",
                ConfigKeyType.Choice => Choices.Count == 1 ? choices : $"one of {choices}",
                ConfigKeyType.Activation => $"one of {choices}",
                ConfigKeyType.LayerList => "a list of layer indices from 0",
                ConfigKeyType.ChoiceList => $"a list of any of {choices}",
                ConfigKeyType.ReductionFactor => "a number above 0, or a map from layer index and 'default' to such numbers",
                ConfigKeyType.NumberOrChoice => $"a finite number, or one of {choices}",
                ConfigKeyType.BooleanOrChoice => $"True, False or {choices}",
                _ => "'all' or a list of layer indices from 0",
            };
            return IsOptional ? $"None or {allowed}" : allowed;
        }
    }
}
