using System.Text.Json.Nodes;

namespace TestKit;

/// <summary>config.json of small models: two layers of 16.</summary>
internal static class RandomConfigs
{
    /// <summary>That of an architecture, saved as a class, with so many tokens.</summary>
    public static string Of(string architecture, string modelClass, int vocabulary = 60, params IEnumerable<(string Key, JsonNode? Value)> more)
    {
        var json = (JsonObject)JsonNode.Parse(Facts(architecture))!;
        (json["architectures"], json["model_type"], json["vocab_size"]) = (new JsonArray(modelClass), architecture, vocabulary);
        foreach (var (key, value) in more) json[key] = value?.DeepClone();
        return json.ToJsonString();
    }

    private static string Facts(string architecture) => architecture switch
    {
        "distilbert" => """{"dim": 16, "n_heads": 2, "n_layers": 2, "hidden_dim": 24, "max_position_embeddings": 40, "dropout": 0, "attention_dropout": 0, "pad_token_id": 0}""",
        "gpt2" => """{"n_embd": 16, "n_head": 2, "n_layer": 2, "n_positions": 40, "resid_pdrop": 0, "embd_pdrop": 0, "attn_pdrop": 0, "pad_token_id": 1}""",
        "llama" => """{"hidden_size": 16, "num_attention_heads": 2, "num_key_value_heads": 1, "num_hidden_layers": 2, "intermediate_size": 24, "max_position_embeddings": 40, "pad_token_id": 1}""",
        "bart" => """
            {"d_model": 16, "encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2, "decoder_attention_heads": 2, "encoder_ffn_dim": 24, "decoder_ffn_dim": 24,
             "max_position_embeddings": 40, "dropout": 0, "pad_token_id": 1, "eos_token_id": 2, "decoder_start_token_id": 2}
            """,
        "t5" => """{"d_model": 16, "d_kv": 8, "d_ff": 24, "num_layers": 1, "num_heads": 2, "dropout_rate": 0, "feed_forward_proj": "relu", "pad_token_id": 0, "eos_token_id": 2, "decoder_start_token_id": 0}""",
        "vit" => """{"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 24, "image_size": 8, "patch_size": 4, "num_channels": 3}""",
        // The embeddings of ALBERT and ELECTRA have a size of their own.
        _ => """
            {"hidden_size": 16, "embedding_size": 12, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 24, "max_position_embeddings": 40, "type_vocab_size": 2,
             "hidden_act": "gelu", "hidden_dropout_prob": 0, "attention_probs_dropout_prob": 0, "pad_token_id": 1}
            """,
    };
}
