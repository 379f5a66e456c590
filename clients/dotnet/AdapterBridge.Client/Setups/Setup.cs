namespace AdapterBridge.Client;

/// <summary>What acts in a call: adapters, and the heads that follow. It is an argument of each call; the server keeps none.</summary>
public sealed class Setup
{
    private readonly Composition? _tree;
    private readonly string? _text;

    /// <summary>The base model alone, with heads where some are named.</summary>
    public Setup(params IReadOnlyList<string> heads) => Heads = heads;

    private Setup(Composition? tree, string? text, IReadOnlyList<string> heads) => (_tree, _text, Heads) = (tree, text, heads);

    /// <summary>Ids of the heads; empty lets the adapters' names decide.</summary>
    public IReadOnlyList<string> Heads { get; }

    /// <summary>An adapter's id, or text such as <c>Stack(a, Parallel(b, c))</c>.</summary>
    public static implicit operator Setup(string adapters) => new(null, adapters, []);

    /// <summary>A tree of blocks.</summary>
    public static implicit operator Setup(Composition adapters) => new(adapters, null, []);

    /// <summary>One adapter.</summary>
    public static implicit operator Setup(Adapter adapter) => new(adapter.Id, null, []);

    /// <summary>Adapters: an id, text, or a tree of blocks.</summary>
    public static Setup Of(Setup adapters) => adapters;

    /// <summary>The same adapters with these heads.</summary>
    public Setup WithHeads(params IReadOnlyList<ResourceReference> heads) => new(_tree, _text, [.. heads.Select(h => h.Id)]);

    /// <inheritdoc/>
    public override string ToString() => $"{_tree?.ToString() ?? _text}{(Heads.Count > 0 ? $" with {string.Join(", ", Heads)}" : "")}";

    internal static Setup? From(Wire.Setup? m) => m?.AdaptersCase switch
    {
        null => null,
        Wire.Setup.AdaptersOneofCase.Composition => new Setup(Composition.From(m.Composition), null, [.. m.Heads]),
        Wire.Setup.AdaptersOneofCase.CompositionString => new Setup(null, m.CompositionString, [.. m.Heads]),
        _ => new Setup(null, null, [.. m.Heads]),
    };

    internal Wire.Setup ToMessage()
    {
        var message = new Wire.Setup { Heads = { Heads } };
        if (_tree is not null) message.Composition = _tree.ToMessage();
        else if (_text is not null) message.CompositionString = _text;
        return message;
    }
}
