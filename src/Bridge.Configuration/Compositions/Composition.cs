using System.Text.Json.Nodes;

namespace Bridge.Configuration;

/// <summary>How adapters act together: a tree of blocks with adapters as leaves. Immutable, compared by content, and an argument of every call.</summary>
public abstract record Composition
{
    private protected Composition()
    {
    }

    /// <summary>The block's name: <c>Stack</c>; an adapter's own name for a leaf.</summary>
    public abstract string Kind { get; }

    /// <summary>The parts; none for a leaf.</summary>
    public abstract ValueList<Composition> Children { get; }

    /// <summary>The adapters in it, each once, in order of appearance.</summary>
    public IReadOnlyList<string> Flatten() => [.. Leaves().Distinct()];

    /// <summary>The adapters in it in order, as often as they stand there.</summary>
    public IEnumerable<string> Leaves() => this is Leaf leaf ? [leaf.Name] : Children.SelectMany(c => c.Leaves());

    /// <summary>The adapter that comes first, or null in an empty tree.</summary>
    public string? First() => this is Leaf leaf ? leaf.Name : Children.Count == 0 ? null : Children[0].First();

    /// <summary>The adapter that comes last, or null in an empty tree.</summary>
    public string? Last() => this is Leaf leaf ? leaf.Name : Children.Count == 0 ? null : Children[^1].Last();

    /// <summary>How often the rows of a batch are repeated.</summary>
    public virtual int ParallelChannels => Children.Count == 0 ? 1 : Children.Max(c => c.ParallelChannels);

    /// <summary>The tree with a block at its root: an adapter alone stands in a Stack.</summary>
    public Composition AsBlock() => this is Leaf ? new Stack([this]) : this;

    /// <summary>Exactly what the library writes, which forgets a fusion's name and that weights are not to be normalised.</summary>
    public ConfigMap ToLibraryDictionary() => CompositionJson.Write(AsBlock(), keepAll: false);

    /// <summary>The tree as the library's files have it, and what they forget in the place where the library finds it.</summary>
    public JsonObject ToJson() => ConfigJson.ToObject(CompositionJson.Write(AsBlock()));

    /// <summary>Reads the library's form.</summary>
    /// <param name="json">The object.</param>
    /// <param name="asSaved">As for <see cref="FromDictionary"/>.</param>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with the offending node.</exception>
    public static Composition FromJson(JsonNode? json, bool asSaved = false) => FromDictionary(ConfigJson.FromNode(json), asSaved);

    /// <summary>Reads the library's form.</summary>
    /// <param name="value">The dictionary.</param>
    /// <param name="asSaved">
    /// Whether weights are those of a setup in use, as every file has them, and stay as they are; the library divides them by their sum once more, and so
    /// loses those that were given with normalize_weights=False.
    /// </param>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with the offending node.</exception>
    public static Composition FromDictionary(ConfigValue value, bool asSaved = false) => CompositionJson.Read(value, asSaved);

    /// <summary>Reads <c>Stack(a, Parallel(b, c))</c>, or with brackets as the library shows it.</summary>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with the position.</exception>
    public static Composition Parse(string text) => new CompositionParser(text).Parse();

    /// <summary>The text that <see cref="Parse"/> reads back.</summary>
    public string Write() => CompositionText.Write(this);

    /// <summary>As the library shows it, without sizes and weights: <c>Stack[a, Split[b, c]]</c>.</summary>
    public string ToLibraryText() => this is Leaf leaf ? leaf.Name : $"{Kind}[{string.Join(", ", Children.Select(c => c.ToLibraryText()))}]";

    /// <summary>The text that <see cref="Parse"/> reads back.</summary>
    public sealed override string ToString() => Write();

    /// <summary>An adapter by its name.</summary>
    public static implicit operator Composition(string adapter) => new Leaf(adapter);
}
