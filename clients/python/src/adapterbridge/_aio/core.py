"""The client: what everything else is reached from."""

from __future__ import annotations

from types import TracebackType
from typing import Any, AsyncIterator, Generic, Sequence, TypeVar

from adapterbridge import _requests as build
from adapterbridge._aio.compat import open_channel
from adapterbridge._proto.bridge.v1 import server_pb2
from adapterbridge._proto.google.longrunning import operations_pb2
from adapterbridge._transport.base import AsyncTransport, method_of
from adapterbridge.errors import Code, DeadlineExceededError, error_from_status
from adapterbridge.resources import Capabilities, ServerInfo

T = TypeVar("T")
_WAIT_SECONDS = 10.0


class AsyncConnection:
    """A transport and the deadline of calls that state none."""

    def __init__(self, transport: AsyncTransport, timeout: float) -> None:
        self.transport = transport
        self.timeout = timeout

    async def call(self, name: str, request: Any, timeout: float | None = None) -> Any:
        """A unary call."""
        return await self.transport.unary(method_of(name), request, self.timeout if timeout is None else timeout)

    async def pages(self, name: str, request: Any, field: str) -> AsyncIterator[Any]:
        """The items of all pages."""
        while True:
            page = await self.call(name, request)
            for item in getattr(page, field):
                yield item
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token


class AsyncOperation(Generic[T]):
    """Work that the server has begun and that leaves no job behind, such as loading a model."""

    def __init__(self, connection: AsyncConnection, message: Any, response: Any, make: Any) -> None:
        self._connection = connection
        self._message = message
        self._response = response
        self._make = make

    @property
    def name(self) -> str:
        """operations/{operation}."""
        name: str = self._message.name
        return name

    async def done(self) -> bool:
        """Asks whether it has ended."""
        if not self._message.done:
            request = operations_pb2.GetOperationRequest(name=self.name)
            self._message = await self._connection.call("Operations/GetOperation", request)
        return bool(self._message.done)

    async def result(self, timeout: float | None = None) -> T:
        """Waits for the end and returns what came of it, or raises the error that ended it. DEADLINE_EXCEEDED changes nothing."""
        left = float("inf") if timeout is None else timeout
        while not self._message.done:
            if left <= 0:
                raise DeadlineExceededError(Code.DEADLINE_EXCEEDED, f"{self.name} has not ended within {timeout} seconds")
            slice_seconds = min(left, _WAIT_SECONDS)
            request = operations_pb2.WaitOperationRequest(name=self.name)
            request.timeout.FromNanoseconds(int(slice_seconds * 1e9))
            self._message = await self._connection.call("Operations/WaitOperation", request, slice_seconds + self._connection.timeout)
            left -= slice_seconds
        if self._message.HasField("error"):
            raise error_from_status(self._message.error)
        response = self._response()
        self._message.response.Unpack(response)
        made: T = self._make(response)
        return made

    async def cancel(self) -> None:
        """Asks that it end early."""
        await self._connection.call("Operations/CancelOperation", operations_pb2.CancelOperationRequest(name=self.name))


class AsyncServer:
    """About the server itself."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def info(self) -> ServerInfo:
        """Versions, devices, methods, limits."""
        return ServerInfo.from_proto(await self._connection.call("ServerService/GetServerInfo", server_pb2.GetServerInfoRequest()))

    async def capabilities(self, model: Any = None) -> Capabilities:
        """Which methods, blocks and heads work, on the server or for a model."""
        request = server_pb2.GetCapabilitiesRequest(model="" if model is None else build.name_of("models", model))
        return Capabilities.from_proto(await self._connection.call("ServerService/GetCapabilities", request))


class AsyncClient:
    """A connection to a service. Close it, or use it as a context manager. Any thread may use it.

    `address` is "host:port", "unix:/path" or a transport. `timeout` is the deadline in seconds of unary calls; streams have none.
    `options` and `credentials` are grpcio's.
    """

    def __init__(
        self, address: str | AsyncTransport, *, timeout: float = 30.0, options: Sequence[tuple[str, Any]] = (), credentials: Any = None
    ) -> None:
        from adapterbridge._aio.datasets import AsyncDatasets
        from adapterbridge._aio.models import AsyncModels

        transport = open_channel(address, options, credentials) if isinstance(address, str) else address
        self._connection = AsyncConnection(transport, timeout)
        self.server = AsyncServer(self._connection)
        self.models = AsyncModels(self._connection)
        self.datasets = AsyncDatasets(self._connection)

    async def wait_ready(self, timeout: float | None = None) -> None:
        """Returns when the server can be reached; UNAVAILABLE after the timeout."""
        await self._connection.transport.wait_ready(timeout)

    async def close(self) -> None:
        """Ends the connection; calls under way fail."""
        await self._connection.transport.close()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()
