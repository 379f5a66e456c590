namespace Bench;

/// <summary>Sizes of a BERT encoder.</summary>
internal sealed record ModelShape(string Name, int Layers, int Hidden, int Heads, int Inner, int Vocabulary, int Positions)
{
    public static readonly ModelShape BertBase = new("bert-base", 12, 768, 12, 3072, 30522, 512);
    public static readonly ModelShape MiniLm = new("minilm", 6, 384, 12, 1536, 30522, 512);

    public static ModelShape Of(string name) => name switch
    {
        "bert-base" => BertBase,
        "minilm" => MiniLm,
        _ => throw new ArgumentException($"--model: \"{name}\" is not one of bert-base, minilm"),
    };

    /// <summary>Multiplications and additions of one forward, linear maps and attention: 2 a pair.</summary>
    public double ForwardOperations(int batch, int length) =>
        2.0 * batch * length * Layers * (4.0 * Hidden * Hidden + 2.0 * Hidden * Inner + 2.0 * length * Hidden);
}
