from adapterbridge._proto.bridge.v1 import tensor_pb2 as _tensor_pb2
from adapterbridge._proto.google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Capabilities(_message.Message):
    __slots__ = ["blocks", "heads", "methods", "metrics", "model", "schedules", "slots"]
    BLOCKS_FIELD_NUMBER: _ClassVar[int]
    HEADS_FIELD_NUMBER: _ClassVar[int]
    METHODS_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    SCHEDULES_FIELD_NUMBER: _ClassVar[int]
    SLOTS_FIELD_NUMBER: _ClassVar[int]
    blocks: _containers.RepeatedScalarFieldContainer[str]
    heads: _containers.RepeatedScalarFieldContainer[str]
    methods: _containers.RepeatedCompositeFieldContainer[MethodCapability]
    metrics: _containers.RepeatedScalarFieldContainer[str]
    model: str
    schedules: _containers.RepeatedScalarFieldContainer[str]
    slots: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, model: _Optional[str] = ..., methods: _Optional[_Iterable[_Union[MethodCapability, _Mapping]]] = ..., blocks: _Optional[_Iterable[str]] = ..., heads: _Optional[_Iterable[str]] = ..., metrics: _Optional[_Iterable[str]] = ..., schedules: _Optional[_Iterable[str]] = ..., slots: _Optional[_Iterable[str]] = ...) -> None: ...

class Device(_message.Message):
    __slots__ = ["data_types", "description", "memory_bytes", "name"]
    DATA_TYPES_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    MEMORY_BYTES_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    data_types: _containers.RepeatedScalarFieldContainer[_tensor_pb2.DataType]
    description: str
    memory_bytes: int
    name: str
    def __init__(self, name: _Optional[str] = ..., description: _Optional[str] = ..., memory_bytes: _Optional[int] = ..., data_types: _Optional[_Iterable[_Union[_tensor_pb2.DataType, str]]] = ...) -> None: ...

class GetCapabilitiesRequest(_message.Message):
    __slots__ = ["model"]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    model: str
    def __init__(self, model: _Optional[str] = ...) -> None: ...

class GetServerInfoRequest(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class Limits(_message.Message):
    __slots__ = ["kept_events", "max_chunk_bytes", "max_inline_tensor_bytes", "max_message_bytes", "max_page_size", "max_upload_bytes", "request_id_lifetime"]
    KEPT_EVENTS_FIELD_NUMBER: _ClassVar[int]
    MAX_CHUNK_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_INLINE_TENSOR_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_MESSAGE_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    MAX_UPLOAD_BYTES_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_LIFETIME_FIELD_NUMBER: _ClassVar[int]
    kept_events: int
    max_chunk_bytes: int
    max_inline_tensor_bytes: int
    max_message_bytes: int
    max_page_size: int
    max_upload_bytes: int
    request_id_lifetime: _duration_pb2.Duration
    def __init__(self, max_message_bytes: _Optional[int] = ..., max_inline_tensor_bytes: _Optional[int] = ..., max_chunk_bytes: _Optional[int] = ..., max_upload_bytes: _Optional[int] = ..., kept_events: _Optional[int] = ..., max_page_size: _Optional[int] = ..., request_id_lifetime: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class MethodCapability(_message.Message):
    __slots__ = ["config_string", "method", "paper", "supported", "title", "why"]
    CONFIG_STRING_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    PAPER_FIELD_NUMBER: _ClassVar[int]
    SUPPORTED_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    config_string: str
    method: str
    paper: str
    supported: bool
    title: str
    why: str
    def __init__(self, method: _Optional[str] = ..., title: _Optional[str] = ..., paper: _Optional[str] = ..., supported: bool = ..., why: _Optional[str] = ..., config_string: _Optional[str] = ...) -> None: ...

class ServerInfo(_message.Message):
    __slots__ = ["api_versions", "architectures", "devices", "intra_op_threads", "limits", "methods", "start_time", "torch_version", "version"]
    API_VERSIONS_FIELD_NUMBER: _ClassVar[int]
    ARCHITECTURES_FIELD_NUMBER: _ClassVar[int]
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    INTRA_OP_THREADS_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    METHODS_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    TORCH_VERSION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    api_versions: _containers.RepeatedScalarFieldContainer[str]
    architectures: _containers.RepeatedScalarFieldContainer[str]
    devices: _containers.RepeatedCompositeFieldContainer[Device]
    intra_op_threads: int
    limits: Limits
    methods: _containers.RepeatedScalarFieldContainer[str]
    start_time: _timestamp_pb2.Timestamp
    torch_version: str
    version: str
    def __init__(self, version: _Optional[str] = ..., api_versions: _Optional[_Iterable[str]] = ..., torch_version: _Optional[str] = ..., devices: _Optional[_Iterable[_Union[Device, _Mapping]]] = ..., methods: _Optional[_Iterable[str]] = ..., architectures: _Optional[_Iterable[str]] = ..., limits: _Optional[_Union[Limits, _Mapping]] = ..., start_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., intra_op_threads: _Optional[int] = ...) -> None: ...
