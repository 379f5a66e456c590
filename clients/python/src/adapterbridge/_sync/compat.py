"""What differs between the two clients beyond the words async and await."""

from __future__ import annotations

from queue import SimpleQueue
from time import sleep
from typing import Any, Sequence

from adapterbridge._transport.base import Transport

__all__ = ["INTERRUPTS", "Mailbox", "close_stream", "next_of", "open_channel", "sleep"]

INTERRUPTS: tuple[type[BaseException], ...] = (KeyboardInterrupt,)


class Mailbox:
    """Messages from one thread to another."""

    def __init__(self) -> None:
        self._items: SimpleQueue[Any] = SimpleQueue()

    def put(self, item: Any) -> None:
        """Leaves a message."""
        self._items.put(item)

    def get(self) -> Any:
        """Waits for the next message."""
        return self._items.get()


def next_of(items: Any) -> Any:
    """The next item; None at the end."""
    return next(items, None)


def close_stream(items: Any) -> None:
    """Ends a stream that may have answers left."""
    items.close()


def open_channel(address: str, options: Sequence[tuple[str, Any]], credentials: Any) -> Transport:
    """A transport over gRPC; grpcio is needed from here on only."""
    from adapterbridge._transport.grpc import GrpcTransport

    return GrpcTransport(address, options=options, credentials=credentials)
