namespace Bridge.Configuration;

/// <summary>Where prompt embeddings go (<c>combine</c>).</summary>
public enum PromptPlacement
{
    /// <summary>Before the sequence: "prefix".</summary>
    Prefix,

    /// <summary>After the first token: "prefix_after_bos".</summary>
    PrefixAfterBos,
}
