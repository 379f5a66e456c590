"""What acts in a call: `Stack("a", Parallel("b", "c"))`, with heads where they are wanted: `Setup(Stack("a"), head="a")`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Sequence, Union

from adapterbridge._proto.bridge.v1 import composition_pb2 as pb

Part = Union["Block", str]


class Block:
    """A node of the tree. Parts are blocks or ids of adapters."""

    __slots__ = ("children",)
    children: tuple[Part, ...]

    def __init__(self, *children: Part) -> None:
        self.children = children

    def _arguments(self) -> dict[str, Any]:
        return {}

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, Block) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __str__(self) -> str:
        parts = [str(c) for c in self.children] + [f"{k}={v!r}" for k, v in self._arguments().items()]
        return f"{type(self).__name__}({', '.join(parts)})"

    __repr__ = __str__


class Stack(Block):
    """Each part acts on the output of the one before."""

    __slots__ = ()


class Parallel(Block):
    """Rows are repeated, once for each part."""

    __slots__ = ()


class Fuse(Block):
    """Attention weighs the outputs of the parts (AdapterFusion)."""

    __slots__ = ("name",)

    def __init__(self, *children: Part, name: str | None = None) -> None:
        super().__init__(*children)
        self.name = name

    def _arguments(self) -> dict[str, Any]:
        return {} if self.name is None else {"name": self.name}


class Split(Block):
    """Each part acts on its stretch of the sequence; one number of tokens stands for all."""

    __slots__ = ("splits",)

    def __init__(self, *children: Part, splits: int | Sequence[int]) -> None:
        super().__init__(*children)
        self.splits = [splits] if isinstance(splits, int) else list(splits)

    def _arguments(self) -> dict[str, Any]:
        return {"splits": self.splits if len(self.splits) != 1 else self.splits[0]}


class BatchSplit(Block):
    """Each part acts on its rows of the batch; one number of rows stands for all."""

    __slots__ = ("batch_sizes",)

    def __init__(self, *children: Part, batch_sizes: int | Sequence[int]) -> None:
        super().__init__(*children)
        self.batch_sizes = [batch_sizes] if isinstance(batch_sizes, int) else list(batch_sizes)

    def _arguments(self) -> dict[str, Any]:
        return {"batch_sizes": self.batch_sizes if len(self.batch_sizes) != 1 else self.batch_sizes[0]}


class Average(Block):
    """Constants weigh the outputs of the parts; no weights are equal ones."""

    __slots__ = ("weights", "normalize_weights")

    def __init__(self, *children: Part, weights: Sequence[float] | None = None, normalize_weights: bool | None = None) -> None:
        super().__init__(*children)
        self.weights = list(weights or ())
        self.normalize_weights = normalize_weights

    def _arguments(self) -> dict[str, Any]:
        result: dict[str, Any] = {"weights": self.weights} if self.weights else {}
        return result if self.normalize_weights is None else {**result, "normalize_weights": self.normalize_weights}


class MultiTask(Block):
    """Each part acts on the rows of its task."""

    __slots__ = ()


@dataclass(frozen=True)
class Setup:
    """Adapters and the heads that follow. `adapters` is a block, an adapter's id, or text; None is the base model alone.

    `embedding` is the id of token embeddings in place of the model's own.
    """

    adapters: Block | str | None = None
    head: str | Sequence[str] | None = None
    embedding: str | None = None

    def to_proto(self) -> pb.Setup:
        """The message."""
        heads = [self.head] if isinstance(self.head, str) else list(self.head or ())
        message = pb.Setup(heads=heads, embedding=self.embedding or "")
        if isinstance(self.adapters, Block):
            message.composition.CopyFrom(composition_to_proto(self.adapters))
        elif self.adapters is not None:
            message.composition_string = self.adapters
        return message


SetupLike = Union[Setup, Block, str, None]


def setup_to_proto(setup: SetupLike) -> pb.Setup:
    """The message of a setup, a block, an adapter's id or text such as "Stack(a, b)"."""
    return (setup if isinstance(setup, Setup) else Setup(setup)).to_proto()


def setup_to_text(setup: SetupLike) -> tuple[str | None, list[str], str | None]:
    """The composition as text, None for the base model alone; the heads; the token embeddings."""
    whole = setup if isinstance(setup, Setup) else Setup(setup)
    heads = [whole.head] if isinstance(whole.head, str) else list(whole.head or ())
    return (None if whole.adapters is None else str(whole.adapters)), heads, whole.embedding


def setup_from_proto(message: pb.Setup) -> Setup:
    """The setup of a message."""
    which = message.WhichOneof("adapters")
    adapters: Any = None
    if which == "composition":
        adapters = composition_from_proto(message.composition)
    elif which == "composition_string":
        adapters = message.composition_string
    heads = tuple(message.heads)
    return Setup(adapters, heads[0] if len(heads) == 1 else heads or None, message.embedding or None)


def composition_to_proto(part: Part) -> pb.Composition:
    """The message of a tree."""
    if isinstance(part, str):
        return pb.Composition(adapter=part)
    children = [composition_to_proto(child) for child in part.children]
    if isinstance(part, Fuse):
        return pb.Composition(fuse=pb.Fuse(children=children, name=part.name))
    if isinstance(part, Split):
        return pb.Composition(split=pb.Split(children=children, splits=part.splits))
    if isinstance(part, BatchSplit):
        return pb.Composition(batch_split=pb.BatchSplit(children=children, batch_sizes=part.batch_sizes))
    if isinstance(part, Average):
        return pb.Composition(average=pb.Average(children=children, weights=part.weights, normalize_weights=part.normalize_weights))  # type: ignore[arg-type]
    if isinstance(part, Stack):
        return pb.Composition(stack=pb.Stack(children=children))
    if isinstance(part, Parallel):
        return pb.Composition(parallel=pb.Parallel(children=children))
    if isinstance(part, MultiTask):
        return pb.Composition(multi_task=pb.MultiTask(children=children))
    raise TypeError(f"{type(part).__name__} is no block")


def composition_from_proto(message: pb.Composition) -> Part:
    """The tree of a message."""
    node = message.WhichOneof("node")
    if node is None:
        raise ValueError("a composition without a node, of a newer server")
    if node == "adapter":
        return message.adapter
    part = getattr(message, node)
    children = [composition_from_proto(child) for child in part.children]
    if node == "fuse":
        return Fuse(*children, name=part.name if part.HasField("name") else None)
    if node == "split":
        return Split(*children, splits=list(part.splits))
    if node == "batch_split":
        return BatchSplit(*children, batch_sizes=list(part.batch_sizes))
    if node == "average":
        normalize = part.normalize_weights if part.HasField("normalize_weights") else None
        return Average(*children, weights=list(part.weights), normalize_weights=normalize)
    return {"stack": Stack, "parallel": Parallel, "multi_task": MultiTask}[node](*children)
