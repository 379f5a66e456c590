using Bridge.Models.Description;
using Bridge.Models.Vocabularies;

namespace Bridge.Models;

/// <summary>Refuses inputs that libtorch would read past, or that mean nothing, before anything is computed.</summary>
internal static class InputValidation
{
    /// <summary>Rows and length of valid inputs.</summary>
    public static (int Rows, int Length) Check(ModelInputs inputs, ModelDescription description, long past, int vocabulary)
    {
        if (description.Patches is { } patches) return Images(inputs, patches);
        if (inputs.PixelValues is not null) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "pixel_values are for models of images", ("tensor", "pixel_values"));
        if (inputs.InputIds is null == inputs.InputsEmbeds is null)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "exactly one of input_ids and inputs_embeds must be given");
        var (rows, length) = inputs.InputIds is { } ids
            ? Ids("input_ids", ids, vocabulary, "the vocabulary")
            : Embeds(inputs.InputsEmbeds!, description.EmbeddingSize);
        if (length + past > description.MaxLength)
            throw BridgeException.Invalid(ErrorReason.SequenceTooLong, $"a sequence of {length + past} tokens is longer than the model's {description.MaxLength} positions",
                ("length", length + past), ("allowed", description.MaxLength));
        if (inputs.TokenTypeIds is { } types)
        {
            Ids("token_type_ids", types, description.Embedding.TypeVocabularySize, "the token types");
            SameShape("token_type_ids", types, rows, length);
        }
        if (inputs.PositionIds is { } positions)
        {
            Ids("position_ids", positions, description.Embedding.MaxPositions, "the positions");
            if (positions.shape[0] != 1) SameShape("position_ids", positions, rows, length);
            else SameShape("position_ids", positions, 1, length);
        }
        if (inputs.AttentionMask is { } mask) Mask("attention_mask", mask, rows, description.Decoder is null ? checked((int)(length + past)) : length);
        Decoder(inputs, description, rows, vocabulary);
        return (rows, length);
    }

    /// <summary>How many tokens a call's embeddings know.</summary>
    public static int Vocabulary(TokenEmbedding? others, ModelDescription description)
    {
        if (others is null) return description.Embedding.VocabularySize;
        if (description.Patches is not null)
            throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"a model of type \"{description.ModelType}\" has no token embeddings to replace", ("model_type", description.ModelType));
        if (others.Table.shape[1] != description.EmbeddingSize)
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"token embeddings \"{others.Name}\" have shape {new Shape(others.Table.shape)}, allowed is (vocabulary, {description.EmbeddingSize})",
                ("embedding", others.Name), ("shape", new Shape(others.Table.shape)), ("allowed", description.EmbeddingSize));
        return others.VocabularySize;
    }

    private static (int Rows, int Length) Images(ModelInputs inputs, PatchSpec spec)
    {
        if (inputs.PixelValues is not { } pixels || inputs.InputIds is not null || inputs.InputsEmbeds is not null || inputs.AttentionMask is not null)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "a model of images takes pixel_values and nothing else", ("allowed", "pixel_values"));
        if (!pixels.is_floating_point())
            throw BridgeException.Invalid(ErrorReason.TensorDtype, $"pixel_values has data type {pixels.dtype}, allowed are floating-point types", ("tensor", "pixel_values"), ("data_type", pixels.dtype));
        Rank("pixel_values", pixels, 4);
        NotEmpty("pixel_values", pixels);
        var expected = new Shape(pixels.shape[0], spec.Channels, spec.ImageSize, spec.ImageSize);
        if (new Shape(pixels.shape) != expected)
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"pixel_values has shape {new Shape(pixels.shape)}, images are {expected}", ("tensor", "pixel_values"), ("shape", new Shape(pixels.shape)), ("allowed", expected));
        return (checked((int)pixels.shape[0]), spec.Length);
    }

    private static (int Rows, int Length) Ids(string name, Tensor ids, int bound, string what)
    {
        if (ids.dtype != ScalarType.Int64)
            throw BridgeException.Invalid(ErrorReason.TensorDtype, $"{name} has data type {ids.dtype}, allowed is Int64", ("tensor", name), ("data_type", ids.dtype));
        Rank(name, ids, 2);
        NotEmpty(name, ids);
        using var low = ids.min();
        using var high = ids.max();
        var (least, most) = (low.ToInt64(), high.ToInt64());
        if (least < 0 || most >= bound)
            throw BridgeException.Invalid(ErrorReason.TensorValue, $"{name} holds {(least < 0 ? least : most)}, outside {what} [0, {bound - 1}]",
                ("tensor", name), ("value", least < 0 ? least : most), ("allowed", $"[0, {bound - 1}]"));
        return (checked((int)ids.shape[0]), checked((int)ids.shape[1]));
    }

    private static (int Rows, int Length) Embeds(Tensor embeds, int hiddenSize)
    {
        if (!embeds.is_floating_point())
            throw BridgeException.Invalid(ErrorReason.TensorDtype, $"inputs_embeds has data type {embeds.dtype}, allowed are floating-point types",
                ("tensor", "inputs_embeds"), ("data_type", embeds.dtype));
        Rank("inputs_embeds", embeds, 3);
        NotEmpty("inputs_embeds", embeds);
        if (embeds.shape[2] != hiddenSize)
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"inputs_embeds has shape {new Shape(embeds.shape)}, its last size must be {hiddenSize}",
                ("tensor", "inputs_embeds"), ("shape", new Shape(embeds.shape)), ("allowed", hiddenSize));
        return (checked((int)embeds.shape[0]), checked((int)embeds.shape[1]));
    }

    private static void Decoder(ModelInputs inputs, ModelDescription description, int rows, int vocabulary)
    {
        if (inputs.DecoderInputIds is not { } ids)
        {
            if (inputs.DecoderAttentionMask is not null) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "decoder_attention_mask without decoder_input_ids", ("tensor", "decoder_attention_mask"));
            return;
        }
        if (description.Decoder is null) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "decoder_input_ids are for models with encoder and decoder", ("tensor", "decoder_input_ids"));
        var (count, length) = Ids("decoder_input_ids", ids, vocabulary, "the vocabulary");
        if (count != rows) SameShape("decoder_input_ids", ids, rows, length);
        if (length > description.Decoder.MaxLength)
            throw BridgeException.Invalid(ErrorReason.SequenceTooLong, $"a decoder sequence of {length} tokens is longer than the model's {description.Decoder.MaxLength} positions", ("length", length), ("allowed", description.Decoder.MaxLength));
        if (inputs.DecoderAttentionMask is { } mask) Mask("decoder_attention_mask", mask, rows, length);
    }

    private static void Mask(string name, Tensor mask, int rows, int length)
    {
        SameShape(name, mask, rows, length);
        using var zero = mask == 0;
        using var one = mask == 1;
        using var either = zero.logical_or(one);
        using var all = either.all();
        if (!all.ToBoolean())
            throw BridgeException.Invalid(ErrorReason.TensorValue, $"{name} holds values other than 0 and 1", ("tensor", name), ("allowed", "0, 1"));
    }

    private static void Rank(string name, Tensor tensor, int rank)
    {
        if (tensor.shape.Length != rank)
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"{name} has shape {new Shape(tensor.shape)}, {rank} dimensions are expected",
                ("tensor", name), ("shape", new Shape(tensor.shape)), ("rank", rank));
    }

    private static void NotEmpty(string name, Tensor tensor)
    {
        if (tensor.shape[0] == 0 || tensor.shape[1] == 0)
            throw BridgeException.Invalid(ErrorReason.BatchEmpty, $"{name} has shape {new Shape(tensor.shape)}: a batch needs at least one row and one token",
                ("tensor", name), ("shape", new Shape(tensor.shape)));
    }

    private static void SameShape(string name, Tensor tensor, int rows, int length)
    {
        var expected = new Shape(rows, length);
        if (new Shape(tensor.shape) != expected)
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"{name} has shape {new Shape(tensor.shape)}, the batch is {expected}",
                ("tensor", name), ("shape", new Shape(tensor.shape)), ("allowed", expected));
    }
}
