"""Training jobs of a model."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, AsyncIterator

from adapterbridge import _requests as build
from adapterbridge._aio.compat import INTERRUPTS, sleep
from adapterbridge._aio.core import AsyncConnection
from adapterbridge._proto.bridge.v1 import training_pb2
from adapterbridge._transport.base import Backoff, method_of
from adapterbridge.enums import TrainingState
from adapterbridge.errors import BridgeError, Code, FailedPreconditionError, RequestCancelledError, UnavailableError
from adapterbridge.progress import progress_of
from adapterbridge.jobs import StateChanged, TrainingEvent, TrainingJobInfo, TrainingResult, event_from_proto

_RECONNECT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class AsyncTrainingJob(TrainingJobInfo):
    """A training job. As a context manager it is cancelled where the block raises."""

    _connection: AsyncConnection = field(repr=False, compare=False)

    async def refresh(self) -> AsyncTrainingJob:
        """The job as it is now."""
        return await AsyncTrainingJobs(self._connection, self.model_name).get(self.name)

    async def cancel(self) -> None:
        """Asks that it end after the step at hand. JOB_NOT_RUNNING where it has ended otherwise."""
        request = training_pb2.CancelTrainingJobRequest(name=self.name, request_id=build.request_id())
        await self._connection.call("TrainingService/CancelTrainingJob", request)

    async def delete(self, *, allow_missing: bool = False) -> None:
        """Forgets a job that has ended."""
        await AsyncTrainingJobs(self._connection, self.model_name).delete(self.name, allow_missing=allow_missing)

    async def watch(
        self, *, after_sequence: int = 0, progress: Any = False, timeout: float | None = None
    ) -> AsyncIterator[TrainingEvent]:
        """The events of the job up to its end, each once; continues by itself after a broken connection.

        `progress` shows a bar: True on a terminal, "always" anywhere, or a ProgressBar. Ctrl-C while waiting for an event
        cancels the job and waits for its end; a second one raises. Leaving the loop does not cancel the job. After
        `timeout` seconds DEADLINE_EXCEEDED is raised and the job goes on.
        """
        method, bar, backoff = method_of("TrainingService/WatchTrainingJob"), progress_of(progress), Backoff()
        deadline = None if timeout is None else time.monotonic() + timeout
        lost_at: float | None = None
        interrupted = False
        try:
            while True:
                request = training_pb2.WatchTrainingJobRequest(name=self.name, after_sequence=after_sequence)
                left = None if deadline is None else max(deadline - time.monotonic(), 0.001)
                try:
                    async for message in self._connection.transport.server_stream(method, request, left):
                        lost_at, event = None, event_from_proto(message)
                        backoff.reset()
                        after_sequence = event.sequence
                        bar.update(event)
                        yield event
                        if isinstance(event, StateChanged) and event.is_last:
                            return
                    job = await self.refresh()
                    if job.is_done and after_sequence >= job.last_sequence:
                        return  # its last event had been seen before
                    raise UnavailableError(Code.UNAVAILABLE, f"{self.name}: the stream of events ended before the job")
                except INTERRUPTS:
                    if interrupted:
                        raise
                    interrupted = True
                    await self._cancel_quietly()
                except UnavailableError as error:
                    now = time.monotonic()
                    lost_at = now if lost_at is None else lost_at
                    if now - lost_at > _RECONNECT_SECONDS:
                        raise
                    await sleep(backoff.delay(error))
        finally:
            bar.close()

    async def result(self, timeout: float | None = None, *, progress: Any = False) -> TrainingResult:
        """Waits for the end. Raises what made it fail, or CANCELLED; after `timeout` seconds DEADLINE_EXCEEDED, and it goes on."""
        last: StateChanged | None = None
        async for event in self.watch(progress=progress, timeout=timeout):
            last = event if isinstance(event, StateChanged) else last
        job = await self.refresh()
        error = job.error or (last.error if last else None)
        if error is not None:
            raise error
        if job.state is TrainingState.CANCELLED:
            raise RequestCancelledError(Code.CANCELLED, f"{self.name} was cancelled after {job.progress.step} steps")
        outcome = job.outcome or (last.outcome if last else None)
        if outcome is None:
            raise BridgeError(Code.INTERNAL, f"{self.name} ended without a result")
        return outcome

    async def _cancel_quietly(self) -> None:
        try:
            await self.cancel()
        except FailedPreconditionError:
            pass  # it had ended already

    async def __aenter__(self) -> AsyncTrainingJob:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            await self._cancel_quietly()


class AsyncTrainingJobs:
    """The training jobs of a model; AsyncModel.train starts them."""

    def __init__(self, connection: AsyncConnection, model: str) -> None:
        self._connection = connection
        self._model = model

    def _name(self, job: Any) -> str:
        return build.name_of(f"{self._model}/trainingJobs", job)

    async def get(self, job: Any) -> AsyncTrainingJob:
        """One job."""
        request = training_pb2.GetTrainingJobRequest(name=self._name(job))
        message = await self._connection.call("TrainingService/GetTrainingJob", request)
        return AsyncTrainingJob(**TrainingJobInfo.values(message), _connection=self._connection)

    async def list(self) -> AsyncIterator[AsyncTrainingJob]:
        """All jobs of the model, oldest first."""
        request = training_pb2.ListTrainingJobsRequest(parent=self._model)
        async for item in self._connection.pages("TrainingService/ListTrainingJobs", request, "training_jobs"):
            yield AsyncTrainingJob(**TrainingJobInfo.values(item), _connection=self._connection)

    async def delete(self, job: Any, *, allow_missing: bool = False) -> None:
        """Forgets a job that has ended."""
        request = training_pb2.DeleteTrainingJobRequest(
            name=self._name(job), allow_missing=allow_missing, request_id=build.request_id()
        )
        await self._connection.call("TrainingService/DeleteTrainingJob", request)
