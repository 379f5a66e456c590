using Bridge.Core;
using Bridge.Engine.Models;
using static TorchSharp.torch;

namespace Bridge.Engine.Inference;

/// <summary>Rows of texts or images, on their way to input tensors.</summary>
internal abstract class InputRows
{
    /// <summary>The most rows of one call.</summary>
    public const int MaxCount = 4096;

    /// <summary>How many rows.</summary>
    public abstract int Count { get; }

    /// <summary>Positions that a row takes in the model.</summary>
    public abstract int Length(int row);

    /// <summary>Whether a row was longer than allowed and was cut.</summary>
    public virtual bool IsCut(int row) => false;

    /// <summary>Adds the tensors of some rows.</summary>
    public abstract void Add(IReadOnlyList<int> rows, Dictionary<string, Tensor> inputs, CancellationToken cancellation);

    /// <summary>Refuses none (BATCH_EMPTY) and too many (ARGUMENT_INVALID).</summary>
    /// <param name="count">How many are given.</param>
    /// <param name="kind">What they are: <c>texts</c>.</param>
    public static void CheckCount(int count, string kind)
    {
        if (count == 0) throw BridgeException.Invalid(ErrorReason.BatchEmpty, $"there are no {kind}; at least one is needed", (kind, 0));
        if (count > MaxCount)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{count} {kind} are too many for one call; at most {MaxCount} are allowed", (kind, count), ("allowed", MaxCount));
    }

    /// <summary>The rows of a request; null where it has neither texts nor images. Texts become ids here, images are looked at.</summary>
    public static InputRows? Of(ModelEntry entry, TextRows? texts, ImageRows? images, string? embedding)
    {
        if (texts is not null && images is not null) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "texts and images are given at once; choose one", ("texts", texts.Texts.Count), ("images", images.Images.Count));
        if (images is null) return texts is null ? null : new EncodedTexts(entry, texts.Encode(entry, embedding), entry.PaddingId(embedding));
        images.Check();
        return new ImageInputs(entry, images.Images);
    }
}
