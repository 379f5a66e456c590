from adapterbridge._proto.bridge.v1 import composition_pb2 as _composition_pb2
from adapterbridge._proto.google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from adapterbridge._proto.google.rpc import status_pb2 as _status_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
SCHEDULE_CONSTANT: Schedule
SCHEDULE_CONSTANT_WITH_WARMUP: Schedule
SCHEDULE_COSINE: Schedule
SCHEDULE_LINEAR: Schedule
SCHEDULE_POLYNOMIAL: Schedule
SCHEDULE_UNSPECIFIED: Schedule
TRAINING_STATE_CANCELLED: TrainingState
TRAINING_STATE_FAILED: TrainingState
TRAINING_STATE_QUEUED: TrainingState
TRAINING_STATE_RUNNING: TrainingState
TRAINING_STATE_SUCCEEDED: TrainingState
TRAINING_STATE_UNSPECIFIED: TrainingState

class CancelTrainingJobRequest(_message.Message):
    __slots__ = ["name", "request_id"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CheckpointWritten(_message.Message):
    __slots__ = ["path", "step"]
    PATH_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    path: str
    step: int
    def __init__(self, step: _Optional[int] = ..., path: _Optional[str] = ...) -> None: ...

class CreateTrainingJobRequest(_message.Message):
    __slots__ = ["parent", "queue", "request_id", "spec", "training_job_id"]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    QUEUE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SPEC_FIELD_NUMBER: _ClassVar[int]
    TRAINING_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    parent: str
    queue: bool
    request_id: str
    spec: TrainingSpec
    training_job_id: str
    def __init__(self, parent: _Optional[str] = ..., training_job_id: _Optional[str] = ..., spec: _Optional[_Union[TrainingSpec, _Mapping]] = ..., queue: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteTrainingJobRequest(_message.Message):
    __slots__ = ["allow_missing", "name", "request_id"]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    allow_missing: bool
    name: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., allow_missing: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class EvaluationDone(_message.Message):
    __slots__ = ["best", "epoch", "metrics", "step"]
    class MetricsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    BEST_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    best: bool
    epoch: float
    metrics: _containers.ScalarMap[str, float]
    step: int
    def __init__(self, step: _Optional[int] = ..., epoch: _Optional[float] = ..., metrics: _Optional[_Mapping[str, float]] = ..., best: bool = ...) -> None: ...

class GetTrainingJobRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListTrainingJobsRequest(_message.Message):
    __slots__ = ["page_size", "page_token", "parent"]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    parent: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListTrainingJobsResponse(_message.Message):
    __slots__ = ["next_page_token", "training_jobs"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TRAINING_JOBS_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    training_jobs: _containers.RepeatedCompositeFieldContainer[TrainingJob]
    def __init__(self, training_jobs: _Optional[_Iterable[_Union[TrainingJob, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class LogLine(_message.Message):
    __slots__ = ["message", "warning"]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    WARNING_FIELD_NUMBER: _ClassVar[int]
    message: str
    warning: bool
    def __init__(self, message: _Optional[str] = ..., warning: bool = ...) -> None: ...

class StateChanged(_message.Message):
    __slots__ = ["error", "result", "state"]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    error: _status_pb2.Status
    result: TrainingResult
    state: TrainingState
    def __init__(self, state: _Optional[_Union[TrainingState, str]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ..., result: _Optional[_Union[TrainingResult, _Mapping]] = ...) -> None: ...

class StepDone(_message.Message):
    __slots__ = ["epoch", "gradient_norm", "learning_rate", "loss", "step", "tokens_per_second", "total_steps"]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    GRADIENT_NORM_FIELD_NUMBER: _ClassVar[int]
    LEARNING_RATE_FIELD_NUMBER: _ClassVar[int]
    LOSS_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    TOKENS_PER_SECOND_FIELD_NUMBER: _ClassVar[int]
    TOTAL_STEPS_FIELD_NUMBER: _ClassVar[int]
    epoch: float
    gradient_norm: float
    learning_rate: float
    loss: float
    step: int
    tokens_per_second: float
    total_steps: int
    def __init__(self, step: _Optional[int] = ..., total_steps: _Optional[int] = ..., epoch: _Optional[float] = ..., loss: _Optional[float] = ..., learning_rate: _Optional[float] = ..., gradient_norm: _Optional[float] = ..., tokens_per_second: _Optional[float] = ...) -> None: ...

class TrainingEvent(_message.Message):
    __slots__ = ["checkpoint", "evaluation", "log", "sequence", "state_changed", "step", "time"]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    EVALUATION_FIELD_NUMBER: _ClassVar[int]
    LOG_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    STATE_CHANGED_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    checkpoint: CheckpointWritten
    evaluation: EvaluationDone
    log: LogLine
    sequence: int
    state_changed: StateChanged
    step: StepDone
    time: _timestamp_pb2.Timestamp
    def __init__(self, sequence: _Optional[int] = ..., time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., state_changed: _Optional[_Union[StateChanged, _Mapping]] = ..., step: _Optional[_Union[StepDone, _Mapping]] = ..., evaluation: _Optional[_Union[EvaluationDone, _Mapping]] = ..., checkpoint: _Optional[_Union[CheckpointWritten, _Mapping]] = ..., log: _Optional[_Union[LogLine, _Mapping]] = ...) -> None: ...

class TrainingJob(_message.Message):
    __slots__ = ["create_time", "end_time", "error", "etag", "last_sequence", "name", "progress", "result", "spec", "start_time", "state", "update_time"]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    LAST_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    SPEC_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    create_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    error: _status_pb2.Status
    etag: str
    last_sequence: int
    name: str
    progress: TrainingProgress
    result: TrainingResult
    spec: TrainingSpec
    start_time: _timestamp_pb2.Timestamp
    state: TrainingState
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., spec: _Optional[_Union[TrainingSpec, _Mapping]] = ..., state: _Optional[_Union[TrainingState, str]] = ..., progress: _Optional[_Union[TrainingProgress, _Mapping]] = ..., result: _Optional[_Union[TrainingResult, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ..., last_sequence: _Optional[int] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., start_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class TrainingOptions(_message.Message):
    __slots__ = ["batch_size", "best_metric", "beta1", "beta2", "checkpoint_steps", "clip_norm", "dropout", "epochs", "epsilon", "evaluation_batch_size", "evaluation_steps", "gradient_accumulation", "gradient_checkpointing", "keep_checkpoints", "learning_rate", "max_steps", "metrics", "patience", "restore_best", "schedule", "seed", "warmup_ratio", "warmup_steps", "weight_decay"]
    BATCH_SIZE_FIELD_NUMBER: _ClassVar[int]
    BEST_METRIC_FIELD_NUMBER: _ClassVar[int]
    BETA1_FIELD_NUMBER: _ClassVar[int]
    BETA2_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_STEPS_FIELD_NUMBER: _ClassVar[int]
    CLIP_NORM_FIELD_NUMBER: _ClassVar[int]
    DROPOUT_FIELD_NUMBER: _ClassVar[int]
    EPOCHS_FIELD_NUMBER: _ClassVar[int]
    EPSILON_FIELD_NUMBER: _ClassVar[int]
    EVALUATION_BATCH_SIZE_FIELD_NUMBER: _ClassVar[int]
    EVALUATION_STEPS_FIELD_NUMBER: _ClassVar[int]
    GRADIENT_ACCUMULATION_FIELD_NUMBER: _ClassVar[int]
    GRADIENT_CHECKPOINTING_FIELD_NUMBER: _ClassVar[int]
    KEEP_CHECKPOINTS_FIELD_NUMBER: _ClassVar[int]
    LEARNING_RATE_FIELD_NUMBER: _ClassVar[int]
    MAX_STEPS_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    PATIENCE_FIELD_NUMBER: _ClassVar[int]
    RESTORE_BEST_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    WARMUP_RATIO_FIELD_NUMBER: _ClassVar[int]
    WARMUP_STEPS_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_DECAY_FIELD_NUMBER: _ClassVar[int]
    batch_size: int
    best_metric: str
    beta1: float
    beta2: float
    checkpoint_steps: int
    clip_norm: float
    dropout: float
    epochs: float
    epsilon: float
    evaluation_batch_size: int
    evaluation_steps: int
    gradient_accumulation: int
    gradient_checkpointing: bool
    keep_checkpoints: int
    learning_rate: float
    max_steps: int
    metrics: _containers.RepeatedScalarFieldContainer[str]
    patience: int
    restore_best: bool
    schedule: Schedule
    seed: int
    warmup_ratio: float
    warmup_steps: int
    weight_decay: float
    def __init__(self, learning_rate: _Optional[float] = ..., epochs: _Optional[float] = ..., max_steps: _Optional[int] = ..., batch_size: _Optional[int] = ..., gradient_accumulation: _Optional[int] = ..., schedule: _Optional[_Union[Schedule, str]] = ..., warmup_steps: _Optional[int] = ..., warmup_ratio: _Optional[float] = ..., weight_decay: _Optional[float] = ..., beta1: _Optional[float] = ..., beta2: _Optional[float] = ..., epsilon: _Optional[float] = ..., clip_norm: _Optional[float] = ..., seed: _Optional[int] = ..., dropout: _Optional[float] = ..., evaluation_steps: _Optional[int] = ..., evaluation_batch_size: _Optional[int] = ..., metrics: _Optional[_Iterable[str]] = ..., best_metric: _Optional[str] = ..., patience: _Optional[int] = ..., restore_best: bool = ..., checkpoint_steps: _Optional[int] = ..., keep_checkpoints: _Optional[int] = ..., gradient_checkpointing: bool = ...) -> None: ...

class TrainingProgress(_message.Message):
    __slots__ = ["epoch", "learning_rate", "loss", "step", "total_steps"]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    LEARNING_RATE_FIELD_NUMBER: _ClassVar[int]
    LOSS_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    TOTAL_STEPS_FIELD_NUMBER: _ClassVar[int]
    epoch: float
    learning_rate: float
    loss: float
    step: int
    total_steps: int
    def __init__(self, step: _Optional[int] = ..., total_steps: _Optional[int] = ..., epoch: _Optional[float] = ..., loss: _Optional[float] = ..., learning_rate: _Optional[float] = ...) -> None: ...

class TrainingResult(_message.Message):
    __slots__ = ["best_metrics", "best_step", "duration", "epochs", "final_loss", "metrics", "restored_best", "steps", "stopped_early", "total_steps"]
    class BestMetricsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class MetricsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    BEST_METRICS_FIELD_NUMBER: _ClassVar[int]
    BEST_STEP_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    EPOCHS_FIELD_NUMBER: _ClassVar[int]
    FINAL_LOSS_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    RESTORED_BEST_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    STOPPED_EARLY_FIELD_NUMBER: _ClassVar[int]
    TOTAL_STEPS_FIELD_NUMBER: _ClassVar[int]
    best_metrics: _containers.ScalarMap[str, float]
    best_step: int
    duration: _duration_pb2.Duration
    epochs: float
    final_loss: float
    metrics: _containers.ScalarMap[str, float]
    restored_best: bool
    steps: int
    stopped_early: bool
    total_steps: int
    def __init__(self, steps: _Optional[int] = ..., total_steps: _Optional[int] = ..., epochs: _Optional[float] = ..., final_loss: _Optional[float] = ..., metrics: _Optional[_Mapping[str, float]] = ..., best_metrics: _Optional[_Mapping[str, float]] = ..., best_step: _Optional[int] = ..., stopped_early: bool = ..., restored_best: bool = ..., duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class TrainingSpec(_message.Message):
    __slots__ = ["adapters", "checkpoint_folder", "dataset", "evaluation_dataset", "fusions", "heads", "max_length", "options", "resume", "setup", "train_embedding"]
    ADAPTERS_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FOLDER_FIELD_NUMBER: _ClassVar[int]
    DATASET_FIELD_NUMBER: _ClassVar[int]
    EVALUATION_DATASET_FIELD_NUMBER: _ClassVar[int]
    FUSIONS_FIELD_NUMBER: _ClassVar[int]
    HEADS_FIELD_NUMBER: _ClassVar[int]
    MAX_LENGTH_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    RESUME_FIELD_NUMBER: _ClassVar[int]
    SETUP_FIELD_NUMBER: _ClassVar[int]
    TRAIN_EMBEDDING_FIELD_NUMBER: _ClassVar[int]
    adapters: _containers.RepeatedScalarFieldContainer[str]
    checkpoint_folder: str
    dataset: str
    evaluation_dataset: str
    fusions: _containers.RepeatedScalarFieldContainer[str]
    heads: _containers.RepeatedScalarFieldContainer[str]
    max_length: int
    options: TrainingOptions
    resume: bool
    setup: _composition_pb2.Setup
    train_embedding: bool
    def __init__(self, adapters: _Optional[_Iterable[str]] = ..., heads: _Optional[_Iterable[str]] = ..., setup: _Optional[_Union[_composition_pb2.Setup, _Mapping]] = ..., dataset: _Optional[str] = ..., evaluation_dataset: _Optional[str] = ..., max_length: _Optional[int] = ..., options: _Optional[_Union[TrainingOptions, _Mapping]] = ..., checkpoint_folder: _Optional[str] = ..., resume: bool = ..., fusions: _Optional[_Iterable[str]] = ..., train_embedding: bool = ...) -> None: ...

class WatchTrainingJobRequest(_message.Message):
    __slots__ = ["after_sequence", "name"]
    AFTER_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    after_sequence: int
    name: str
    def __init__(self, name: _Optional[str] = ..., after_sequence: _Optional[int] = ...) -> None: ...

class TrainingState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class Schedule(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
