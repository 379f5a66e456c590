namespace Bridge.Engine;

/// <summary>What a part of a setup is.</summary>
public enum SetupPartKind
{
    /// <summary>Not known.</summary>
    Unspecified = 0,

    /// <summary>An adapter.</summary>
    Adapter = 1,

    /// <summary>A fusion of adapters.</summary>
    Fusion = 2,

    /// <summary>A prediction head.</summary>
    Head = 3,

    /// <summary>Token embeddings.</summary>
    Embedding = 4,
}
