namespace Bridge.Models.Description;

/// <summary>A base model as data: everything the parts need to know, and where the checkpoint keeps what.</summary>
public sealed record ModelDescription
{
    /// <summary>config.json's <c>model_type</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>Class name of the plain base model in the reference libraries (<c>BertModel</c>).</summary>
    public required string PlainClass { get; init; }

    /// <summary>Class name of the model with flexible heads (<c>BertAdapterModel</c>).</summary>
    public required string HeadsClass { get; init; }

    /// <summary>Prefix of the base model's parameters in checkpoints of models with heads (<c>bert.</c>).</summary>
    public required string BasePrefix { get; init; }

    /// <summary>Size of the hidden states.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>How many blocks.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Which blocks each layer runs, for models whose layers share blocks; null where every layer has its own.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? Schedule { get; init; }

    /// <summary>How images become tokens, for models of images.</summary>
    public PatchSpec? Patches { get; init; }

    /// <summary>Whether the last of the hidden states, where all are asked for, is what the last block gave, without the final norm.</summary>
    public bool StatesBeforeFinalNorm { get; init; }

    /// <summary>Size of the pooled output, where it is not that of the hidden states.</summary>
    public int? PoolerSize { get; init; }

    /// <summary>Whether the blocks' weights are stored (in, out).</summary>
    public bool TransposedWeights { get; init; }

    /// <summary>The decoder of a model that has an encoder too, which is the rest of this description.</summary>
    public ModelDescription? Decoder { get; init; }

    /// <summary>Where invertible adapters hang: on the model, or on its encoder.</summary>
    public string InvertiblePath => Decoder is null ? "invertible_adapters" : "encoder.invertible_adapters";

    /// <summary>What the decoder starts with.</summary>
    public DecoderInputs? DecoderInputs { get; init; }

    /// <summary>Whether the model's own head, where its checkpoint has one, gives tokens.</summary>
    public bool WritesText => Block.Attention.Causal || Decoder is not null;

    /// <summary>The model classes with one fixed head whose checkpoints and files this build reads.</summary>
    public IReadOnlyList<FixedHead> FixedHeads { get; init; } = [];

    /// <summary>The head of one of these classes; null for any other name, and for none.</summary>
    public FixedHead? FixedHeadOf(string? modelClass) => FixedHeads.FirstOrDefault(h => h.ModelClass == modelClass);

    /// <summary>Which class was saved, with its labels.</summary>
    public CheckpointClass? Checkpoint { get; init; }

    /// <summary>The token that ends a sequence, where heads need to know it.</summary>
    public int? EosTokenId { get; init; }

    /// <summary>What heads multiply the last hidden states by.</summary>
    public double HeadScale { get; init; } = 1;

    /// <summary>Dropout after the last norm; null where there is none.</summary>
    public double? FinalDropout { get; init; }

    /// <summary>The key of encoder self-attention in pools of prefixes.</summary>
    public string PrefixKey { get; init; } = "self_prefix";

    /// <summary>What the reference's scaled dot-product attention adds to the scores of tokens that adapters add, where anything is masked.</summary>
    public double SdpaAddedTokenBias { get; init; }

    /// <summary>Whether training the model's own token embeddings trains the padding token's wherever it is looked up.</summary>
    public bool PaddingTrained { get; init; }

    /// <summary>Whether heads that project to the vocabulary do so with the token embeddings themselves.</summary>
    public bool TiesEmbeddings { get; init; } = true;

    /// <summary>Size of the token embeddings.</summary>
    public int EmbeddingSize => Embedding.Size ?? HiddenSize;

    /// <summary>The embeddings.</summary>
    public required EmbeddingSpec Embedding { get; init; }

    /// <summary>The block, the same in every layer.</summary>
    public required BlockSpec Block { get; init; }

    /// <summary>Whether a dense layer with tanh over the first token may follow.</summary>
    public required bool Pooler { get; init; }

    /// <summary>Where the checkpoint keeps what.</summary>
    public required NameMap Names { get; init; }

    /// <summary>Standard deviation of new head weights.</summary>
    public required double InitializerRange { get; init; }

    /// <summary>What norms in heads add to the variance.</summary>
    public double HeadNormEpsilon { get; init; } = 1e-12;

    /// <summary>Dropout in heads where the head says nothing.</summary>
    public required double HeadDropout { get; init; }

    /// <summary>The padding id.</summary>
    public int? PadTokenId { get; init; }

    /// <summary>Longest input, in tokens.</summary>
    public int MaxLength => LongestInput ?? Embedding.MaxPositions - Embedding.PositionOffset;

    /// <summary>The most tokens, where no table of positions says it.</summary>
    public int? LongestInput { get; init; }

    /// <summary>Which token stands for a sequence.</summary>
    public SummaryToken SummaryToken { get; init; }
}
