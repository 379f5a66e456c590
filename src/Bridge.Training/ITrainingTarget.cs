using Bridge.Core;
using Bridge.Training.Data;
using static TorchSharp.torch;

namespace Bridge.Training;

/// <summary>What the trainer needs to know of a model with adapters and a head: names of tensors, logits, loss.</summary>
internal interface ITrainingTarget
{
    /// <summary>Where tensors live.</summary>
    Device Device { get; }

    /// <summary>Outputs of the head.</summary>
    int Outputs { get; }

    /// <summary>Id of the padding token.</summary>
    int Padding { get; }

    /// <summary>Tensors that may change, by name.</summary>
    IReadOnlyDictionary<string, Tensor> Trainable { get; }

    /// <summary>Tensors that must not change, by name.</summary>
    IReadOnlyDictionary<string, Tensor> Frozen { get; }

    /// <summary>Refuses data that the model cannot take (length, ids, labels), before anything changes.</summary>
    void Check(EncodedDataset data);

    /// <summary>The head's output. With <paramref name="dropout"/> in training mode, without it in evaluation mode. // (rows, outputs), for heads over tokens (rows, length, outputs)</summary>
    Tensor Logits(Batch batch, RandomSource? dropout, CancellationToken cancellation);

    /// <summary>The mean loss over the rows. // ()</summary>
    Tensor Loss(Tensor logits, Tensor labels);

    /// <summary>Writes the trained adapters and head as folders that others read, below <paramref name="folder"/>.</summary>
    void Export(string folder);
}
