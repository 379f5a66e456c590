namespace Bridge.Core;

/// <summary>The precise reason of an error. On the wire the name is written in upper snake case (<see cref="ErrorReasons.WireName"/>).</summary>
public enum ErrorReason
{
    /// <summary>None given.</summary>
    Unspecified = 0,

    /// <summary>A configuration text cannot be parsed.</summary>
    ConfigSyntax = 1,

    /// <summary>No adapter method has this name.</summary>
    ConfigUnknownMethod = 2,

    /// <summary>The method has no such key.</summary>
    ConfigUnknownKey = 3,

    /// <summary>A value has the wrong type.</summary>
    ConfigType = 4,

    /// <summary>A value is outside its bounds.</summary>
    ConfigValueRange = 5,

    /// <summary>A handle is stale, of another type, or was never given out.</summary>
    HandleInvalid = 6,

    /// <summary>A tensor has the wrong shape.</summary>
    TensorShape = 7,

    /// <summary>A tensor has the wrong data type.</summary>
    TensorDtype = 8,

    /// <summary>A tensor's bytes do not fit its shape.</summary>
    TensorSize = 9,

    /// <summary>A tensor is too large to travel inline.</summary>
    TensorTooLarge = 10,

    /// <summary>A request id came twice with different requests.</summary>
    RequestIdReused = 11,

    /// <summary>A tensor holds a value that is not allowed (an id outside the vocabulary, NaN).</summary>
    TensorValue = 12,

    /// <summary>An argument is missing or malformed.</summary>
    ArgumentInvalid = 13,

    /// <summary>A composition is not legal.</summary>
    CompositionInvalid = 14,

    /// <summary>A batch is empty.</summary>
    BatchEmpty = 15,

    /// <summary>A sequence is longer than the model's positions.</summary>
    SequenceTooLong = 16,

    /// <summary>A row of data cannot be used.</summary>
    DataInvalid = 17,

    /// <summary>An image cannot be decoded, or is larger than allowed.</summary>
    ImageInvalid = 18,

    /// <summary>No model has this name.</summary>
    ModelNotFound = 20,

    /// <summary>No adapter has this name.</summary>
    AdapterNotFound = 21,

    /// <summary>No job has this name.</summary>
    JobNotFound = 22,

    /// <summary>No checkpoint is there.</summary>
    CheckpointNotFound = 23,

    /// <summary>A file or folder is absent.</summary>
    FileNotFound = 24,

    /// <summary>No head has this name.</summary>
    HeadNotFound = 25,

    /// <summary>No dataset has this name.</summary>
    DatasetNotFound = 26,

    /// <summary>No operation has this name.</summary>
    OperationNotFound = 27,

    /// <summary>No fusion has this name.</summary>
    FusionNotFound = 28,

    /// <summary>No token embedding has this name.</summary>
    EmbeddingNotFound = 29,

    /// <summary>An adapter of this name exists.</summary>
    AdapterNameTaken = 30,

    /// <summary>A model of this name exists.</summary>
    ModelNameTaken = 31,

    /// <summary>A head of this name exists.</summary>
    HeadNameTaken = 32,

    /// <summary>A dataset of this name exists.</summary>
    DatasetNameTaken = 33,

    /// <summary>A file or folder is already there.</summary>
    FileExists = 34,

    /// <summary>A fusion of this name exists.</summary>
    FusionNameTaken = 35,

    /// <summary>A token embedding of this name exists.</summary>
    EmbeddingNameTaken = 36,

    /// <summary>Memory is exhausted.</summary>
    OutOfMemory = 40,

    /// <summary>A queue is full.</summary>
    QueueFull = 41,

    /// <summary>The disk is full.</summary>
    DiskFull = 42,

    /// <summary>The adapter is merged into the base.</summary>
    AdapterMerged = 50,

    /// <summary>The job does not run.</summary>
    JobNotRunning = 51,

    /// <summary>The model lacks a slot that the method needs.</summary>
    SlotNotSupported = 52,

    /// <summary>A checkpoint does not fit the model or configuration.</summary>
    CheckpointMismatch = 53,

    /// <summary>A loss is NaN or infinite.</summary>
    NonFiniteLoss = 54,

    /// <summary>An architecture is not known.</summary>
    ArchitectureUnknown = 55,

    /// <summary>Frozen tensors changed during a job.</summary>
    FrozenChanged = 56,

    /// <summary>Another writer holds the model.</summary>
    ModelBusy = 60,

    /// <summary>The resource changed since it was read.</summary>
    EtagMismatch = 61,

    /// <summary>The process ended while a job ran or waited.</summary>
    JobInterrupted = 62,

    /// <summary>The events asked for are no longer kept.</summary>
    EventsTrimmed = 70,

    /// <summary>An offset does not continue the upload.</summary>
    OffsetMismatch = 71,

    /// <summary>This build lacks the method.</summary>
    MethodNotAvailable = 80,

    /// <summary>The device is not there.</summary>
    DeviceNotAvailable = 81,

    /// <summary>A native library is missing or of another version.</summary>
    RuntimeNotFound = 82,

    /// <summary>libtorch or another native part failed.</summary>
    NativeFailure = 90,

    /// <summary>Something that must hold does not.</summary>
    InvariantBroken = 91,

    /// <summary>The service is shutting down.</summary>
    ShuttingDown = 100,

    /// <summary>A file is damaged or hostile.</summary>
    CheckpointCorrupt = 110,

    /// <summary>A checksum does not match.</summary>
    ChecksumMismatch = 111,
}
