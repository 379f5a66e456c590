"""Methods of the interface, the transports' common shape, and when a call is tried again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, AsyncIterator, Awaitable, Iterable, Iterator, Protocol

from adapterbridge._proto.bridge.v1 import (
    adapters_pb2,
    datasets_pb2,
    embeddings_pb2,
    fusions_pb2,
    heads_pb2,
    inference_pb2,
    models_pb2,
    server_pb2,
    sessions_pb2,
    setups_pb2,
    sharing_pb2,
    training_pb2,
)
from adapterbridge._proto.google.longrunning import operations_pb2
from adapterbridge.errors import BridgeError, Code

_FILES = (
    server_pb2, models_pb2, adapters_pb2, heads_pb2, fusions_pb2, sharing_pb2, embeddings_pb2, setups_pb2, datasets_pb2, training_pb2, sessions_pb2, inference_pb2,
    operations_pb2,
)  # fmt: skip
# Google's own file of operations states no idempotency levels, and it is used where it is installed.
_SAFE_OPERATIONS = {"GetOperation", "ListOperations", "WaitOperation", "CancelOperation", "DeleteOperation"}

FIRST_DELAY = 0.1
LONGEST_DELAY = 5.0


@dataclass(frozen=True)
class Method:
    """A method of the interface."""

    path: str
    request: Any
    response: Any
    idempotent: bool

    def may_retry(self, request: Any) -> bool:
        """Whether doing it twice is the same as doing it once."""
        return self.idempotent or bool(getattr(request, "request_id", ""))


@lru_cache(maxsize=None)
def method_of(name: str) -> Method:
    """The method called "AdapterService/CreateAdapter"; retry safety comes from the interface's own options."""
    service_name, _, method_name = name.partition("/")
    for file in _FILES:
        service = file.DESCRIPTOR.services_by_name.get(service_name)
        if service is None:
            continue
        method = service.methods_by_name[method_name]
        safe = bool(method.GetOptions().idempotency_level) or (service_name == "Operations" and method_name in _SAFE_OPERATIONS)
        path = f"/{service.full_name}/{method_name}"
        return Method(path, method.input_type._concrete_class, method.output_type._concrete_class, safe)
    raise LookupError(name)


class Transport(Protocol):
    """Carries messages and raises BridgeError. `timeout` is in seconds; None is none."""

    def unary(self, method: Method, request: Any, timeout: float | None) -> Any:
        """One message there, one back; tried again where that is safe."""

    def server_stream(self, method: Method, request: Any, timeout: float | None) -> Iterator[Any]:
        """One message there, many back."""

    def client_stream(self, method: Method, requests: Iterable[Any], timeout: float | None) -> Any:
        """Many messages there, one back."""

    def bidi_stream(self, method: Method, requests: Iterable[Any], timeout: float | None) -> Iterator[Any]:
        """Many messages there, many back."""

    def wait_ready(self, timeout: float | None) -> None:
        """Returns when the other side can be reached."""

    def close(self) -> None:
        """Ends it; calls under way fail."""


class AsyncTransport(Protocol):
    """The same for asyncio."""

    def unary(self, method: Method, request: Any, timeout: float | None) -> Awaitable[Any]:
        """One message there, one back; tried again where that is safe."""

    def server_stream(self, method: Method, request: Any, timeout: float | None) -> AsyncIterator[Any]:
        """One message there, many back."""

    def client_stream(self, method: Method, requests: Iterable[Any], timeout: float | None) -> Awaitable[Any]:
        """Many messages there, one back."""

    def bidi_stream(self, method: Method, requests: AsyncIterator[Any], timeout: float | None) -> AsyncIterator[Any]:
        """Many messages there, many back."""

    def wait_ready(self, timeout: float | None) -> Awaitable[None]:
        """Returns when the other side can be reached."""

    def close(self) -> Awaitable[None]:
        """Ends it; calls under way fail."""


class Backoff:
    """How long to wait before the next attempt: twice as long each time, a little random, or what the server says."""

    def __init__(self) -> None:
        self._next = FIRST_DELAY

    def reset(self) -> None:
        """Begins anew, after a success."""
        self._next = FIRST_DELAY

    def delay(self, error: BridgeError) -> float:
        """Seconds to wait after this error."""
        delay = self._next * random.uniform(0.8, 1.2)
        self._next = min(self._next * 2, LONGEST_DELAY)
        return max(delay, error.retry_delay or 0)


def is_retried(error: BridgeError, method: Method, request: Any) -> bool:
    """Only UNAVAILABLE is, and only where it is safe."""
    return error.code is Code.UNAVAILABLE and method.may_retry(request)
