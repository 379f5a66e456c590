namespace Bridge.Configuration;

/// <summary>The methods of the LoRA family that one record describes.</summary>
public enum LoraVariant
{
    /// <summary>LoRA.</summary>
    Lora,

    /// <summary>(IA)3: a learned vector scales the output.</summary>
    Ia3,

    /// <summary>VeRA: shared random matrices, learned vectors.</summary>
    Vera,

    /// <summary>DoRA: direction and magnitude.</summary>
    Dora,

    /// <summary>DoRA over VeRA's matrices.</summary>
    Dvora,
}
