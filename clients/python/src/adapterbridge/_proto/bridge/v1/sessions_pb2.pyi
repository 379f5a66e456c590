from adapterbridge._proto.bridge.v1 import composition_pb2 as _composition_pb2
from adapterbridge._proto.bridge.v1 import inference_pb2 as _inference_pb2
from adapterbridge._proto.bridge.v1 import tensor_pb2 as _tensor_pb2
from adapterbridge._proto.bridge.v1 import training_pb2 as _training_pb2
from adapterbridge._proto.google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class BatchEvaluation(_message.Message):
    __slots__ = ["batch_id", "logits", "loss", "step", "token_count"]
    BATCH_ID_FIELD_NUMBER: _ClassVar[int]
    LOGITS_FIELD_NUMBER: _ClassVar[int]
    LOSS_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    TOKEN_COUNT_FIELD_NUMBER: _ClassVar[int]
    batch_id: int
    logits: _tensor_pb2.Tensor
    loss: float
    step: int
    token_count: int
    def __init__(self, batch_id: _Optional[int] = ..., step: _Optional[int] = ..., loss: _Optional[float] = ..., token_count: _Optional[int] = ..., logits: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...

class RunTrainingSessionRequest(_message.Message):
    __slots__ = ["evaluate", "finish", "publish", "start", "tensor", "train"]
    EVALUATE_FIELD_NUMBER: _ClassVar[int]
    FINISH_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    TENSOR_FIELD_NUMBER: _ClassVar[int]
    TRAIN_FIELD_NUMBER: _ClassVar[int]
    evaluate: TrainingBatch
    finish: TrainingSessionFinish
    publish: TrainingSessionPublish
    start: TrainingSessionStart
    tensor: _tensor_pb2.TensorChunk
    train: TrainingBatch
    def __init__(self, start: _Optional[_Union[TrainingSessionStart, _Mapping]] = ..., tensor: _Optional[_Union[_tensor_pb2.TensorChunk, _Mapping]] = ..., train: _Optional[_Union[TrainingBatch, _Mapping]] = ..., evaluate: _Optional[_Union[TrainingBatch, _Mapping]] = ..., publish: _Optional[_Union[TrainingSessionPublish, _Mapping]] = ..., finish: _Optional[_Union[TrainingSessionFinish, _Mapping]] = ...) -> None: ...

class RunTrainingSessionResponse(_message.Message):
    __slots__ = ["evaluation", "published", "result", "started", "step", "tensor"]
    EVALUATION_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    STARTED_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    TENSOR_FIELD_NUMBER: _ClassVar[int]
    evaluation: BatchEvaluation
    published: TrainingSessionPublished
    result: TrainingSessionResult
    started: TrainingSessionStarted
    step: StepResult
    tensor: _tensor_pb2.TensorChunk
    def __init__(self, started: _Optional[_Union[TrainingSessionStarted, _Mapping]] = ..., tensor: _Optional[_Union[_tensor_pb2.TensorChunk, _Mapping]] = ..., step: _Optional[_Union[StepResult, _Mapping]] = ..., evaluation: _Optional[_Union[BatchEvaluation, _Mapping]] = ..., published: _Optional[_Union[TrainingSessionPublished, _Mapping]] = ..., result: _Optional[_Union[TrainingSessionResult, _Mapping]] = ...) -> None: ...

class StepResult(_message.Message):
    __slots__ = ["batch_id", "gradient_norm", "learning_rate", "logits", "loss", "sequence", "step", "step_loss", "stepped", "token_count"]
    BATCH_ID_FIELD_NUMBER: _ClassVar[int]
    GRADIENT_NORM_FIELD_NUMBER: _ClassVar[int]
    LEARNING_RATE_FIELD_NUMBER: _ClassVar[int]
    LOGITS_FIELD_NUMBER: _ClassVar[int]
    LOSS_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    STEPPED_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    STEP_LOSS_FIELD_NUMBER: _ClassVar[int]
    TOKEN_COUNT_FIELD_NUMBER: _ClassVar[int]
    batch_id: int
    gradient_norm: float
    learning_rate: float
    logits: _tensor_pb2.Tensor
    loss: float
    sequence: int
    step: int
    step_loss: float
    stepped: bool
    token_count: int
    def __init__(self, batch_id: _Optional[int] = ..., sequence: _Optional[int] = ..., step: _Optional[int] = ..., stepped: bool = ..., loss: _Optional[float] = ..., step_loss: _Optional[float] = ..., learning_rate: _Optional[float] = ..., gradient_norm: _Optional[float] = ..., token_count: _Optional[int] = ..., logits: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...

class TrainingBatch(_message.Message):
    __slots__ = ["batch_id", "inputs", "label_names", "labels", "return_logits", "step", "texts"]
    class InputsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _tensor_pb2.Tensor
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...
    BATCH_ID_FIELD_NUMBER: _ClassVar[int]
    INPUTS_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    LABEL_NAMES_FIELD_NUMBER: _ClassVar[int]
    RETURN_LOGITS_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    TEXTS_FIELD_NUMBER: _ClassVar[int]
    batch_id: int
    inputs: _containers.MessageMap[str, _tensor_pb2.Tensor]
    label_names: _containers.RepeatedScalarFieldContainer[str]
    labels: _tensor_pb2.Tensor
    return_logits: bool
    step: bool
    texts: _inference_pb2.TextBatch
    def __init__(self, batch_id: _Optional[int] = ..., inputs: _Optional[_Mapping[str, _tensor_pb2.Tensor]] = ..., texts: _Optional[_Union[_inference_pb2.TextBatch, _Mapping]] = ..., labels: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., label_names: _Optional[_Iterable[str]] = ..., step: bool = ..., return_logits: bool = ...) -> None: ...

class TrainingSessionFinish(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class TrainingSessionPublish(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class TrainingSessionPublished(_message.Message):
    __slots__ = ["step"]
    STEP_FIELD_NUMBER: _ClassVar[int]
    step: int
    def __init__(self, step: _Optional[int] = ...) -> None: ...

class TrainingSessionResult(_message.Message):
    __slots__ = ["batches", "dropped_batches", "duration", "final_loss", "steps", "token_count"]
    BATCHES_FIELD_NUMBER: _ClassVar[int]
    DROPPED_BATCHES_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    FINAL_LOSS_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    TOKEN_COUNT_FIELD_NUMBER: _ClassVar[int]
    batches: int
    dropped_batches: int
    duration: _duration_pb2.Duration
    final_loss: float
    steps: int
    token_count: int
    def __init__(self, steps: _Optional[int] = ..., batches: _Optional[int] = ..., dropped_batches: _Optional[int] = ..., token_count: _Optional[int] = ..., final_loss: _Optional[float] = ..., duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class TrainingSessionStart(_message.Message):
    __slots__ = ["adapters", "fusions", "heads", "max_length", "model", "options", "queue", "setup", "train_embedding"]
    ADAPTERS_FIELD_NUMBER: _ClassVar[int]
    FUSIONS_FIELD_NUMBER: _ClassVar[int]
    HEADS_FIELD_NUMBER: _ClassVar[int]
    MAX_LENGTH_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    QUEUE_FIELD_NUMBER: _ClassVar[int]
    SETUP_FIELD_NUMBER: _ClassVar[int]
    TRAIN_EMBEDDING_FIELD_NUMBER: _ClassVar[int]
    adapters: _containers.RepeatedScalarFieldContainer[str]
    fusions: _containers.RepeatedScalarFieldContainer[str]
    heads: _containers.RepeatedScalarFieldContainer[str]
    max_length: int
    model: str
    options: _training_pb2.TrainingOptions
    queue: bool
    setup: _composition_pb2.Setup
    train_embedding: bool
    def __init__(self, model: _Optional[str] = ..., adapters: _Optional[_Iterable[str]] = ..., heads: _Optional[_Iterable[str]] = ..., fusions: _Optional[_Iterable[str]] = ..., setup: _Optional[_Union[_composition_pb2.Setup, _Mapping]] = ..., train_embedding: bool = ..., max_length: _Optional[int] = ..., options: _Optional[_Union[_training_pb2.TrainingOptions, _Mapping]] = ..., queue: bool = ...) -> None: ...

class TrainingSessionStarted(_message.Message):
    __slots__ = ["session_id", "spec"]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    SPEC_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    spec: TrainingSessionStart
    def __init__(self, session_id: _Optional[str] = ..., spec: _Optional[_Union[TrainingSessionStart, _Mapping]] = ...) -> None: ...
