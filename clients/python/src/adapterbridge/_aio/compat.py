"""What differs between the two clients beyond the words async and await."""

from __future__ import annotations

import asyncio
from typing import Any, Sequence

from adapterbridge._transport.base import AsyncTransport

__all__ = ["INTERRUPTS", "Mailbox", "close_stream", "next_of", "open_channel", "sleep"]

# asyncio turns Ctrl-C into the cancellation of the main task, which passes through as it should.
INTERRUPTS: tuple[type[BaseException], ...] = ()

sleep = asyncio.sleep


class Mailbox:
    """Messages from one task to another."""

    def __init__(self) -> None:
        self._items: asyncio.Queue[Any] = asyncio.Queue()

    def put(self, item: Any) -> None:
        """Leaves a message."""
        self._items.put_nowait(item)

    async def get(self) -> Any:
        """Waits for the next message."""
        return await self._items.get()


async def next_of(items: Any) -> Any:
    """The next item; None at the end."""
    return await anext(items, None)


async def close_stream(items: Any) -> None:
    """Ends a stream that may have answers left."""
    await items.aclose()


def open_channel(address: str, options: Sequence[tuple[str, Any]], credentials: Any) -> AsyncTransport:
    """A transport over gRPC; grpcio is needed from here on only."""
    from adapterbridge._transport.grpc_aio import GrpcAioTransport

    return GrpcAioTransport(address, options=options, credentials=credentials)
