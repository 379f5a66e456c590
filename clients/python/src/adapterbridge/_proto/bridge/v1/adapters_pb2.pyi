from adapterbridge._proto.bridge.v1 import config_pb2 as _config_pb2
from adapterbridge._proto.bridge.v1 import heads_pb2 as _heads_pb2
from adapterbridge._proto.bridge.v1 import tensor_pb2 as _tensor_pb2
from adapterbridge._proto.google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

AVERAGE_STRATEGY_DELTA_SVD: AverageStrategy
AVERAGE_STRATEGY_LINEAR: AverageStrategy
AVERAGE_STRATEGY_NEGATE_B: AverageStrategy
AVERAGE_STRATEGY_UNSPECIFIED: AverageStrategy
DESCRIPTOR: _descriptor.FileDescriptor

class Adapter(_message.Message):
    __slots__ = ["byte_size", "config", "config_string", "create_time", "digest", "etag", "last_use_time", "merged", "name", "parameter_count", "parameter_group", "plan", "seed", "site_count", "source", "trainable_count", "training_job", "update_time"]
    BYTE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    CONFIG_STRING_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    LAST_USE_TIME_FIELD_NUMBER: _ClassVar[int]
    MERGED_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_COUNT_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_GROUP_FIELD_NUMBER: _ClassVar[int]
    PLAN_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    SITE_COUNT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TRAINABLE_COUNT_FIELD_NUMBER: _ClassVar[int]
    TRAINING_JOB_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    byte_size: int
    config: _config_pb2.AdapterConfig
    config_string: str
    create_time: _timestamp_pb2.Timestamp
    digest: str
    etag: str
    last_use_time: _timestamp_pb2.Timestamp
    merged: bool
    name: str
    parameter_count: int
    parameter_group: str
    plan: AdapterPlan
    seed: int
    site_count: int
    source: str
    trainable_count: int
    training_job: str
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., config: _Optional[_Union[_config_pb2.AdapterConfig, _Mapping]] = ..., config_string: _Optional[str] = ..., digest: _Optional[str] = ..., parameter_count: _Optional[int] = ..., trainable_count: _Optional[int] = ..., byte_size: _Optional[int] = ..., site_count: _Optional[int] = ..., seed: _Optional[int] = ..., source: _Optional[str] = ..., training_job: _Optional[str] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., last_use_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ..., plan: _Optional[_Union[AdapterPlan, _Mapping]] = ..., merged: bool = ..., parameter_group: _Optional[str] = ...) -> None: ...

class AdapterPlan(_message.Message):
    __slots__ = ["parameter_count", "parameters", "sites"]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_COUNT_FIELD_NUMBER: _ClassVar[int]
    SITES_FIELD_NUMBER: _ClassVar[int]
    parameter_count: int
    parameters: _containers.RepeatedCompositeFieldContainer[ParameterPlan]
    sites: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, parameters: _Optional[_Iterable[_Union[ParameterPlan, _Mapping]]] = ..., sites: _Optional[_Iterable[str]] = ..., parameter_count: _Optional[int] = ...) -> None: ...

