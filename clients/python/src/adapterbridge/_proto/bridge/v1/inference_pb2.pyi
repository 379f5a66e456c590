from adapterbridge._proto.bridge.v1 import composition_pb2 as _composition_pb2
from adapterbridge._proto.bridge.v1 import tensor_pb2 as _tensor_pb2
from adapterbridge._proto.google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AdapterUse(_message.Message):
    __slots__ = ["adapter", "digest", "site_count"]
    ADAPTER_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    SITE_COUNT_FIELD_NUMBER: _ClassVar[int]
    adapter: str
    digest: str
    site_count: int
    def __init__(self, adapter: _Optional[str] = ..., digest: _Optional[str] = ..., site_count: _Optional[int] = ...) -> None: ...

class Classification(_message.Message):
    __slots__ = ["label", "scores"]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    SCORES_FIELD_NUMBER: _ClassVar[int]
    label: str
    scores: _containers.RepeatedCompositeFieldContainer[LabelScore]
    def __init__(self, label: _Optional[str] = ..., scores: _Optional[_Iterable[_Union[LabelScore, _Mapping]]] = ...) -> None: ...

class ClassifyRequest(_message.Message):
    __slots__ = ["batch_id", "images", "max_length", "model", "pairs", "setup", "texts"]
    BATCH_ID_FIELD_NUMBER: _ClassVar[int]
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    MAX_LENGTH_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    PAIRS_FIELD_NUMBER: _ClassVar[int]
    SETUP_FIELD_NUMBER: _ClassVar[int]
    TEXTS_FIELD_NUMBER: _ClassVar[int]
    batch_id: int
    images: _containers.RepeatedScalarFieldContainer[bytes]
    max_length: int
    model: str
    pairs: _containers.RepeatedScalarFieldContainer[str]
    setup: _composition_pb2.Setup
    texts: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, model: _Optional[str] = ..., setup: _Optional[_Union[_composition_pb2.Setup, _Mapping]] = ..., texts: _Optional[_Iterable[str]] = ..., pairs: _Optional[_Iterable[str]] = ..., max_length: _Optional[int] = ..., batch_id: _Optional[int] = ..., images: _Optional[_Iterable[bytes]] = ...) -> None: ...

class ClassifyResponse(_message.Message):
    __slots__ = ["adapters", "batch_id", "classifications"]
    ADAPTERS_FIELD_NUMBER: _ClassVar[int]
    BATCH_ID_FIELD_NUMBER: _ClassVar[int]
    CLASSIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    adapters: _containers.RepeatedCompositeFieldContainer[AdapterUse]
    batch_id: int
    classifications: _containers.RepeatedCompositeFieldContainer[Classification]
    def __init__(self, classifications: _Optional[_Iterable[_Union[Classification, _Mapping]]] = ..., adapters: _Optional[_Iterable[_Union[AdapterUse, _Mapping]]] = ..., batch_id: _Optional[int] = ...) -> None: ...

class EvaluateRequest(_message.Message):
    __slots__ = ["batch_size", "dataset", "max_length", "metrics", "model", "setup"]
    BATCH_SIZE_FIELD_NUMBER: _ClassVar[int]
    DATASET_FIELD_NUMBER: _ClassVar[int]
    MAX_LENGTH_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    SETUP_FIELD_NUMBER: _ClassVar[int]
    batch_size: int
    dataset: str
    max_length: int
    metrics: _containers.RepeatedScalarFieldContainer[str]
    model: str
    setup: _composition_pb2.Setup
    def __init__(self, model: _Optional[str] = ..., setup: _Optional[_Union[_composition_pb2.Setup, _Mapping]] = ..., dataset: _Optional[str] = ..., batch_size: _Optional[int] = ..., max_length: _Optional[int] = ..., metrics: _Optional[_Iterable[str]] = ...) -> None: ...

class EvaluateResponse(_message.Message):
    __slots__ = ["adapters", "metrics", "row_count"]
    class MetricsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    ADAPTERS_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    ROW_COUNT_FIELD_NUMBER: _ClassVar[int]
    adapters: _containers.RepeatedCompositeFieldContainer[AdapterUse]
    metrics: _containers.ScalarMap[str, float]
    row_count: int
    def __init__(self, metrics: _Optional[_Mapping[str, float]] = ..., row_count: _Optional[int] = ..., adapters: _Optional[_Iterable[_Union[AdapterUse, _Mapping]]] = ...) -> None: ...

class LabelScore(_message.Message):
    __slots__ = ["label", "label_id", "logit", "score"]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    LABEL_ID_FIELD_NUMBER: _ClassVar[int]
    LOGIT_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    label: str
    label_id: int
    logit: float
    score: float
    def __init__(self, label: _Optional[str] = ..., label_id: _Optional[int] = ..., score: _Optional[float] = ..., logit: _Optional[float] = ...) -> None: ...

