"""What the service says of fusions, token embeddings and setups: frozen records."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapterbridge._fields import last_of, optional_of, time_of
from adapterbridge.enums import UnknownValue, enum_of
from adapterbridge.resources import Adapter, Head
from adapterbridge.setups import Setup, setup_from_proto


@dataclass(frozen=True, slots=True)
class Fusion:
    """A fusion of adapters of a model, in one version."""

    name: str
    adapters: tuple[str, ...]
    config_string: str
    digest: str
    parameter_count: int
    byte_size: int
    seed: int | None
    source: str
    training_job: str
    create_time: datetime | None
    update_time: datetime | None
    etag: str

    @property
    def id(self) -> str:
        """The last part of its name."""
        return last_of(self.name)

    @classmethod
    def from_proto(cls, m: Any) -> Fusion:
        """Of a message."""
        return cls(
            m.name, tuple(m.adapters), m.config_string, m.digest, m.parameter_count, m.byte_size, optional_of(m, "seed"), m.source,
            m.training_job, time_of(m, "create_time"), time_of(m, "update_time"), m.etag,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Embedding:
    """Token embeddings of a model beside its own, in one version."""

    name: str
    vocabulary_size: int
    has_tokenizer: bool
    digest: str
    parameter_count: int
    byte_size: int
    seed: int | None
    source: str
    training_job: str
    create_time: datetime | None
    update_time: datetime | None
    etag: str

    @property
    def id(self) -> str:
        """The last part of its name."""
        return last_of(self.name)

    @classmethod
    def from_proto(cls, m: Any) -> Embedding:
        """Of a message."""
        return cls(
            m.name, m.vocabulary_size, m.has_tokenizer, m.digest, m.parameter_count, m.byte_size, optional_of(m, "seed"), m.source,
            m.training_job, time_of(m, "create_time"), time_of(m, "update_time"), m.etag,
        )  # fmt: skip


class SetupPartKind(enum.IntEnum):
    """What a part of a setup is."""

    UNSPECIFIED = 0
    ADAPTER = 1
    FUSION = 2
    HEAD = 3
    EMBEDDING = 4


@dataclass(frozen=True, slots=True)
class SetupPart:
    """A part of a setup's folder; `missing` where the setup names it and the folder lacks it."""

    kind: SetupPartKind | UnknownValue
    id: str
    config_string: str
    digest: str
    parameter_count: int
    active: bool
    missing: bool


@dataclass(frozen=True, slots=True)
class SetupDescription:
    """What a setup's folder holds."""

    path: str
    setup: Setup
    version: str
    parts: tuple[SetupPart, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everything that it names is there."""
        return not any(part.missing for part in self.parts)

    @classmethod
    def from_proto(cls, m: Any) -> SetupDescription:
        """Of a message."""
        parts = tuple(
            SetupPart(enum_of(SetupPartKind, p.kind), p.part, p.config_string, p.digest, p.parameter_count, p.active, p.missing) for p in m.parts
        )
        return cls(m.path, setup_from_proto(m.setup), m.version, parts)


@dataclass(frozen=True, slots=True)
class SetupDifference:
    """Something in which two setups differ; the empty text is absence."""

    what: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class LoadedSetup:
    """A setup that was loaded: what acts, for calls, and its parts. `unused` are parts of the folder that it does not name."""

    setup: Setup
    adapters: tuple[Adapter, ...]
    fusions: tuple[Fusion, ...]
    heads: tuple[Head, ...]
    embedding: Embedding | None
    unused: tuple[str, ...]

    @classmethod
    def from_proto(cls, m: Any) -> LoadedSetup:
        """Of a message."""
        return cls(
            setup_from_proto(m.setup), tuple(map(Adapter.from_proto, m.adapters)), tuple(map(Fusion.from_proto, m.fusions)),
            tuple(map(Head.from_proto, m.heads)), Embedding.from_proto(m.embedding) if m.HasField("embedding") else None, tuple(m.unused),
        )  # fmt: skip
