namespace Bridge.Checkpoints;

/// <summary>In which of the two file formats a folder's tensors are.</summary>
public enum WeightsFormat
{
    /// <summary>safetensors.</summary>
    Safetensors,

    /// <summary>A torch zip with a pickle; needed where the Python library writes tensors that share memory, which it refuses to put into safetensors.</summary>
    TorchPickle,
}
