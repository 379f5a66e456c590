namespace AdapterBridge.Client;

/// <summary>What acts in a call: adapters, token embeddings, and the heads that follow. It is an argument of each call; the server keeps none.</summary>
public sealed class Setup
{
    private readonly Composition? _tree;
    private readonly string? _text;

    /// <summary>The base model alone, with heads where some are named.</summary>
    public Setup(params IReadOnlyList<string> heads) => Heads = heads;

    private Setup(Composition? tree, string? text, IReadOnlyList<string> heads, string? embedding = null) => (_tree, _text, Heads, Embedding) = (tree, text, heads, embedding);

    /// <summary>Ids of the heads; empty lets the adapters' names decide.</summary>
    public IReadOnlyList<string> Heads { get; }

    /// <summary>Id of the token embeddings that act in place of the model's own; null for its own.</summary>
    public string? Embedding { get; }

    /// <summary>An adapter's id, or text such as <c>Stack(a, Parallel(b, c))</c>.</summary>
    public static implicit operator Setup(string adapters) => new(null, adapters, []);

    /// <summary>A tree of blocks.</summary>
    public static implicit operator Setup(Composition adapters) => new(adapters, null, []);

    /// <summary>One adapter.</summary>
    public static implicit operator Setup(Adapter adapter) => new(adapter.Id, null, []);

    /// <summary>Adapters: an id, text, or a tree of blocks.</summary>
    public static Setup Of(Setup adapters) => adapters;

    /// <summary>The same adapters with these heads.</summary>
    public Setup WithHeads(params IReadOnlyList<ResourceReference> heads) => new(_tree, _text, [.. heads.Select(h => h.Id)], Embedding);

    /// <summary>The same adapters and heads with these token embeddings of the model.</summary>
    public Setup WithEmbedding(ResourceReference embedding) => new(_tree, _text, Heads, embedding.Id);

    /// <inheritdoc/>
    public override string ToString() => $"{_tree?.ToString() ?? _text}{(Heads.Count > 0 ? $" with {string.Join(", ", Heads)}" : "")}{(Embedding is null ? "" : $" over {Embedding}")}";

    internal static Setup? From(Wire.Setup? m) => m is null ? null : new(
        m.AdaptersCase == Wire.Setup.AdaptersOneofCase.Composition ? Composition.From(m.Composition) : null,
        m.AdaptersCase == Wire.Setup.AdaptersOneofCase.CompositionString ? m.CompositionString : null,
        [.. m.Heads], m.Embedding.Length > 0 ? m.Embedding : null);

    internal Wire.Setup ToMessage()
    {
        var message = new Wire.Setup { Heads = { Heads }, Embedding = Embedding ?? "" };
        if (_tree is not null) message.Composition = _tree.ToMessage();
        else if (_text is not null) message.CompositionString = _text;
        return message;
    }
}
