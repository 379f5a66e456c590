from adapterbridge._proto.bridge.v1 import adapters_pb2 as _adapters_pb2
from adapterbridge._proto.bridge.v1 import composition_pb2 as _composition_pb2
from adapterbridge._proto.bridge.v1 import embeddings_pb2 as _embeddings_pb2
from adapterbridge._proto.bridge.v1 import fusions_pb2 as _fusions_pb2
from adapterbridge._proto.bridge.v1 import heads_pb2 as _heads_pb2
from adapterbridge._proto.google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
SETUP_PART_KIND_ADAPTER: SetupPartKind
SETUP_PART_KIND_EMBEDDING: SetupPartKind
SETUP_PART_KIND_FUSION: SetupPartKind
SETUP_PART_KIND_HEAD: SetupPartKind
SETUP_PART_KIND_UNSPECIFIED: SetupPartKind

class DescribeSetupRequest(_message.Message):
    __slots__ = ["path"]
    PATH_FIELD_NUMBER: _ClassVar[int]
    path: str
    def __init__(self, path: _Optional[str] = ...) -> None: ...

class DescribeSetupResponse(_message.Message):
    __slots__ = ["description"]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    description: SetupDescription
    def __init__(self, description: _Optional[_Union[SetupDescription, _Mapping]] = ...) -> None: ...

class DiffSetupsRequest(_message.Message):
    __slots__ = ["left_path", "right_path"]
    LEFT_PATH_FIELD_NUMBER: _ClassVar[int]
    RIGHT_PATH_FIELD_NUMBER: _ClassVar[int]
    left_path: str
    right_path: str
    def __init__(self, left_path: _Optional[str] = ..., right_path: _Optional[str] = ...) -> None: ...

class DiffSetupsResponse(_message.Message):
    __slots__ = ["differences"]
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    differences: _containers.RepeatedCompositeFieldContainer[SetupDifference]
    def __init__(self, differences: _Optional[_Iterable[_Union[SetupDifference, _Mapping]]] = ...) -> None: ...

class LoadSetupRequest(_message.Message):
    __slots__ = ["parent", "path", "replace", "request_id"]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    REPLACE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    parent: str
    path: str
    replace: bool
    request_id: str
    def __init__(self, parent: _Optional[str] = ..., path: _Optional[str] = ..., replace: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class LoadSetupResponse(_message.Message):
    __slots__ = ["adapters", "embedding", "fusions", "heads", "setup", "unused"]
    ADAPTERS_FIELD_NUMBER: _ClassVar[int]
    EMBEDDING_FIELD_NUMBER: _ClassVar[int]
    FUSIONS_FIELD_NUMBER: _ClassVar[int]
    HEADS_FIELD_NUMBER: _ClassVar[int]
    SETUP_FIELD_NUMBER: _ClassVar[int]
    UNUSED_FIELD_NUMBER: _ClassVar[int]
    adapters: _containers.RepeatedCompositeFieldContainer[_adapters_pb2.Adapter]
    embedding: _embeddings_pb2.Embedding
    fusions: _containers.RepeatedCompositeFieldContainer[_fusions_pb2.Fusion]
    heads: _containers.RepeatedCompositeFieldContainer[_heads_pb2.Head]
    setup: _composition_pb2.Setup
    unused: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, setup: _Optional[_Union[_composition_pb2.Setup, _Mapping]] = ..., adapters: _Optional[_Iterable[_Union[_adapters_pb2.Adapter, _Mapping]]] = ..., fusions: _Optional[_Iterable[_Union[_fusions_pb2.Fusion, _Mapping]]] = ..., heads: _Optional[_Iterable[_Union[_heads_pb2.Head, _Mapping]]] = ..., embedding: _Optional[_Union[_embeddings_pb2.Embedding, _Mapping]] = ..., unused: _Optional[_Iterable[str]] = ...) -> None: ...

class SaveSetupRequest(_message.Message):
    __slots__ = ["parent", "path", "request_id", "setup"]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SETUP_FIELD_NUMBER: _ClassVar[int]
    parent: str
    path: str
    request_id: str
    setup: _composition_pb2.Setup
    def __init__(self, parent: _Optional[str] = ..., setup: _Optional[_Union[_composition_pb2.Setup, _Mapping]] = ..., path: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SaveSetupResponse(_message.Message):
    __slots__ = ["description"]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    description: SetupDescription
    def __init__(self, description: _Optional[_Union[SetupDescription, _Mapping]] = ...) -> None: ...

class SetupDescription(_message.Message):
    __slots__ = ["parts", "path", "setup", "version"]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    SETUP_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    parts: _containers.RepeatedCompositeFieldContainer[SetupPart]
    path: str
    setup: _composition_pb2.Setup
    version: str
    def __init__(self, path: _Optional[str] = ..., setup: _Optional[_Union[_composition_pb2.Setup, _Mapping]] = ..., version: _Optional[str] = ..., parts: _Optional[_Iterable[_Union[SetupPart, _Mapping]]] = ...) -> None: ...

class SetupDifference(_message.Message):
    __slots__ = ["left", "right", "what"]
    LEFT_FIELD_NUMBER: _ClassVar[int]
    RIGHT_FIELD_NUMBER: _ClassVar[int]
    WHAT_FIELD_NUMBER: _ClassVar[int]
    left: str
    right: str
    what: str
    def __init__(self, what: _Optional[str] = ..., left: _Optional[str] = ..., right: _Optional[str] = ...) -> None: ...

class SetupPart(_message.Message):
    __slots__ = ["active", "config_string", "digest", "kind", "missing", "parameter_count", "part"]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    CONFIG_STRING_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_COUNT_FIELD_NUMBER: _ClassVar[int]
    PART_FIELD_NUMBER: _ClassVar[int]
    active: bool
    config_string: str
    digest: str
    kind: SetupPartKind
    missing: bool
    parameter_count: int
    part: str
    def __init__(self, kind: _Optional[_Union[SetupPartKind, str]] = ..., part: _Optional[str] = ..., config_string: _Optional[str] = ..., digest: _Optional[str] = ..., parameter_count: _Optional[int] = ..., active: bool = ..., missing: bool = ...) -> None: ...

class SetupPartKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
