namespace Bridge.Checkpoints;

/// <summary>What a Python name of a torch file stands for.</summary>
internal enum PickleGlobalKind
{
    /// <summary>A dictionary.</summary>
    OrderedDict,

    /// <summary>A tensor: (storage, offset, sizes, strides, ...).</summary>
    Tensor,

    /// <summary>A tensor over untyped bytes: (storage, offset, sizes, strides, requires_grad, hooks, type, ...).</summary>
    TypedTensor,

    /// <summary>A parameter: (tensor, ...).</summary>
    Parameter,

    /// <summary>Sizes: (tuple,).</summary>
    Size,

    /// <summary>The class of storages of one element type.</summary>
    StorageType,

    /// <summary>The class of storages of bytes.</summary>
    UntypedStorage,

    /// <summary>An element type as a value.</summary>
    TensorType,
}
