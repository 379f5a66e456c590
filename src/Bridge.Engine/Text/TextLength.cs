using Bridge.Core;
using Bridge.Models.Description;

namespace Bridge.Engine.Text;

/// <summary>How long texts may be, in tokens.</summary>
internal static class TextLength
{
    // A token of the text between two special ones.
    private const int Min = 3;
    private const int Default = 128;

    /// <summary>The length of training and evaluation: what is given, checked, or 128, or the model's limit where that is less.</summary>
    public static int OrDefault(int? given, ModelDescription model) => given is { } length ? Check(length, model) : Math.Min(Default, model.MaxLength);

    /// <summary>A length that was given; ARGUMENT_INVALID beyond the model's limit, and where no text fits.</summary>
    public static int Check(int length, ModelDescription model) => length >= Min && length <= model.MaxLength
        ? length
        : throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"max_length {length} is outside [{Min}, {model.MaxLength}]", ("max_length", length), ("allowed", $"[{Min}, {model.MaxLength}]"));
}
