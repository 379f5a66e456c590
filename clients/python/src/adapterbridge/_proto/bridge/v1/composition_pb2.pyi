from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Average(_message.Message):
    __slots__ = ["children", "normalize_weights", "weights"]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    NORMALIZE_WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    children: _containers.RepeatedCompositeFieldContainer[Composition]
    normalize_weights: bool
    weights: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, children: _Optional[_Iterable[_Union[Composition, _Mapping]]] = ..., weights: _Optional[_Iterable[float]] = ..., normalize_weights: bool = ...) -> None: ...

class BatchSplit(_message.Message):
    __slots__ = ["batch_sizes", "children"]
    BATCH_SIZES_FIELD_NUMBER: _ClassVar[int]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    batch_sizes: _containers.RepeatedScalarFieldContainer[int]
    children: _containers.RepeatedCompositeFieldContainer[Composition]
    def __init__(self, children: _Optional[_Iterable[_Union[Composition, _Mapping]]] = ..., batch_sizes: _Optional[_Iterable[int]] = ...) -> None: ...

class Composition(_message.Message):
    __slots__ = ["adapter", "average", "batch_split", "fuse", "multi_task", "parallel", "split", "stack"]
    ADAPTER_FIELD_NUMBER: _ClassVar[int]
    AVERAGE_FIELD_NUMBER: _ClassVar[int]
    BATCH_SPLIT_FIELD_NUMBER: _ClassVar[int]
    FUSE_FIELD_NUMBER: _ClassVar[int]
    MULTI_TASK_FIELD_NUMBER: _ClassVar[int]
    PARALLEL_FIELD_NUMBER: _ClassVar[int]
    SPLIT_FIELD_NUMBER: _ClassVar[int]
    STACK_FIELD_NUMBER: _ClassVar[int]
    adapter: str
    average: Average
    batch_split: BatchSplit
    fuse: Fuse
    multi_task: MultiTask
    parallel: Parallel
    split: Split
    stack: Stack
    def __init__(self, adapter: _Optional[str] = ..., stack: _Optional[_Union[Stack, _Mapping]] = ..., parallel: _Optional[_Union[Parallel, _Mapping]] = ..., fuse: _Optional[_Union[Fuse, _Mapping]] = ..., split: _Optional[_Union[Split, _Mapping]] = ..., batch_split: _Optional[_Union[BatchSplit, _Mapping]] = ..., average: _Optional[_Union[Average, _Mapping]] = ..., multi_task: _Optional[_Union[MultiTask, _Mapping]] = ...) -> None: ...

class Fuse(_message.Message):
    __slots__ = ["children", "name"]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    children: _containers.RepeatedCompositeFieldContainer[Composition]
    name: str
    def __init__(self, children: _Optional[_Iterable[_Union[Composition, _Mapping]]] = ..., name: _Optional[str] = ...) -> None: ...

class MultiTask(_message.Message):
    __slots__ = ["children"]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    children: _containers.RepeatedCompositeFieldContainer[Composition]
    def __init__(self, children: _Optional[_Iterable[_Union[Composition, _Mapping]]] = ...) -> None: ...

class Parallel(_message.Message):
    __slots__ = ["children"]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    children: _containers.RepeatedCompositeFieldContainer[Composition]
    def __init__(self, children: _Optional[_Iterable[_Union[Composition, _Mapping]]] = ...) -> None: ...

class Setup(_message.Message):
    __slots__ = ["composition", "composition_string", "embedding", "heads"]
    COMPOSITION_FIELD_NUMBER: _ClassVar[int]
    COMPOSITION_STRING_FIELD_NUMBER: _ClassVar[int]
    EMBEDDING_FIELD_NUMBER: _ClassVar[int]
    HEADS_FIELD_NUMBER: _ClassVar[int]
    composition: Composition
    composition_string: str
    embedding: str
    heads: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, composition: _Optional[_Union[Composition, _Mapping]] = ..., composition_string: _Optional[str] = ..., heads: _Optional[_Iterable[str]] = ..., embedding: _Optional[str] = ...) -> None: ...

class Split(_message.Message):
    __slots__ = ["children", "splits"]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    SPLITS_FIELD_NUMBER: _ClassVar[int]
    children: _containers.RepeatedCompositeFieldContainer[Composition]
    splits: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, children: _Optional[_Iterable[_Union[Composition, _Mapping]]] = ..., splits: _Optional[_Iterable[int]] = ...) -> None: ...

class Stack(_message.Message):
    __slots__ = ["children"]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    children: _containers.RepeatedCompositeFieldContainer[Composition]
    def __init__(self, children: _Optional[_Iterable[_Union[Composition, _Mapping]]] = ...) -> None: ...
