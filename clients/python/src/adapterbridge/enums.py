"""Enums of the service. A value that this client does not know becomes UnknownValue, not an error."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TypeVar, Union

E = TypeVar("E", bound=enum.IntEnum)


@dataclass(frozen=True)
class UnknownValue:
    """A value of a newer server."""

    value: int

    @property
    def name(self) -> str:
        return f"UNKNOWN_{self.value}"


class DataType(enum.IntEnum):
    """Element types of tensors."""

    UNSPECIFIED = 0
    BOOL = 1
    UINT8 = 2
    INT8 = 3
    INT16 = 4
    INT32 = 5
    INT64 = 6
    FLOAT16 = 7
    BFLOAT16 = 8
    FLOAT32 = 9
    FLOAT64 = 10


class AverageStrategy(enum.IntEnum):
    """How the tensors of adapters become those of one."""

    UNSPECIFIED = 0
    LINEAR = 1
    NEGATE_B = 2
    DELTA_SVD = 3


class ModelState(enum.IntEnum):
    """What a model can do now."""

    UNSPECIFIED = 0
    LOADING = 1
    ACTIVE = 2


class TrainingState(enum.IntEnum):
    """The states of a training job."""

    UNSPECIFIED = 0
    QUEUED = 1
    RUNNING = 2
    SUCCEEDED = 3
    FAILED = 4
    CANCELLED = 5


class LabelKind(enum.IntEnum):
    """What the labels of a dataset are. UNSPECIFIED decides by the first row."""

    UNSPECIFIED = 0
    NONE = 1
    SINGLE = 2
    MULTIPLE = 3
    SCORE = 4
    TAGS = 5


class Schedule(enum.IntEnum):
    """How the learning rate moves after the warm-up."""

    UNSPECIFIED = 0
    LINEAR = 1
    COSINE = 2
    CONSTANT = 3
    CONSTANT_WITH_WARMUP = 4
    POLYNOMIAL = 5


TERMINAL_STATES = frozenset({TrainingState.SUCCEEDED, TrainingState.FAILED, TrainingState.CANCELLED})


def enum_of(kind: type[E], value: int) -> Union[E, UnknownValue]:
    """The member with that number, or UnknownValue."""
    try:
        return kind(value)
    except ValueError:
        return UnknownValue(value)


def enum_named(kind: type[E], value: Union[E, str, None]) -> int:
    """The number of a member given as such or by its name in any case; None is 0."""
    if value is None:
        return 0
    if isinstance(value, str):
        try:
            return kind[value.upper()].value
        except KeyError:
            allowed = ", ".join(m.name.lower() for m in kind if m.value)
            raise ValueError(f"{value!r} is no {kind.__name__}; allowed are {allowed}") from None
    return int(value)
