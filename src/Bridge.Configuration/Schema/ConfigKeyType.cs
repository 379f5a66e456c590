namespace Bridge.Configuration;

/// <summary>What a key takes.</summary>
public enum ConfigKeyType
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>One of the texts in <see cref="ConfigKey.Choices"/>.</summary>
    Choice,

    /// <summary>The name of an activation function, in any case.</summary>
    Activation,

    /// <summary>A list of layer indices.</summary>
    LayerList,

    /// <summary>A list of texts, each one of <see cref="ConfigKey.Choices"/>.</summary>
    ChoiceList,

    /// <summary>A number, or a map from layer index (and "default") to number.</summary>
    ReductionFactor,

    /// <summary>A number, or one of <see cref="ConfigKey.Choices"/>.</summary>
    NumberOrChoice,

    /// <summary>True or false, or one of <see cref="ConfigKey.Choices"/>.</summary>
    BooleanOrChoice,

    /// <summary>"all", or a list of layer indices.</summary>
    LayerSelection,
}
