using Bridge.Core;
using Bridge.Models;
using Bridge.Models.Heads;
using Bridge.Training.Data;
using static TorchSharp.torch;

namespace Bridge.Training.Sessions;

/// <summary>How many targets labels hold, as <see cref="EncodedDataset.CountIn"/> counts those of rows.</summary>
internal static class HeadTargets
{
    /// <summary>Counts them; TENSOR_SHAPE where labels of tokens do not go with the inputs.</summary>
    public static long Count(HeadConfig head, ModelInputs inputs, Tensor labels)
    {
        if (labels.dim() == 0) throw Shape(labels, "one dimension or more");
        // What an own decoder writes has a length of its own.
        if (head is LanguageModelHeadConfig { Decoder: true }) return Counted(labels, 0);
        var first = head switch
        {
            LanguageModelHeadConfig language => language.ShiftLabels ? 1 : 0,
            TaggingHeadConfig or DeclaredHeadConfig { Input: DeclaredInput.Tokens } => 0,
            _ => -1,
        };
        if (first < 0) return labels.shape[0];
        if ((inputs.InputIds ?? inputs.InputsEmbeds) is { shape: [var rows, var length, ..] } && (labels.dim() != 2 || labels.shape[0] != rows || labels.shape[1] != length))
            throw Shape(labels, new Shape(rows, length).ToString());
        return Counted(labels, first);
    }

    private static long Counted(Tensor labels, int first)
    {
        if (labels.dim() != 2) throw Shape(labels, "(rows, length)");
        if (labels.shape[1] <= first) return 0;
        using var part = labels.narrow(1, first, labels.shape[1] - first);
        using var counted = part != Targets.Ignored;
        using var sum = counted.sum();
        return sum.item<long>();
    }

    private static BridgeException Shape(Tensor labels, string allowed) =>
        BridgeException.Invalid(ErrorReason.TensorShape, $"labels have shape {new Shape(labels.shape)}, allowed is {allowed}", ("tensor", "labels"), ("shape", new Shape(labels.shape)), ("allowed", allowed));
}
