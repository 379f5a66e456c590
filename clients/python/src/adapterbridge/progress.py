"""A progress bar for training: plain text on stderr, silent where stderr is not a terminal unless it is asked for."""

from __future__ import annotations

import shutil
import sys
import time
from typing import Any, TextIO

from adapterbridge.enums import TrainingState
from adapterbridge.jobs import (
    Checkpoint, Evaluation, Log, StateChanged, Step, TrainingEvent,
)  # fmt: skip

_REDRAW_SECONDS = 0.1
_SMOOTHING = 0.9


class ProgressBar:
    """Shows a job's events: step, loss (smoothed), learning rate, speed, and each evaluation on a line of its own.

    On a terminal the bar is redrawn in place; elsewhere, with `force`, a line comes every tenth of the way.
    """

    def __init__(self, file: TextIO | None = None, *, force: bool = False) -> None:
        self._file = file if file is not None else sys.stderr
        self._terminal = bool(getattr(self._file, "isatty", lambda: False)())
        self.enabled = self._terminal or force
        self._loss: float | None = None
        self._drawn_at = 0.0
        self._started: float | None = None
        self._first_step = 0
        self._open = False
        self._next_tenth = 0

    def update(self, event: TrainingEvent) -> None:
        """Shows an event."""
        if not self.enabled:
            return
        if isinstance(event, Step):
            self._step(event)
        elif isinstance(event, Evaluation):
            metrics = "  ".join(f"{name} {value:.4f}" for name, value in sorted(event.metrics.items()))
            self._line(f"epoch {event.epoch:.2f}: {metrics}{'  (best)' if event.best else ''}")
        elif isinstance(event, Checkpoint):
            self._line(f"checkpoint of step {event.step}: {event.path}")
        elif isinstance(event, Log):
            self._line(f"{'warning: ' if event.warning else ''}{event.message}")
        elif isinstance(event, StateChanged) and event.is_last:
            self._end(event)

    def close(self) -> None:
        """Leaves the cursor on a fresh line."""
        if self._open:
            self._file.write("\n")
            self._file.flush()
            self._open = False

    def _step(self, event: Step) -> None:
        self._loss = event.loss if self._loss is None else _SMOOTHING * self._loss + (1 - _SMOOTHING) * event.loss
        now = time.monotonic()
        if self._started is None:
            self._started, self._first_step = now, event.step - 1
        last = event.step >= event.total_steps
        if not self._terminal:
            if event.total_steps and (last or event.step * 10 // event.total_steps >= self._next_tenth):
                self._next_tenth = event.step * 10 // event.total_steps + 1
                self._line(self._text(event, now))
            return
        if last or now - self._drawn_at >= _REDRAW_SECONDS:
            self._drawn_at = now
            text = self._text(event, now)
            self._file.write(f"\r{text[: shutil.get_terminal_size().columns - 1]}\x1b[K")
            self._file.flush()
            self._open = True

    def _text(self, event: Step, now: float) -> str:
        done = event.step / event.total_steps if event.total_steps else 0.0
        bar = ""
        if self._terminal:
            width = 24
            filled = int(done * width)
            bar = f" [{'#' * filled}{'.' * (width - filled)}]"
        speed = (event.step - self._first_step) / max(now - (self._started or now), 1e-9)
        left = (event.total_steps - event.step) / speed if self._started != now else 0.0
        rate = f"{speed:.1f} steps/s" if self._started != now else ""
        return (
            f"{done:4.0%}{bar} step {event.step}/{event.total_steps}  epoch {event.epoch:.2f}  loss {self._loss:.4f}"
            f"  {_clock(left)} left  {rate}  lr {event.learning_rate:.2e}"
        )

    def _line(self, text: str) -> None:
        start, end = ("\r", "\x1b[K\n") if self._terminal else ("", "\n")
        self._file.write(f"{start}{text}{end}")
        self._file.flush()
        self._open = False

    def _end(self, event: StateChanged) -> None:
        self.close()
        if event.error is not None:
            self._line(f"failed: {event.error}")
        elif event.state is TrainingState.CANCELLED:
            self._line("cancelled")


def progress_of(wanted: Any) -> ProgressBar:
    """True: shown on a terminal; "always": shown anywhere; a ProgressBar: itself; else silent."""
    if isinstance(wanted, ProgressBar):
        return wanted
    bar = ProgressBar(force=wanted == "always")
    bar.enabled = bar.enabled and bool(wanted)
    return bar


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
