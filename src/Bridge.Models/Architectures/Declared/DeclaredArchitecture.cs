using Bridge.Checkpoints;
using Bridge.Models.Description;

namespace Bridge.Models.Architectures.Declared;

/// <summary>
/// An architecture that a model folder describes itself, in <c>architecture.json</c> beside config.json: the same facts as the pages of code beside this folder, made of the parts that are
/// there. docs/architectures.md explains the keys.
/// </summary>
internal static class DeclaredArchitecture
{
    public const string FileName = "architecture.json";

    public static ModelDescription Describe(string folder, ModelConfig config)
    {
        var path = Path.Combine(folder, FileName);
        var root = new DeclaredObject(JsonFile.Read(path), path, config);
        var hidden = root.Integer("hidden_size", minimum: 1);
        var norm = Norm(root.Required("norm"));
        var attention = Attention(root.Required("attention"), config, hidden);
        var (embedding, longest) = Embedding(root.Required("embedding"), norm);
        var names = Names(root.Required("names"));
        var plain = root.Text("class");
        var dropout = Dropout(root, "hidden_dropout");
        var description = new ModelDescription
        {
            ModelType = config.ModelType,
            PlainClass = plain,
            HeadsClass = root.Text("heads_class", plain.Replace("Model", "AdapterModel", StringComparison.Ordinal)),
            BasePrefix = root.Text("base_prefix", "model."),
            HiddenSize = hidden,
            LayerCount = root.Integer("layers", minimum: 1),
            Embedding = embedding,
            LongestInput = longest,
            Block = new BlockSpec(attention, FeedForward(root.Required("feed_forward")), norm, root.Choice("norm_placement", NormPlacement.Pre, ("pre", NormPlacement.Pre), ("post", NormPlacement.Post)), dropout),
            Pooler = root.Flag("pooler", false),
            TransposedWeights = root.Flag("transposed_weights", false),
            TiesEmbeddings = root.Flag("ties_embeddings", true),
            SummaryToken = root.Choice("summary_token", SummaryToken.First, ("first", SummaryToken.First), ("last", SummaryToken.Last)),
            Names = names,
            InitializerRange = root.Number("initializer_range", 0.02),
            HeadNormEpsilon = norm.Epsilon,
            HeadDropout = root.Number("head_dropout", dropout ?? 0),
            PadTokenId = root.OptionalInteger("pad_token"),
            FixedHeads = attention.Causal ? Decoder(plain.Replace("Model", "", StringComparison.Ordinal)) : [],
        };
        root.Finish();
        foreach (var role in Needed(description))
            if (!names.Has(role))
                throw BridgeException.Corrupt($"{path}.names lacks \"{Snake(role)}\", which these facts need", ("place", $"{path}.names"), ("key", Snake(role)));
        return description;
    }

    // As decoders' classes are called and name their heads.
    private static IReadOnlyList<FixedHead> Decoder(string name) => [FixedHeads.Score(name), FixedHeads.Tokens(name + "ForCausalLM")];

    private static NormSpec Norm(DeclaredObject part)
    {
        var norm = new NormSpec(part.Choice("kind", NormKind.Layer, ("layer", NormKind.Layer), ("root_mean_square", NormKind.RootMeanSquare)), part.Number("epsilon"));
        part.Finish();
        return norm;
    }

    private static AttentionSpec Attention(DeclaredObject part, ModelConfig config, int hidden)
    {
        var heads = part.Integer("heads", minimum: 1);
        if (hidden % heads != 0 && !part.Has("head_size")) throw part.Wrong("heads", $"{heads}", $"a divisor of the hidden size {hidden}, or head_size beside it");
        var size = part.Integer("head_size", hidden / heads, 1);
        var bias = part.Flag("bias", true);
        var keyValueHeads = part.Integer("key_value_heads", heads, 1);
        if (heads % keyValueHeads != 0) throw part.Wrong("key_value_heads", $"{keyValueHeads}", $"a divisor of heads, which is {heads}");
        var attention = new AttentionSpec(heads, size, bias, Dropout(part, "dropout"))
        {
            KeyValueHeads = keyValueHeads,
            OutputBias = part.Flag("output_bias", bias),
            Causal = part.Flag("causal", false),
            Rotary = part.Flag("rotary", false) ? config.Rotary(size) : null,
            Relative = Relative(part.Part("relative")),
            Scale = part.Has("scale") ? part.Number("scale") : null,
        };
        part.Finish();
        return attention;
    }