class RunForwardRequest(_message.Message):
    __slots__ = ["images", "inputs", "model", "outputs", "setup", "texts"]
    class InputsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _tensor_pb2.Tensor
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    INPUTS_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    SETUP_FIELD_NUMBER: _ClassVar[int]
    TEXTS_FIELD_NUMBER: _ClassVar[int]
    images: _containers.RepeatedScalarFieldContainer[bytes]
    inputs: _containers.MessageMap[str, _tensor_pb2.Tensor]
    model: str
    outputs: _containers.RepeatedScalarFieldContainer[str]
    setup: _composition_pb2.Setup
    texts: TextBatch
    def __init__(self, model: _Optional[str] = ..., setup: _Optional[_Union[_composition_pb2.Setup, _Mapping]] = ..., inputs: _Optional[_Mapping[str, _tensor_pb2.Tensor]] = ..., texts: _Optional[_Union[TextBatch, _Mapping]] = ..., outputs: _Optional[_Iterable[str]] = ..., images: _Optional[_Iterable[bytes]] = ...) -> None: ...

class RunForwardResponse(_message.Message):
    __slots__ = ["adapters", "outputs"]
    class OutputsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _tensor_pb2.Tensor
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...
    ADAPTERS_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    adapters: _containers.RepeatedCompositeFieldContainer[AdapterUse]
    outputs: _containers.MessageMap[str, _tensor_pb2.Tensor]
    def __init__(self, outputs: _Optional[_Mapping[str, _tensor_pb2.Tensor]] = ..., adapters: _Optional[_Iterable[_Union[AdapterUse, _Mapping]]] = ...) -> None: ...

class StreamForwardRequest(_message.Message):
    __slots__ = ["run", "start", "tensor"]
    RUN_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    TENSOR_FIELD_NUMBER: _ClassVar[int]
    run: StreamForwardRun
    start: StreamForwardStart
    tensor: _tensor_pb2.TensorChunk
    def __init__(self, start: _Optional[_Union[StreamForwardStart, _Mapping]] = ..., tensor: _Optional[_Union[_tensor_pb2.TensorChunk, _Mapping]] = ..., run: _Optional[_Union[StreamForwardRun, _Mapping]] = ...) -> None: ...

class StreamForwardResponse(_message.Message):
    __slots__ = ["result", "tensor"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    TENSOR_FIELD_NUMBER: _ClassVar[int]
    result: StreamForwardResult
    tensor: _tensor_pb2.TensorChunk
    def __init__(self, tensor: _Optional[_Union[_tensor_pb2.TensorChunk, _Mapping]] = ..., result: _Optional[_Union[StreamForwardResult, _Mapping]] = ...) -> None: ...

class StreamForwardResult(_message.Message):
    __slots__ = ["adapters", "batch_id", "outputs"]
    class OutputsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _tensor_pb2.Tensor
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...
    ADAPTERS_FIELD_NUMBER: _ClassVar[int]
    BATCH_ID_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    adapters: _containers.RepeatedCompositeFieldContainer[AdapterUse]
    batch_id: int
    outputs: _containers.MessageMap[str, _tensor_pb2.Tensor]
    def __init__(self, batch_id: _Optional[int] = ..., outputs: _Optional[_Mapping[str, _tensor_pb2.Tensor]] = ..., adapters: _Optional[_Iterable[_Union[AdapterUse, _Mapping]]] = ...) -> None: ...

class StreamForwardRun(_message.Message):
    __slots__ = ["batch_id", "images", "inputs", "texts"]
    class InputsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _tensor_pb2.Tensor
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...
    BATCH_ID_FIELD_NUMBER: _ClassVar[int]
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    INPUTS_FIELD_NUMBER: _ClassVar[int]
    TEXTS_FIELD_NUMBER: _ClassVar[int]
    batch_id: int
    images: _containers.RepeatedScalarFieldContainer[bytes]
    inputs: _containers.MessageMap[str, _tensor_pb2.Tensor]
    texts: TextBatch
    def __init__(self, batch_id: _Optional[int] = ..., inputs: _Optional[_Mapping[str, _tensor_pb2.Tensor]] = ..., texts: _Optional[_Union[TextBatch, _Mapping]] = ..., images: _Optional[_Iterable[bytes]] = ...) -> None: ...

class StreamForwardStart(_message.Message):
    __slots__ = ["model", "outputs", "setup"]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    SETUP_FIELD_NUMBER: _ClassVar[int]
    model: str
    outputs: _containers.RepeatedScalarFieldContainer[str]
    setup: _composition_pb2.Setup
    def __init__(self, model: _Optional[str] = ..., setup: _Optional[_Union[_composition_pb2.Setup, _Mapping]] = ..., outputs: _Optional[_Iterable[str]] = ...) -> None: ...

class TextBatch(_message.Message):
    __slots__ = ["max_length", "pairs", "texts"]
    MAX_LENGTH_FIELD_NUMBER: _ClassVar[int]
    PAIRS_FIELD_NUMBER: _ClassVar[int]
    TEXTS_FIELD_NUMBER: _ClassVar[int]
    max_length: int
    pairs: _containers.RepeatedScalarFieldContainer[str]
    texts: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, texts: _Optional[_Iterable[str]] = ..., pairs: _Optional[_Iterable[str]] = ..., max_length: _Optional[int] = ...) -> None: ...
