"""What the service says of training: frozen records of jobs and their events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping, Union

from adapterbridge._fields import last_of, optional_of, time_of
from adapterbridge.enums import TERMINAL_STATES, Schedule, TrainingState, UnknownValue, enum_of
from adapterbridge.errors import BridgeError, error_from_status
from adapterbridge.setups import Setup, setup_from_proto


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """How far a job is."""

    step: int
    total_steps: int
    epoch: float
    loss: float
    learning_rate: float


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """How a job ended."""

    steps: int
    total_steps: int
    epochs: float
    final_loss: float
    metrics: Mapping[str, float]
    best_metrics: Mapping[str, float]
    best_step: int | None
    stopped_early: bool
    restored_best: bool
    duration: float

    @classmethod
    def from_proto(cls, m: Any) -> TrainingResult:
        """Of a message."""
        return cls(
            m.steps, m.total_steps, m.epochs, m.final_loss, dict(m.metrics), dict(m.best_metrics), optional_of(m, "best_step"),
            m.stopped_early, m.restored_best, m.duration.seconds + m.duration.nanos / 1e9,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrainingSpec:
    """What a job trains on what, as the server has completed it."""

    adapters: tuple[str, ...]
    heads: tuple[str, ...]
    setup: Setup
    dataset: str
    evaluation_dataset: str
    max_length: int
    checkpoint_folder: str
    resume: bool
    options: Mapping[str, Any]
    fusions: tuple[str, ...] = ()
    train_embedding: bool = False

    @classmethod
    def from_proto(cls, m: Any) -> TrainingSpec:
        """Of a message."""
        options: dict[str, Any] = {}
        for descriptor, value in m.options.ListFields():
            repeated = descriptor.label == descriptor.LABEL_REPEATED
            options[descriptor.name] = tuple(value) if repeated else value
        if "schedule" in options:
            options["schedule"] = enum_of(Schedule, options["schedule"])
        return cls(
            tuple(m.adapters), tuple(m.heads), setup_from_proto(m.setup), m.dataset, m.evaluation_dataset, m.max_length,
            m.checkpoint_folder, m.resume, options, tuple(m.fusions), m.train_embedding,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrainingJobInfo:
    """A training job as it was when it was asked for."""

    name: str
    spec: TrainingSpec
    state: TrainingState | UnknownValue
    progress: TrainingProgress
    outcome: TrainingResult | None
    error: BridgeError | None
    last_sequence: int
    create_time: datetime | None
    start_time: datetime | None
    end_time: datetime | None
    update_time: datetime | None
    etag: str

    @property
    def id(self) -> str:
        """The last part of its name."""
        return last_of(self.name)

    @property
    def model_name(self) -> str:
        """models/{model}."""
        return "/".join(self.name.split("/")[:2])

    @property
    def is_done(self) -> bool:
        """Whether it had ended."""
        return self.state in TERMINAL_STATES

    @staticmethod
    def values(m: Any) -> dict[str, Any]:
        """The fields of a message."""
        p = m.progress
        return dict(
            name=m.name, spec=TrainingSpec.from_proto(m.spec), state=enum_of(TrainingState, m.state),
            progress=TrainingProgress(p.step, p.total_steps, p.epoch, p.loss, p.learning_rate),
            outcome=TrainingResult.from_proto(m.result) if m.HasField("result") else None,
            error=error_from_status(m.error) if m.HasField("error") else None, last_sequence=m.last_sequence,
            create_time=time_of(m, "create_time"), start_time=time_of(m, "start_time"), end_time=time_of(m, "end_time"),
            update_time=time_of(m, "update_time"), etag=m.etag,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The job has a new state."""

    sequence: int
    time: datetime | None
    state: TrainingState | UnknownValue
    error: BridgeError | None
    outcome: TrainingResult | None

    @property
    def is_last(self) -> bool:
        """Whether no event follows."""
        return self.state in TERMINAL_STATES


@dataclass(frozen=True, slots=True)
class Step:
    """An optimizer step is done."""

    sequence: int
    time: datetime | None
    step: int
    total_steps: int
    epoch: float
    loss: float
    learning_rate: float
    gradient_norm: float
    tokens_per_second: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluation rows were scored."""

    sequence: int
    time: datetime | None
    step: int
    epoch: float
    metrics: Mapping[str, float]
    best: bool


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint was written on the server."""

    sequence: int
    time: datetime | None
    step: int
    path: str


@dataclass(frozen=True, slots=True)
class Log:
    """A line of text for people."""

    sequence: int
    time: datetime | None
    message: str
    warning: bool


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """An event of a newer server."""

    sequence: int
    time: datetime | None


TrainingEvent = Union[StateChanged, Step, Evaluation, Checkpoint, Log, UnknownEvent]


def event_from_proto(m: Any) -> TrainingEvent:
    """The event of a message."""
    kind, at = m.WhichOneof("event"), time_of(m, "time")
    if kind == "state_changed":
        s = m.state_changed
        return StateChanged(
            m.sequence, at, enum_of(TrainingState, s.state), error_from_status(s.error) if s.HasField("error") else None,
            TrainingResult.from_proto(s.result) if s.HasField("result") else None,
        )  # fmt: skip
    if kind == "step":
        p = m.step
        return Step(m.sequence, at, p.step, p.total_steps, p.epoch, p.loss, p.learning_rate, p.gradient_norm, p.tokens_per_second)
    if kind == "evaluation":
        e = m.evaluation
        return Evaluation(m.sequence, at, e.step, e.epoch, dict(e.metrics), e.best)
    if kind == "checkpoint":
        return Checkpoint(m.sequence, at, m.checkpoint.step, m.checkpoint.path)
    if kind == "log":
        return Log(m.sequence, at, m.log.message, m.log.warning)
    return UnknownEvent(m.sequence, at)
