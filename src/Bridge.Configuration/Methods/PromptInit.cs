namespace Bridge.Configuration;

/// <summary>How prompt embeddings start (<c>prompt_init</c>).</summary>
public enum PromptInit
{
    /// <summary>Uniform: "random_uniform".</summary>
    RandomUniform,

    /// <summary>From the embeddings of a text: "from_string".</summary>
    FromString,
}