    private static RelativeBiasSpec? Relative(DeclaredObject? part)
    {
        if (part is null) return null;
        var relative = new RelativeBiasSpec(part.Integer("buckets", minimum: 2), part.Integer("max_distance", minimum: 2));
        part.Finish();
        return relative;
    }

    private static FeedForwardSpec FeedForward(DeclaredObject part)
    {
        var feedForward = new FeedForwardSpec(part.Integer("inner_size", minimum: 1), part.Text("activation"), part.Flag("bias", true))
        {
            Gated = part.Flag("gated", false),
            Dropout = Dropout(part, "dropout"),
            TargetsTurned = part.Flag("targets_turned", false),
        };
        part.Finish();
        return feedForward;
    }

    private static (EmbeddingSpec Embedding, int? Longest) Embedding(DeclaredObject part, NormSpec norm)
    {
        var positions = part.Integer("positions", 0);
        var embedding = new EmbeddingSpec(part.Integer("vocabulary", minimum: 1), positions, part.Integer("types", 0), part.Flag("norm", false) ? norm : null, Dropout(part, "dropout"), part.Integer("position_offset", 0))
        {
            Size = part.OptionalInteger("size"),
            PaddingToken = part.OptionalInteger("padding_token"),
        };
        int? longest = part.Has("longest_input") || positions == 0 ? part.Integer("longest_input", minimum: 1) : null;
        part.Finish();
        return (embedding, longest);
    }

    // What is not named is a place without dropout.
    private static double? Dropout(DeclaredObject part, string key) => part.Has(key) ? part.Number(key) : null;

    private static IEnumerable<Role> Needed(ModelDescription model)
    {
        Role[] always =
        [
            Role.TokenEmbedding, Role.Query, Role.Key, Role.Value, Role.AttentionOutput, Role.AttentionNorm, Role.Up, Role.Down, Role.FeedForwardNorm,
            Role.AttentionBranch, Role.FeedForwardBranch, Role.AttentionPrefix, Role.Layer,
        ];
        foreach (var role in always) yield return role;
        if (model.Embedding.MaxPositions > 0) yield return Role.PositionEmbedding;
        if (model.Embedding.TypeVocabularySize > 0) yield return Role.TypeEmbedding;
        if (model.Embedding.Norm is not null) yield return Role.EmbeddingNorm;
        if (model.Embedding.Size is not null) yield return Role.EmbeddingProjection;
        if (model.Block.FeedForward.Gated) yield return Role.Gate;
        if (model.Block.Attention.Relative is not null) yield return Role.RelativeBias;
        if (model.Pooler) yield return Role.Pooler;
    }

    private static NameMap Names(DeclaredObject part)
    {
        var templates = new Dictionary<Role, string>();
        foreach (var (key, template) in part.Pairs())
        {
            var role = Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(r => Snake(r!.Value) == key)
                ?? throw part.Wrong(key, $"\"{template}\"", $"a part: {string.Join(", ", Enum.GetValues<Role>().Select(Snake))}");
            if (template.Replace("{0}", "", StringComparison.Ordinal).AsSpan().ContainsAny('{', '}')) throw part.Wrong(key, $"\"{template}\"", "a name with {0} in place of the block's number");
            templates[role] = template;
        }
        return new NameMap(templates);
    }

    private static string Snake(Role role) => SnakeCase.Lower(role.ToString());
}
