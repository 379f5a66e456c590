using Bridge.Configuration;

namespace Bridge.Engine;

/// <summary>A forward pass. Exactly one of <see cref="Setup"/> and <see cref="UseBase"/> is given: the base model never answers by accident.</summary>
public sealed record ForwardRequest
{
    /// <summary>The model's id.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// Tensors by name: <c>input_ids</c> (int64 or int32, (rows, length)), <c>attention_mask</c>, <c>token_type_ids</c>, <c>position_ids</c>, or
    /// <c>inputs_embeds</c> (floating point, (rows, length, hidden)) in place of ids; <c>pixel_values</c> (floating point, (rows, channels, height, width)) for models of images; <c>decoder_input_ids</c> and
    /// <c>decoder_attention_mask</c> for models with a decoder behind an encoder; <c>task_ids</c> (integers, (rows)) for a MultiTask setup.
    /// </summary>
    public IReadOnlyDictionary<string, TensorValue> Inputs { get; init; } = new Dictionary<string, TensorValue>();

    /// <summary>Texts in place of tensors.</summary>
    public TextRows? Texts { get; init; }

    /// <summary>Images in place of tensors, for models of images.</summary>
    public ImageRows? Images { get; init; }

    /// <summary>The adapters that act, and how.</summary>
    public Composition? Setup { get; init; }

    /// <summary>Asks for the base model alone.</summary>
    public bool UseBase { get; init; }

    /// <summary>The token embeddings that act; null for the model's own.</summary>
    public string? Embedding { get; init; }

    /// <summary>The heads to run; empty: those that the setup's adapters name, where they exist. None where <see cref="WithoutHead"/>.</summary>
    public IReadOnlyList<string> Heads { get; init; } = [];

    /// <summary>Runs no head.</summary>
    public bool WithoutHead { get; init; }

    /// <summary>
    /// The outputs wanted: <c>logits</c>, <c>last_hidden_state</c>, <c>pooler_output</c>, <c>hidden_states</c>; empty: logits where a head runs, else the last
    /// hidden state and the pooled output.
    /// </summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];
}
