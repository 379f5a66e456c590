namespace Bridge.Configuration;

/// <summary>How the weights of a LoRA module start (<c>init_weights</c>).</summary>
public enum LoraInit
{
    /// <summary>A Kaiming-uniform, B zero: "lora".</summary>
    Lora,

    /// <summary>Both normal with standard deviation 0.02: "bert".</summary>
    Bert,

    /// <summary>Both one: "ia3".</summary>
    Ia3,

    /// <summary>Both Kaiming-uniform, frozen: "vera".</summary>
    Vera,
}
