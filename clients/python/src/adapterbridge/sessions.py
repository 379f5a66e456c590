"""What a training session says: frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from adapterbridge import tensors
from adapterbridge._fields import optional_of


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of a training batch."""

    sequence: int
    step: int
    stepped: bool
    loss: float
    step_loss: float
    learning_rate: float
    gradient_norm: float | None
    token_count: int
    logits: tensors.Tensor | None

    @classmethod
    def from_proto(cls, m: Any, pieces: Mapping[str, tensors.Tensor]) -> StepResult:
        """Of a message and the tensors that came in pieces before it."""
        return cls(
            m.sequence, m.step, m.stepped, m.loss, m.step_loss, m.learning_rate, optional_of(m, "gradient_norm"), m.token_count, _logits(m, pieces)
        )


@dataclass(frozen=True, slots=True)
class BatchEvaluation:
    """A batch that was run without dropout and changed nothing; the loss is None without labels."""

    step: int
    loss: float | None
    token_count: int
    logits: tensors.Tensor | None

    @classmethod
    def from_proto(cls, m: Any, pieces: Mapping[str, tensors.Tensor]) -> BatchEvaluation:
        """Of a message and the tensors that came in pieces before it."""
        return cls(m.step, optional_of(m, "loss"), m.token_count, _logits(m, pieces))


@dataclass(frozen=True, slots=True)
class SessionResult:
    """How a session ended; the final loss is None before the first step."""

    steps: int
    batches: int
    dropped_batches: int
    token_count: int
    final_loss: float | None
    duration: float

    @classmethod
    def from_proto(cls, m: Any) -> SessionResult:
        """Of a message."""
        seconds = m.duration.seconds + m.duration.nanos / 1e9
        return cls(m.steps, m.batches, m.dropped_batches, m.token_count, optional_of(m, "final_loss"), seconds)


def _logits(m: Any, pieces: Mapping[str, tensors.Tensor]) -> tensors.Tensor | None:
    return tensors.from_proto(m.logits) if m.HasField("logits") else pieces.get("logits")
