using Bridge.Configuration;

namespace Bridge.Adapters.Methods.Prompt;

/// <summary>Embeddings of a text, repeated or cut to the length of the prompt. <paramref name="encode"/> gives a text's ids, special tokens included.</summary>
internal sealed class PromptText(Tensor? embeddings, Func<string, IReadOnlyList<int>>? encode)
{
    /// <summary>(prompt length, hidden).</summary>
    public Tensor Embed(PromptTuningConfig config, Device device)
    {
        var text = config.PromptInitText ?? throw BridgeException.Invalid(ErrorReason.ConfigValueRange, "prompt_init \"from_string\" needs prompt_init_text", ("key", "prompt_init_text"));
        var ids = (encode ?? throw BridgeException.Precondition(ErrorReason.FileNotFound, "prompt_init \"from_string\" needs the model's tokenizer, and its folder holds none", ("key", "prompt_init")))(text);
        if (ids.Count == 0) throw BridgeException.Invalid(ErrorReason.ConfigValueRange, "prompt_init_text has no tokens", ("key", "prompt_init_text"), ("value", text));
        long[] rows = [.. Enumerable.Range(0, config.PromptLength).Select(i => (long)ids[i % ids.Count])];
        if (embeddings is null) throw BridgeException.Precondition(ErrorReason.SlotNotSupported, "prompt_init \"from_string\" needs token embeddings, which this model does not have", ("key", "prompt_init"));
        using var index = tensor(rows, dtype: ScalarType.Int64, device: embeddings.device);
        using var found = embeddings.index_select(0, index);
        return found.to(ScalarType.Float32, device);
    }
}
