namespace Bridge.Configuration;

/// <summary>How a LoRA module acts on its weight (<c>composition_mode</c>).</summary>
public enum LoraComposition
{
    /// <summary>Its product is added: "add".</summary>
    Add,

    /// <summary>Its vector multiplies the output, as in (IA)3: "scale".</summary>
    Scale,
}
