from adapterbridge._proto.google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
LABEL_KIND_MULTIPLE: LabelKind
LABEL_KIND_NONE: LabelKind
LABEL_KIND_SCORE: LabelKind
LABEL_KIND_SINGLE: LabelKind
LABEL_KIND_TAGS: LabelKind
LABEL_KIND_UNSPECIFIED: LabelKind

class CreateDatasetRequest(_message.Message):
    __slots__ = ["dataset_id", "path", "request_id", "rows", "schema"]
    DATASET_ID_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    SCHEMA_FIELD_NUMBER: _ClassVar[int]
    dataset_id: str
    path: str
    request_id: str
    rows: bytes
    schema: DatasetSchema
    def __init__(self, dataset_id: _Optional[str] = ..., schema: _Optional[_Union[DatasetSchema, _Mapping]] = ..., path: _Optional[str] = ..., rows: _Optional[bytes] = ..., request_id: _Optional[str] = ...) -> None: ...

class Dataset(_message.Message):
    __slots__ = ["byte_size", "create_time", "digest", "etag", "name", "row_count", "schema", "source"]
    BYTE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ROW_COUNT_FIELD_NUMBER: _ClassVar[int]
    SCHEMA_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    byte_size: int
    create_time: _timestamp_pb2.Timestamp
    digest: str
    etag: str
    name: str
    row_count: int
    schema: DatasetSchema
    source: str
    def __init__(self, name: _Optional[str] = ..., schema: _Optional[_Union[DatasetSchema, _Mapping]] = ..., row_count: _Optional[int] = ..., byte_size: _Optional[int] = ..., digest: _Optional[str] = ..., source: _Optional[str] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class DatasetChunk(_message.Message):
    __slots__ = ["data", "offset"]
    DATA_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    data: bytes
    offset: int
    def __init__(self, offset: _Optional[int] = ..., data: _Optional[bytes] = ...) -> None: ...

class DatasetSchema(_message.Message):
    __slots__ = ["image_field", "label_field", "label_ids", "label_kind", "pair_field", "text_field"]
    class LabelIdsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    IMAGE_FIELD_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_FIELD_NUMBER: _ClassVar[int]
    LABEL_IDS_FIELD_NUMBER: _ClassVar[int]
    LABEL_KIND_FIELD_NUMBER: _ClassVar[int]
    PAIR_FIELD_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_FIELD_NUMBER: _ClassVar[int]
    image_field: str
    label_field: str
    label_ids: _containers.ScalarMap[str, int]
    label_kind: LabelKind
    pair_field: str
    text_field: str
    def __init__(self, text_field: _Optional[str] = ..., pair_field: _Optional[str] = ..., label_field: _Optional[str] = ..., label_kind: _Optional[_Union[LabelKind, str]] = ..., label_ids: _Optional[_Mapping[str, int]] = ..., image_field: _Optional[str] = ...) -> None: ...

class DeleteDatasetRequest(_message.Message):
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

class GetDatasetRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListDatasetsRequest(_message.Message):
    __slots__ = ["page_size", "page_token"]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListDatasetsResponse(_message.Message):
    __slots__ = ["datasets", "next_page_token"]
    DATASETS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    datasets: _containers.RepeatedCompositeFieldContainer[Dataset]
    next_page_token: str
    def __init__(self, datasets: _Optional[_Iterable[_Union[Dataset, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UploadDatasetFinish(_message.Message):
    __slots__ = ["byte_size", "sha256"]
    BYTE_SIZE_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    byte_size: int
    sha256: bytes
    def __init__(self, byte_size: _Optional[int] = ..., sha256: _Optional[bytes] = ...) -> None: ...

class UploadDatasetHeader(_message.Message):
    __slots__ = ["dataset_id", "schema"]
    DATASET_ID_FIELD_NUMBER: _ClassVar[int]
    SCHEMA_FIELD_NUMBER: _ClassVar[int]
    dataset_id: str
    schema: DatasetSchema
    def __init__(self, dataset_id: _Optional[str] = ..., schema: _Optional[_Union[DatasetSchema, _Mapping]] = ...) -> None: ...

class UploadDatasetRequest(_message.Message):
    __slots__ = ["chunk", "finish", "header"]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    FINISH_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    chunk: DatasetChunk
    finish: UploadDatasetFinish
    header: UploadDatasetHeader
    def __init__(self, header: _Optional[_Union[UploadDatasetHeader, _Mapping]] = ..., chunk: _Optional[_Union[DatasetChunk, _Mapping]] = ..., finish: _Optional[_Union[UploadDatasetFinish, _Mapping]] = ...) -> None: ...

class LabelKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
