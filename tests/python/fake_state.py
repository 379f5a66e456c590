"""What the fake server keeps, and how it fails."""

from __future__ import annotations

import threading
import time
from typing import Any

import grpc
from adapterbridge._proto.bridge.v1 import adapters_pb2, datasets_pb2, heads_pb2, models_pb2, training_pb2
from adapterbridge._proto.google.longrunning import operations_pb2
from adapterbridge._proto.google.rpc import error_details_pb2, status_pb2

INLINE = 1 << 20


def rich_status(code: grpc.StatusCode, reason: str, message: str, fields: dict[str, str] | None = None, **metadata: str) -> status_pb2.Status:
    """A status with ErrorInfo, and BadRequest where fields are given."""
    status = status_pb2.Status(code=code.value[0], message=message)
    status.details.add().Pack(error_details_pb2.ErrorInfo(reason=reason, domain="bridge", metadata=metadata))
    if fields:
        bad = error_details_pb2.BadRequest()
        for field, description in fields.items():
            bad.field_violations.add(field=field, description=description)
        status.details.add().Pack(bad)
    return status


def abort(context: grpc.ServicerContext, code: grpc.StatusCode, reason: str, message: str, fields: dict[str, str] | None = None, **metadata: str) -> None:
    status = rich_status(code, reason, message, fields, **metadata)
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(code, message)


class State:
    """What the services share."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.models: dict[str, models_pb2.Model] = {}
        self.adapters: dict[str, adapters_pb2.Adapter] = {}
        self.heads: dict[str, heads_pb2.Head] = {}
        self.datasets: dict[str, datasets_pb2.Dataset] = {}
        self.operations: dict[str, operations_pb2.Operation] = {}
        self.jobs: dict[str, Job] = {}
        self.uploads: dict[str, dict[str, bytearray]] = {}
        self.files: dict[str, dict[str, bytes]] = {}
        self.calls: list[tuple[str, Any]] = []
        self.failures: dict[str, list[grpc.StatusCode]] = {}
        self.break_uploads_after: int | None = None
        self.break_watch_after: int | None = None
        self.load_seconds = 0.0
        self.last_requests: dict[str, Any] = {}

    def enter(self, name: str, request: Any, context: grpc.ServicerContext) -> None:
        with self.lock:
            self.calls.append((name, request))
            waiting = self.failures.get(name)
            code = waiting.pop(0) if waiting else None
        if code is not None:
            context.abort(code, f"injected {code.name}")

    def find(self, table: dict[str, Any], name: str, reason: str, context: grpc.ServicerContext) -> Any:
        if name not in table:
            known = ", ".join(sorted(table)) or "none"
            abort(context, grpc.StatusCode.NOT_FOUND, reason, f'no "{name}"; there are {known}', name=name, known=known)
        return table[name]


class Job:
    """A job that does `total` steps of `seconds` each."""

    def __init__(self, name: str, spec: training_pb2.TrainingSpec, seconds: float) -> None:
        self.message = training_pb2.TrainingJob(name=name, spec=spec, state=training_pb2.TRAINING_STATE_QUEUED, etag="1")
        self.total = spec.options.max_steps or 20
        self.events: list[training_pb2.TrainingEvent] = []
        self.changed = threading.Condition()
        self.cancelled = False
        self.deaf = False
        self._seconds = seconds
        self.emit(state_changed=training_pb2.StateChanged(state=training_pb2.TRAINING_STATE_QUEUED))
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def emit(self, **event: Any) -> None:
        with self.changed:
            item = training_pb2.TrainingEvent(sequence=len(self.events) + 1, **event)
            item.time.GetCurrentTime()
            self.events.append(item)
            self.message.last_sequence = item.sequence
            self.changed.notify_all()

    def _run(self) -> None:
        job = self.message
        job.state = training_pb2.TRAINING_STATE_RUNNING
        self.emit(state_changed=training_pb2.StateChanged(state=job.state))
        for step in range(1, self.total + 1):
            if self.cancelled and not self.deaf:
                break
            time.sleep(self._seconds)
            loss = 1.0 / step
            job.progress.step, job.progress.total_steps, job.progress.loss = step, self.total, loss
            self.emit(step=training_pb2.StepDone(step=step, total_steps=self.total, epoch=step / self.total, loss=loss, learning_rate=1e-3, gradient_norm=1.0, tokens_per_second=100.0))
        job.end_time.GetCurrentTime()
        if self.cancelled:
            job.state = training_pb2.TRAINING_STATE_CANCELLED
            self.emit(state_changed=training_pb2.StateChanged(state=job.state))
        elif job.spec.options.learning_rate > 100:
            job.state = training_pb2.TRAINING_STATE_FAILED
            job.error.CopyFrom(rich_status(grpc.StatusCode.FAILED_PRECONDITION, "NON_FINITE_LOSS", "loss is nan at step 20", step="20"))
            self.emit(state_changed=training_pb2.StateChanged(state=job.state, error=job.error))
        else:
            self.emit(evaluation=training_pb2.EvaluationDone(step=self.total, epoch=1.0, metrics={"accuracy": 0.875, "loss": 0.25}, best=True))
            job.result.CopyFrom(training_pb2.TrainingResult(steps=self.total, total_steps=self.total, epochs=1.0, final_loss=1.0 / self.total, metrics={"accuracy": 0.875}, best_step=self.total))
            job.state = training_pb2.TRAINING_STATE_SUCCEEDED
            self.emit(state_changed=training_pb2.StateChanged(state=job.state, result=job.result))


def page(items: Any, request: Any, size: int = 2) -> tuple[list[Any], str]:
    everything = list(items)
    start = int(request.page_token or 0)
    return everything[start : start + size], str(start + size) if start + size < len(everything) else ""
