"""AdapterBridge: trains, composes, serves and exchanges adapters of transformer models, over gRPC.

    with adapterbridge.connect("127.0.0.1:50051") as client:
        model = client.models.load("tiny-bert", path="models/tiny-bert").result()
        adapter = model.adapters.create("sst2", LoraConfig(r=8))           # or "lora[r=8]"
        head = model.heads.create("sst2", labels=["negative", "positive"])
        job = model.train(adapter, dataset, head=head, epochs=3)
        for event in job.watch(progress=True):
            ...
        logits = model.forward({"input_ids": ids}, setup=Stack("sst2"))["logits"].numpy()
"""

from adapterbridge.client import Client, Model, Operation, TrainingJob, TrainingSession, connect, open_inprocess
from adapterbridge.configs import (
    AdapterConfig,
    BottleneckConfig,
    CompositeConfig,
    LoraConfig,
    MtlLoraConfig,
    PrefixTuningConfig,
    PromptTuningConfig,
    ReftConfig,
)
from adapterbridge.enums import AverageStrategy, DataType, LabelKind, ModelState, Schedule, TrainingState, UnknownValue
from adapterbridge.errors import (
    AbortedError,
    AlreadyExistsError,
    BridgeError,
    Code,
    DataLossError,
    DeadlineExceededError,
    FailedPreconditionError,
    InternalError,
    InvalidArgumentError,
    NotFoundError,
    OutOfRangeError,
    RequestCancelledError,
    ResourceExhaustedError,
    UnavailableError,
    UnimplementedError,
    Violation,
)
from adapterbridge.images import Images
from adapterbridge.progress import ProgressBar
from adapterbridge.jobs import (
    Checkpoint, Evaluation, Log, StateChanged, Step, TrainingEvent, TrainingResult, UnknownEvent,
)  # fmt: skip
from adapterbridge.parts import Embedding, Fusion, LoadedSetup, SetupDescription, SetupDifference, SetupPart, SetupPartKind
from adapterbridge.resources import (
    Adapter, Classification, Dataset, EvaluationResult, Head, Outputs, ParameterGroup, ServerInfo,
)  # fmt: skip
from adapterbridge.sessions import BatchEvaluation, SessionResult, StepResult
from adapterbridge.setups import Average, BatchSplit, Block, Fuse, MultiTask, Parallel, Setup, Split, Stack
from adapterbridge.tensors import Tensor

__version__ = "0.1.0"

__all__ = [
    "AbortedError", "Adapter", "AdapterConfig", "AlreadyExistsError", "Average", "BatchSplit", "Block", "BottleneckConfig",
    "AverageStrategy", "BatchEvaluation", "BridgeError", "Checkpoint", "Classification", "Client", "Code", "CompositeConfig", "DataLossError", "DataType", "Dataset",
    "DeadlineExceededError", "Embedding", "Evaluation", "EvaluationResult", "FailedPreconditionError", "Fuse", "Fusion", "Head", "Images", "InternalError",
    "InvalidArgumentError", "LabelKind", "LoadedSetup", "Log", "LoraConfig", "Model", "ModelState", "MtlLoraConfig", "MultiTask", "NotFoundError",
    "Operation", "OutOfRangeError", "Outputs", "Parallel", "ParameterGroup", "PrefixTuningConfig", "ProgressBar", "PromptTuningConfig", "ReftConfig",
    "RequestCancelledError", "ResourceExhaustedError", "Schedule", "ServerInfo", "SessionResult", "Setup", "SetupDescription", "SetupDifference", "SetupPart",
    "SetupPartKind", "Split", "Stack", "StateChanged", "Step", "StepResult",
    "Tensor", "TrainingEvent", "TrainingJob", "TrainingSession", "TrainingResult", "TrainingState", "UnavailableError", "UnimplementedError",
    "UnknownEvent", "UnknownValue", "Violation", "connect", "open_inprocess",
]  # fmt: skip