class AverageAdaptersRequest(_message.Message):
    __slots__ = ["adapter_id", "adapters", "keep_weights", "parent", "rank", "request_id", "strategy", "weights"]
    ADAPTERS_FIELD_NUMBER: _ClassVar[int]
    ADAPTER_ID_FIELD_NUMBER: _ClassVar[int]
    KEEP_WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    RANK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    STRATEGY_FIELD_NUMBER: _ClassVar[int]
    WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    adapter_id: str
    adapters: _containers.RepeatedScalarFieldContainer[str]
    keep_weights: bool
    parent: str
    rank: int
    request_id: str
    strategy: AverageStrategy
    weights: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, parent: _Optional[str] = ..., adapter_id: _Optional[str] = ..., adapters: _Optional[_Iterable[str]] = ..., weights: _Optional[_Iterable[float]] = ..., keep_weights: bool = ..., strategy: _Optional[_Union[AverageStrategy, str]] = ..., rank: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateAdapterRequest(_message.Message):
    __slots__ = ["adapter_id", "config", "config_string", "parent", "request_id", "seed", "validate_only"]
    ADAPTER_ID_FIELD_NUMBER: _ClassVar[int]
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    CONFIG_STRING_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    adapter_id: str
    config: _config_pb2.AdapterConfig
    config_string: str
    parent: str
    request_id: str
    seed: int
    validate_only: bool
    def __init__(self, parent: _Optional[str] = ..., adapter_id: _Optional[str] = ..., config: _Optional[_Union[_config_pb2.AdapterConfig, _Mapping]] = ..., config_string: _Optional[str] = ..., seed: _Optional[int] = ..., validate_only: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteAdapterRequest(_message.Message):
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

class DownloadAdapterRequest(_message.Message):
    __slots__ = ["etag", "file", "head", "name", "offset"]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    FILE_FIELD_NUMBER: _ClassVar[int]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    etag: str
    file: str
    head: str
    name: str
    offset: int
    def __init__(self, name: _Optional[str] = ..., head: _Optional[str] = ..., file: _Optional[str] = ..., offset: _Optional[int] = ..., etag: _Optional[str] = ...) -> None: ...

class DownloadAdapterResponse(_message.Message):
    __slots__ = ["chunk", "header"]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    chunk: FileChunk
    header: DownloadHeader
    def __init__(self, header: _Optional[_Union[DownloadHeader, _Mapping]] = ..., chunk: _Optional[_Union[FileChunk, _Mapping]] = ...) -> None: ...

class DownloadHeader(_message.Message):
    __slots__ = ["adapter", "files"]
    ADAPTER_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    adapter: Adapter
    files: _containers.RepeatedCompositeFieldContainer[FileInfo]
    def __init__(self, adapter: _Optional[_Union[Adapter, _Mapping]] = ..., files: _Optional[_Iterable[_Union[FileInfo, _Mapping]]] = ...) -> None: ...

class FileChunk(_message.Message):
    __slots__ = ["data", "file", "offset"]
    DATA_FIELD_NUMBER: _ClassVar[int]
    FILE_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    data: bytes
    file: str
    offset: int
    def __init__(self, file: _Optional[str] = ..., offset: _Optional[int] = ..., data: _Optional[bytes] = ...) -> None: ...

class FileInfo(_message.Message):
    __slots__ = ["byte_size", "file", "sha256"]
    BYTE_SIZE_FIELD_NUMBER: _ClassVar[int]
    FILE_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    byte_size: int
    file: str
    sha256: bytes
    def __init__(self, file: _Optional[str] = ..., byte_size: _Optional[int] = ..., sha256: _Optional[bytes] = ...) -> None: ...

class GetAdapterRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class GetUploadStatusRequest(_message.Message):
    __slots__ = ["parent", "upload_id"]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    UPLOAD_ID_FIELD_NUMBER: _ClassVar[int]
    parent: str
    upload_id: str
    def __init__(self, parent: _Optional[str] = ..., upload_id: _Optional[str] = ...) -> None: ...

class ListAdaptersRequest(_message.Message):
    __slots__ = ["page_size", "page_token", "parent"]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    parent: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListAdaptersResponse(_message.Message):
    __slots__ = ["adapters", "next_page_token"]
    ADAPTERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    adapters: _containers.RepeatedCompositeFieldContainer[Adapter]
    next_page_token: str
    def __init__(self, adapters: _Optional[_Iterable[_Union[Adapter, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class LoadAdapterRequest(_message.Message):
    __slots__ = ["adapter_id", "head_id", "parent", "path", "request_id", "with_head"]
    ADAPTER_ID_FIELD_NUMBER: _ClassVar[int]
    HEAD_ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    WITH_HEAD_FIELD_NUMBER: _ClassVar[int]
    adapter_id: str
    head_id: str
    parent: str
    path: str
    request_id: str
    with_head: bool
    def __init__(self, parent: _Optional[str] = ..., adapter_id: _Optional[str] = ..., path: _Optional[str] = ..., with_head: bool = ..., head_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class LoadAdapterResponse(_message.Message):
    __slots__ = ["adapter", "head", "report"]
    ADAPTER_FIELD_NUMBER: _ClassVar[int]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    REPORT_FIELD_NUMBER: _ClassVar[int]
    adapter: Adapter
    head: _heads_pb2.Head
    report: LoadReport
    def __init__(self, adapter: _Optional[_Union[Adapter, _Mapping]] = ..., head: _Optional[_Union[_heads_pb2.Head, _Mapping]] = ..., report: _Optional[_Union[LoadReport, _Mapping]] = ...) -> None: ...

class LoadReport(_message.Message):
    __slots__ = ["missing", "unexpected", "used_count"]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    UNEXPECTED_FIELD_NUMBER: _ClassVar[int]
    USED_COUNT_FIELD_NUMBER: _ClassVar[int]
    missing: _containers.RepeatedScalarFieldContainer[str]
    unexpected: _containers.RepeatedScalarFieldContainer[str]
    used_count: int
    def __init__(self, used_count: _Optional[int] = ..., missing: _Optional[_Iterable[str]] = ..., unexpected: _Optional[_Iterable[str]] = ...) -> None: ...

class MergeAdapterRequest(_message.Message):
    __slots__ = ["name", "request_id"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ParameterPlan(_message.Message):
    __slots__ = ["data_type", "name", "shape"]
    DATA_TYPE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SHAPE_FIELD_NUMBER: _ClassVar[int]
    data_type: _tensor_pb2.DataType
    name: str
    shape: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, name: _Optional[str] = ..., shape: _Optional[_Iterable[int]] = ..., data_type: _Optional[_Union[_tensor_pb2.DataType, str]] = ...) -> None: ...

class ResetMergedAdaptersRequest(_message.Message):
    __slots__ = ["parent", "request_id"]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    parent: str
    request_id: str
    def __init__(self, parent: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SaveAdapterRequest(_message.Message):
    __slots__ = ["head", "name", "path", "request_id"]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    head: str
    name: str
    path: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., path: _Optional[str] = ..., head: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SaveAdapterResponse(_message.Message):
    __slots__ = ["files", "path"]
    FILES_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    files: _containers.RepeatedCompositeFieldContainer[FileInfo]
    path: str
    def __init__(self, path: _Optional[str] = ..., files: _Optional[_Iterable[_Union[FileInfo, _Mapping]]] = ...) -> None: ...

class UploadAdapterHeader(_message.Message):
    __slots__ = ["adapter_id", "head_id", "parent", "upload_id", "with_head"]
    ADAPTER_ID_FIELD_NUMBER: _ClassVar[int]
    HEAD_ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    UPLOAD_ID_FIELD_NUMBER: _ClassVar[int]
    WITH_HEAD_FIELD_NUMBER: _ClassVar[int]
    adapter_id: str
    head_id: str
    parent: str
    upload_id: str
    with_head: bool
    def __init__(self, parent: _Optional[str] = ..., upload_id: _Optional[str] = ..., adapter_id: _Optional[str] = ..., with_head: bool = ..., head_id: _Optional[str] = ...) -> None: ...

class UploadAdapterRequest(_message.Message):
    __slots__ = ["chunk", "finish", "header"]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    FINISH_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    chunk: FileChunk
    finish: UploadFinish
    header: UploadAdapterHeader
    def __init__(self, header: _Optional[_Union[UploadAdapterHeader, _Mapping]] = ..., chunk: _Optional[_Union[FileChunk, _Mapping]] = ..., finish: _Optional[_Union[UploadFinish, _Mapping]] = ...) -> None: ...

class UploadAdapterResponse(_message.Message):
    __slots__ = ["adapter", "head", "report"]
    ADAPTER_FIELD_NUMBER: _ClassVar[int]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    REPORT_FIELD_NUMBER: _ClassVar[int]
    adapter: Adapter
    head: _heads_pb2.Head
    report: LoadReport
    def __init__(self, adapter: _Optional[_Union[Adapter, _Mapping]] = ..., head: _Optional[_Union[_heads_pb2.Head, _Mapping]] = ..., report: _Optional[_Union[LoadReport, _Mapping]] = ...) -> None: ...

class UploadFinish(_message.Message):
    __slots__ = ["files"]
    FILES_FIELD_NUMBER: _ClassVar[int]
    files: _containers.RepeatedCompositeFieldContainer[FileInfo]
    def __init__(self, files: _Optional[_Iterable[_Union[FileInfo, _Mapping]]] = ...) -> None: ...

class UploadStatus(_message.Message):
    __slots__ = ["complete", "files", "upload_id"]
    COMPLETE_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    UPLOAD_ID_FIELD_NUMBER: _ClassVar[int]
    complete: bool
    files: _containers.RepeatedCompositeFieldContainer[FileInfo]
    upload_id: str
    def __init__(self, upload_id: _Optional[str] = ..., files: _Optional[_Iterable[_Union[FileInfo, _Mapping]]] = ..., complete: bool = ...) -> None: ...

class AverageStrategy(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
