using Bridge.Models.Description;

namespace Bridge.Models.Architectures;

/// <summary>Vision Transformer (Dosovitskiy et al. 2021, arXiv:2010.11929): patches of an image as tokens, norms before the sublayers.</summary>
internal static class Vit
{
    private static readonly NameMap Names = new(new Dictionary<Role, string>
    {
        [Role.Patches] = "embeddings.patch_embeddings.projection",
        [Role.FirstToken] = "embeddings.cls_token",
        [Role.PositionEmbedding] = "embeddings.position_embeddings",
        [Role.Query] = "encoder.layer.{0}.attention.attention.query",
        [Role.Key] = "encoder.layer.{0}.attention.attention.key",
        [Role.Value] = "encoder.layer.{0}.attention.attention.value",
        [Role.AttentionOutput] = "encoder.layer.{0}.attention.output.dense",
        [Role.AttentionNorm] = "encoder.layer.{0}.layernorm_before",
        [Role.Up] = "encoder.layer.{0}.intermediate.dense",
        [Role.Down] = "encoder.layer.{0}.output.dense",
        [Role.FeedForwardNorm] = "encoder.layer.{0}.layernorm_after",
        [Role.FinalNorm] = "layernorm",
        [Role.Pooler] = "pooler.dense",
        [Role.AttentionBranch] = "encoder.layer.{0}.attention_adapters",
        [Role.FeedForwardBranch] = "encoder.layer.{0}.output.output_adapters",
        [Role.AttentionPrefix] = "encoder.layer.{0}.attention.attention.prefix_tuning",
        [Role.Layer] = "encoder.layer.{0}",
    });

    public static ModelDescription Describe(ModelConfig config)
    {
        config.Require("pooler_act", "tanh", "tanh");
        var hidden = config.Integer("hidden_size", 768, 1);
        var heads = config.Integer("num_attention_heads", 12, 1);
        var dropout = config.Number("hidden_dropout_prob", 0);
        var norm = new NormSpec(NormKind.Layer, config.Number("layer_norm_eps", 1e-12));
        var patches = new PatchSpec(config.Integer("image_size", 224, 1), config.Integer("patch_size", 16, 1), config.Integer("num_channels", 3, 1));
        return new ModelDescription
        {
            ModelType = "vit",
            PlainClass = "ViTModel",
            HeadsClass = "ViTAdapterModel",
            BasePrefix = "vit.",
            HiddenSize = hidden,
            LayerCount = config.Integer("num_hidden_layers", 12, 1),
            Patches = patches,
            LongestInput = patches.Length,
            Embedding = new EmbeddingSpec(0, 0, 0, null, dropout),
            Block = new BlockSpec(
                new AttentionSpec(heads, hidden / heads, config.Flag("qkv_bias", true), config.Number("attention_probs_dropout_prob", 0)) { OutputBias = true },
                new FeedForwardSpec(config.Integer("intermediate_size", 3072, 1), config.Text("hidden_act", "gelu"), Bias: true),
                norm, NormPlacement.Pre, dropout),
            StatesBeforeFinalNorm = true,
            Pooler = true,
            PoolerSize = config.Integer("pooler_output_size", hidden, 1),
            Names = Names,
            InitializerRange = config.Number("initializer_range", 0.02),
            HeadNormEpsilon = norm.Epsilon,
            HeadDropout = dropout,
            FixedHeads = [FixedHeads.Image("ViT")],
        };
    }
}
