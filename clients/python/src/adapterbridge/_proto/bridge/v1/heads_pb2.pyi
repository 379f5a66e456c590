from adapterbridge._proto.google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ClassificationHeadConfig(_message.Message):
    __slots__ = ["activation_function", "bias", "dropout_prob", "labels", "layers", "multilabel", "num_labels", "use_pooler"]
    ACTIVATION_FUNCTION_FIELD_NUMBER: _ClassVar[int]
    BIAS_FIELD_NUMBER: _ClassVar[int]
    DROPOUT_PROB_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    LAYERS_FIELD_NUMBER: _ClassVar[int]
    MULTILABEL_FIELD_NUMBER: _ClassVar[int]
    NUM_LABELS_FIELD_NUMBER: _ClassVar[int]
    USE_POOLER_FIELD_NUMBER: _ClassVar[int]
    activation_function: str
    bias: bool
    dropout_prob: float
    labels: _containers.RepeatedScalarFieldContainer[str]
    layers: int
    multilabel: bool
    num_labels: int
    use_pooler: bool
    def __init__(self, num_labels: _Optional[int] = ..., layers: _Optional[int] = ..., activation_function: _Optional[str] = ..., multilabel: bool = ..., use_pooler: bool = ..., bias: bool = ..., dropout_prob: _Optional[float] = ..., labels: _Optional[_Iterable[str]] = ...) -> None: ...

class CreateHeadRequest(_message.Message):
    __slots__ = ["config", "head_id", "parent", "request_id", "seed"]
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    HEAD_ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    config: HeadConfig
    head_id: str
    parent: str
    request_id: str
    seed: int
    def __init__(self, parent: _Optional[str] = ..., head_id: _Optional[str] = ..., config: _Optional[_Union[HeadConfig, _Mapping]] = ..., seed: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteHeadRequest(_message.Message):
    __slots__ = ["allow_missing", "etag", "name", "request_id"]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    allow_missing: bool
    etag: str
    name: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., allow_missing: bool = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetHeadRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class Head(_message.Message):
    __slots__ = ["config", "create_time", "digest", "etag", "head_type", "name", "parameter_count", "seed", "update_time"]
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    HEAD_TYPE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_COUNT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    config: HeadConfig
    create_time: _timestamp_pb2.Timestamp
    digest: str
    etag: str
    head_type: str
    name: str
    parameter_count: int
    seed: int
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., config: _Optional[_Union[HeadConfig, _Mapping]] = ..., head_type: _Optional[str] = ..., digest: _Optional[str] = ..., parameter_count: _Optional[int] = ..., seed: _Optional[int] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class HeadConfig(_message.Message):
    __slots__ = ["classification", "json"]
    CLASSIFICATION_FIELD_NUMBER: _ClassVar[int]
    JSON_FIELD_NUMBER: _ClassVar[int]
    classification: ClassificationHeadConfig
    json: str
    def __init__(self, classification: _Optional[_Union[ClassificationHeadConfig, _Mapping]] = ..., json: _Optional[str] = ...) -> None: ...

class ListHeadsRequest(_message.Message):
    __slots__ = ["page_size", "page_token", "parent"]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    parent: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListHeadsResponse(_message.Message):
    __slots__ = ["heads", "next_page_token"]
    HEADS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    heads: _containers.RepeatedCompositeFieldContainer[Head]
    next_page_token: str
    def __init__(self, heads: _Optional[_Iterable[_Union[Head, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
