using Bridge.Models.Description;

namespace Bridge.Models.Architectures;

/// <summary>GPT-2 (Radford et al. 2019): a decoder with norms before the sublayers, learned positions, weights stored (in, out), query, key and value in one.</summary>
internal static class Gpt2
{
    private static readonly NameMap Names = new(new Dictionary<Role, string>
    {
        [Role.TokenEmbedding] = "wte",
        [Role.PositionEmbedding] = "wpe",
        [Role.QueryKeyValue] = "h.{0}.attn.c_attn",
        [Role.AttentionOutput] = "h.{0}.attn.c_proj",
        [Role.AttentionNorm] = "h.{0}.ln_1",
        [Role.Up] = "h.{0}.mlp.c_fc",
        [Role.Down] = "h.{0}.mlp.c_proj",
        [Role.FeedForwardNorm] = "h.{0}.ln_2",
        [Role.FinalNorm] = "ln_f",
        [Role.AttentionBranch] = "h.{0}.attention_adapters",
        [Role.FeedForwardBranch] = "h.{0}.output_adapters",
        [Role.AttentionPrefix] = "h.{0}.attn.prefix_tuning",
        [Role.Layer] = "h.{0}",
    });

    public static ModelDescription Describe(ModelConfig config)
    {
        config.Require("scale_attn_by_inverse_layer_idx", false);
        var hidden = config.Integer("n_embd", 768, 1);
        var heads = config.Integer("n_head", 12, 1);
        var dropout = config.Number("resid_pdrop", 0.1);
        return new ModelDescription
        {
            ModelType = "gpt2",
            PlainClass = "GPT2Model",
            HeadsClass = "GPT2AdapterModel",
            BasePrefix = "transformer.",
            HiddenSize = hidden,
            LayerCount = config.Integer("n_layer", 12, 1),
            Embedding = new EmbeddingSpec(config.Integer("vocab_size", 50257, 1), config.Integer("n_positions", 1024, 1), 0, null, config.Number("embd_pdrop", 0.1)),
            Block = new BlockSpec(
                new AttentionSpec(heads, hidden / heads, Bias: true, config.Number("attn_pdrop", 0.1)) { Causal = true, LaterMaskedTwice = true },
                new FeedForwardSpec(config.Integer("n_inner", 4 * hidden, 1), config.Text("activation_function", "gelu_new"), Bias: true),
                new NormSpec(NormKind.Layer, config.Number("layer_norm_epsilon", 1e-5)), NormPlacement.Pre, dropout),
            Pooler = false,
            TransposedWeights = true,
            SummaryToken = SummaryToken.Last,
            Names = Names,
            InitializerRange = config.Number("initializer_range", 0.02),
            HeadDropout = dropout,
            PaddingTrained = true,
            PadTokenId = config.OptionalInteger("pad_token_id"),
            FixedHeads =
            [
                FixedHeads.Score("GPT2"),
                FixedHeads.Tokens("GPT2LMHeadModel"),
                FixedHeads.Tagging("GPT2", config.Number("classifier_dropout", config.Number("hidden_dropout", 0.1))),
                FixedHeads.Questions("GPT2"),
            ],
        };
    }
}
