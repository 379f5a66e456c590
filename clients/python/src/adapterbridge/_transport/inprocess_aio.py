"""The engine in this process for asyncio: waits are made on threads."""

from __future__ import annotations

import asyncio
from typing import Any, AsyncIterator, Callable, Iterable, Iterator

from adapterbridge._transport.base import Method
from adapterbridge._transport.inprocess import InProcessTransport

_END = object()


class InProcessAioTransport:
    """The same engine, awaited."""

    def __init__(self, transport: InProcessTransport) -> None:
        self._transport = transport

    @property
    def inner(self) -> InProcessTransport:
        """The transport whose calls block."""
        return self._transport

    async def unary(self, method: Method, request: Any, timeout: float | None) -> Any:
        return await asyncio.to_thread(self._transport.unary, method, request, timeout)

    async def server_stream(self, method: Method, request: Any, timeout: float | None) -> AsyncIterator[Any]:
        async for message in _pull(lambda: self._transport.server_stream(method, request, timeout)):
            yield message

    async def client_stream(self, method: Method, requests: Iterable[Any], timeout: float | None) -> Any:
        return await asyncio.to_thread(self._transport.client_stream, method, requests, timeout)

    async def bidi_stream(self, method: Method, requests: AsyncIterator[Any], timeout: float | None) -> AsyncIterator[Any]:
        source = _blocking(requests, asyncio.get_running_loop())
        async for message in _pull(lambda: self._transport.bidi_stream(method, source, timeout)):
            yield message

    async def wait_ready(self, timeout: float | None) -> None:
        self._transport.wait_ready(timeout)

    async def close(self) -> None:
        await asyncio.to_thread(self._transport.close)


async def _pull(make: Callable[[], Iterator[Any]]) -> AsyncIterator[Any]:
    messages = make()
    try:
        while True:
            message = await asyncio.to_thread(lambda: next(messages, _END))
            if message is _END:
                return
            yield message
    finally:
        close = getattr(messages, "close", None)
        if close is not None:
            await asyncio.shield(asyncio.to_thread(_close, close))


def _close(close: Callable[[], None]) -> None:
    try:
        close()
    except ValueError:  # a read of another thread is still under way; the stream ends with it
        pass


def _blocking(source: AsyncIterator[Any], loop: asyncio.AbstractEventLoop) -> Iterator[Any]:
    iterator = source.__aiter__()
    while True:
        try:
            yield asyncio.run_coroutine_threadsafe(_next(iterator), loop).result()
        except StopAsyncIteration:
            return


async def _next(iterator: AsyncIterator[Any]) -> Any:
    return await iterator.__anext__()
