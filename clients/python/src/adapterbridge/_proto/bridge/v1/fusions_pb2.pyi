from adapterbridge._proto.bridge.v1 import adapters_pb2 as _adapters_pb2
from adapterbridge._proto.google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreateFusionRequest(_message.Message):
    __slots__ = ["adapters", "config_string", "fusion_id", "parent", "request_id", "seed"]
    ADAPTERS_FIELD_NUMBER: _ClassVar[int]
    CONFIG_STRING_FIELD_NUMBER: _ClassVar[int]
    FUSION_ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    adapters: _containers.RepeatedScalarFieldContainer[str]
    config_string: str
    fusion_id: str
    parent: str
    request_id: str
    seed: int
    def __init__(self, parent: _Optional[str] = ..., fusion_id: _Optional[str] = ..., adapters: _Optional[_Iterable[str]] = ..., config_string: _Optional[str] = ..., seed: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteFusionRequest(_message.Message):
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

class Fusion(_message.Message):
    __slots__ = ["adapters", "byte_size", "config_string", "create_time", "digest", "etag", "name", "parameter_count", "seed", "source", "training_job", "update_time"]
    ADAPTERS_FIELD_NUMBER: _ClassVar[int]
    BYTE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CONFIG_STRING_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_COUNT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TRAINING_JOB_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    adapters: _containers.RepeatedScalarFieldContainer[str]
    byte_size: int
    config_string: str
    create_time: _timestamp_pb2.Timestamp
    digest: str
    etag: str
    name: str
    parameter_count: int
    seed: int
    source: str
    training_job: str
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., adapters: _Optional[_Iterable[str]] = ..., config_string: _Optional[str] = ..., digest: _Optional[str] = ..., parameter_count: _Optional[int] = ..., byte_size: _Optional[int] = ..., seed: _Optional[int] = ..., source: _Optional[str] = ..., training_job: _Optional[str] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class GetFusionRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListFusionsRequest(_message.Message):
    __slots__ = ["page_size", "page_token", "parent"]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    parent: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListFusionsResponse(_message.Message):
    __slots__ = ["fusions", "next_page_token"]
    FUSIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    fusions: _containers.RepeatedCompositeFieldContainer[Fusion]
    next_page_token: str
    def __init__(self, fusions: _Optional[_Iterable[_Union[Fusion, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class LoadFusionRequest(_message.Message):
    __slots__ = ["fusion_id", "parent", "path", "request_id"]
    FUSION_ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    fusion_id: str
    parent: str
    path: str
    request_id: str
    def __init__(self, parent: _Optional[str] = ..., fusion_id: _Optional[str] = ..., path: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SaveFusionRequest(_message.Message):
    __slots__ = ["name", "path", "request_id"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    path: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., path: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SaveFusionResponse(_message.Message):
    __slots__ = ["files", "path"]
    FILES_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    files: _containers.RepeatedCompositeFieldContainer[_adapters_pb2.FileInfo]
    path: str
    def __init__(self, path: _Optional[str] = ..., files: _Optional[_Iterable[_Union[_adapters_pb2.FileInfo, _Mapping]]] = ...) -> None: ...
