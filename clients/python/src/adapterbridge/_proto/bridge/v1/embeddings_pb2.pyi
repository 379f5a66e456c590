from adapterbridge._proto.bridge.v1 import adapters_pb2 as _adapters_pb2
from adapterbridge._proto.google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreateEmbeddingRequest(_message.Message):
    __slots__ = ["embedding_id", "parent", "reference", "request_id", "seed", "tokenizer_path", "vocabulary_size"]
    EMBEDDING_ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    TOKENIZER_PATH_FIELD_NUMBER: _ClassVar[int]
    VOCABULARY_SIZE_FIELD_NUMBER: _ClassVar[int]
    embedding_id: str
    parent: str
    reference: str
    request_id: str
    seed: int
    tokenizer_path: str
    vocabulary_size: int
    def __init__(self, parent: _Optional[str] = ..., embedding_id: _Optional[str] = ..., tokenizer_path: _Optional[str] = ..., vocabulary_size: _Optional[int] = ..., reference: _Optional[str] = ..., seed: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteEmbeddingRequest(_message.Message):
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

class Embedding(_message.Message):
    __slots__ = ["byte_size", "create_time", "digest", "etag", "has_tokenizer", "name", "parameter_count", "seed", "source", "training_job", "update_time", "vocabulary_size"]
    BYTE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    HAS_TOKENIZER_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_COUNT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TRAINING_JOB_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    VOCABULARY_SIZE_FIELD_NUMBER: _ClassVar[int]
    byte_size: int
    create_time: _timestamp_pb2.Timestamp
    digest: str
    etag: str
    has_tokenizer: bool
    name: str
    parameter_count: int
    seed: int
    source: str
    training_job: str
    update_time: _timestamp_pb2.Timestamp
    vocabulary_size: int
    def __init__(self, name: _Optional[str] = ..., vocabulary_size: _Optional[int] = ..., has_tokenizer: bool = ..., digest: _Optional[str] = ..., parameter_count: _Optional[int] = ..., byte_size: _Optional[int] = ..., seed: _Optional[int] = ..., source: _Optional[str] = ..., training_job: _Optional[str] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class GetEmbeddingRequest(_message.Message):
    __slots__ = ["name"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListEmbeddingsRequest(_message.Message):
    __slots__ = ["page_size", "page_token", "parent"]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    parent: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListEmbeddingsResponse(_message.Message):
    __slots__ = ["embeddings", "next_page_token"]
    EMBEDDINGS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    embeddings: _containers.RepeatedCompositeFieldContainer[Embedding]
    next_page_token: str
    def __init__(self, embeddings: _Optional[_Iterable[_Union[Embedding, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class LoadEmbeddingRequest(_message.Message):
    __slots__ = ["embedding_id", "parent", "path", "request_id"]
    EMBEDDING_ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    embedding_id: str
    parent: str
    path: str
    request_id: str
    def __init__(self, parent: _Optional[str] = ..., embedding_id: _Optional[str] = ..., path: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SaveEmbeddingRequest(_message.Message):
    __slots__ = ["name", "path", "request_id"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    path: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., path: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SaveEmbeddingResponse(_message.Message):
    __slots__ = ["files", "path"]
    FILES_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    files: _containers.RepeatedCompositeFieldContainer[_adapters_pb2.FileInfo]
    path: str
    def __init__(self, path: _Optional[str] = ..., files: _Optional[_Iterable[_Union[_adapters_pb2.FileInfo, _Mapping]]] = ...) -> None: ...
