"""Training that the caller drives, batch by batch."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Iterator, Iterable, Sequence

from adapterbridge import _requests as build
from adapterbridge import _session_requests as messages
from adapterbridge import tensors
from adapterbridge._sync.compat import Mailbox, close_stream, next_of
from adapterbridge._sync.core import Connection
from adapterbridge._transport.base import method_of
from adapterbridge.errors import BridgeError, Code, FailedPreconditionError
from adapterbridge.sessions import BatchEvaluation, SessionResult, StepResult


class TrainingSession:
    """An open session, as a context manager; Model.training_session makes it. One task at a time.

    The end of the block finishes it: `result` then tells how. Where the block raises, where an answer is an error, and where this program
    dies, the session ends too. However it ends, what was trained is put in place as the last whole step left it. A batch that is refused
    has changed nothing; the session is over then, and another can be opened to go on.
    """

    def __init__(self, connection: Connection, start: Any, timeout: float | None) -> None:
        self._connection = connection
        self._start = start
        self._timeout = timeout
        self._requests: Mailbox | None = None
        self._answers: Any = None
        self.id = ""
        self.spec: Any = None
        self.result: SessionResult | None = None

    def step(
        self,
        inputs: build.Inputs | None = None,
        labels: messages.Labels = None,
        *,
        texts: str | Sequence[str] | None = None,
        pairs: str | Sequence[str] | None = None,
        max_length: int | None = None,
        step: bool | None = None,
        return_logits: bool = False,
    ) -> StepResult:
        """Trains on a batch: tensors by name or texts, and labels: names of classes, or an array of what the head learns.

        `step` says whether the optimizer steps after it; without it, it does after every `gradient_accumulation`-th.
        """
        requests = messages.batch("train", inputs, texts, pairs, labels, max_length, step, return_logits)
        answer, pieces = self._ask(requests, "step")
        return StepResult.from_proto(answer, pieces)

    def evaluate(
        self,
        inputs: build.Inputs | None = None,
        labels: messages.Labels = None,
        *,
        texts: str | Sequence[str] | None = None,
        pairs: str | Sequence[str] | None = None,
        max_length: int | None = None,
        return_logits: bool = False,
    ) -> BatchEvaluation:
        """Runs a batch without dropout; changes nothing."""
        requests = messages.batch("evaluate", inputs, texts, pairs, labels, max_length, None, return_logits)
        answer, pieces = self._ask(requests, "evaluation")
        return BatchEvaluation.from_proto(answer, pieces)

    def publish(self) -> int:
        """Puts what was trained so far in place, so that calls get it and it can be saved; returns the number of steps."""
        answer, _ = self._ask([messages.publish()], "published")
        return int(answer.step)

    def finish(self) -> SessionResult:
        """Puts what was trained in place and ends the session."""
        answer, _ = self._ask([messages.finish()], "result")
        self.result = SessionResult.from_proto(answer)
        self._close()
        return self.result

    def _ask(self, requests: Iterable[Any], kind: str) -> tuple[Any, dict[str, tensors.Tensor]]:
        if self._requests is None:
            raise FailedPreconditionError(Code.FAILED_PRECONDITION, "the training session is not open", reason="JOB_NOT_RUNNING")
        assembler = tensors.TensorAssembler()
        made = list(requests)  # what is wrong with them shows before anything is sent
        try:
            for request in made:
                self._requests.put(request)
            while True:
                answer = next_of(self._answers)
                if answer is None:
                    raise BridgeError(Code.INTERNAL, f"the stream ended where {kind} was due")
                part = answer.WhichOneof("part")
                if part == "tensor":
                    assembler.add(answer.tensor)
                elif part == kind:
                    return getattr(answer, kind), assembler.tensors
        except BaseException:
            self._close()
            raise

    def _close(self) -> None:
        requests, self._requests = self._requests, None
        if requests is not None:
            requests.put(None)
            close_stream(self._answers)

    def __enter__(self) -> TrainingSession:
        self._requests = Mailbox()
        method = method_of("TrainingSessionService/RunTrainingSession")
        self._answers = self._connection.transport.bidi_stream(method, _sent(self._requests), self._timeout)
        started, _ = self._ask([self._start], "started")
        self.id, self.spec = started.session_id, started.spec
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None and self._requests is not None:
            self.finish()
        self._close()


def _sent(requests: Mailbox) -> Iterator[Any]:
    while True:
        request = requests.get()
        if request is None:
            return
        yield request
