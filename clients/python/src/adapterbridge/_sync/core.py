"""The client: what everything else is reached from."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Iterator, Generic, Sequence, TypeVar

from adapterbridge import _requests as build
from adapterbridge._sync.compat import open_channel
from adapterbridge._proto.bridge.v1 import server_pb2
from adapterbridge._proto.google.longrunning import operations_pb2
from adapterbridge._transport.base import Transport, method_of
from adapterbridge.errors import Code, DeadlineExceededError, error_from_status
from adapterbridge.resources import Capabilities, ServerInfo

T = TypeVar("T")
_WAIT_SECONDS = 10.0


class Connection:
    """A transport and the deadline of calls that state none."""

    def __init__(self, transport: Transport, timeout: float) -> None:
        self.transport = transport
        self.timeout = timeout

    def call(self, name: str, request: Any, timeout: float | None = None) -> Any:
        """A unary call."""
        return self.transport.unary(method_of(name), request, self.timeout if timeout is None else timeout)

    def pages(self, name: str, request: Any, field: str) -> Iterator[Any]:
        """The items of all pages."""
        while True:
            page = self.call(name, request)
            for item in getattr(page, field):
                yield item
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token


class Operation(Generic[T]):
    """Work that the server has begun and that leaves no job behind, such as loading a model."""

    def __init__(self, connection: Connection, message: Any, response: Any, make: Any) -> None:
        self._connection = connection
        self._message = message
        self._response = response
        self._make = make

    @property
    def name(self) -> str:
        """operations/{operation}."""
        name: str = self._message.name
        return name

    def done(self) -> bool:
        """Asks whether it has ended."""
        if not self._message.done:
            request = operations_pb2.GetOperationRequest(name=self.name)
            self._message = self._connection.call("Operations/GetOperation", request)
        return bool(self._message.done)

    def result(self, timeout: float | None = None) -> T:
        """Waits for the end and returns what came of it, or raises the error that ended it. DEADLINE_EXCEEDED changes nothing."""
        left = float("inf") if timeout is None else timeout
        while not self._message.done:
            if left <= 0:
                raise DeadlineExceededError(Code.DEADLINE_EXCEEDED, f"{self.name} has not ended within {timeout} seconds")
            slice_seconds = min(left, _WAIT_SECONDS)
            request = operations_pb2.WaitOperationRequest(name=self.name)
            request.timeout.FromNanoseconds(int(slice_seconds * 1e9))
            self._message = self._connection.call("Operations/WaitOperation", request, slice_seconds + self._connection.timeout)
            left -= slice_seconds
        if self._message.HasField("error"):
            raise error_from_status(self._message.error)
        response = self._response()
        self._message.response.Unpack(response)
        made: T = self._make(response)
        return made

    def cancel(self) -> None:
        """Asks that it end early."""
        self._connection.call("Operations/CancelOperation", operations_pb2.CancelOperationRequest(name=self.name))


class Server:
    """About the server itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def info(self) -> ServerInfo:
        """Versions, devices, methods, limits."""
        return ServerInfo.from_proto(self._connection.call("ServerService/GetServerInfo", server_pb2.GetServerInfoRequest()))

    def capabilities(self, model: Any = None) -> Capabilities:
        """Which methods, blocks and heads work, on the server or for a model."""
        request = server_pb2.GetCapabilitiesRequest(model="" if model is None else build.name_of("models", model))
        return Capabilities.from_proto(self._connection.call("ServerService/GetCapabilities", request))


class Client:
    """A connection to a service. Close it, or use it as a context manager. Any thread may use it.

    `address` is "host:port", "unix:/path" or a transport. `timeout` is the deadline in seconds of unary calls; streams have none.
    `options` and `credentials` are grpcio's.
    """

    def __init__(
        self, address: str | Transport, *, timeout: float = 30.0, options: Sequence[tuple[str, Any]] = (), credentials: Any = None
    ) -> None:
        from adapterbridge._sync.datasets import Datasets
        from adapterbridge._sync.models import Models

        transport = open_channel(address, options, credentials) if isinstance(address, str) else address
        self._connection = Connection(transport, timeout)
        self.server = Server(self._connection)
        self.models = Models(self._connection)
        self.datasets = Datasets(self._connection)

    def wait_ready(self, timeout: float | None = None) -> None:
        """Returns when the server can be reached; UNAVAILABLE after the timeout."""
        self._connection.transport.wait_ready(timeout)

    def close(self) -> None:
        """Ends the connection; calls under way fail."""
        self._connection.transport.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
