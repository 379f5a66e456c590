"""What differs between the two clients beyond the words async and await."""

from __future__ import annotations

from time import sleep
from typing import Any, Sequence

from adapterbridge._transport.base import Transport

__all__ = ["INTERRUPTS", "open_channel", "sleep"]

INTERRUPTS: tuple[type[BaseException], ...] = (KeyboardInterrupt,)


def open_channel(address: str, options: Sequence[tuple[str, Any]], credentials: Any) -> Transport:
    """A transport over gRPC; grpcio is needed from here on only."""
    from adapterbridge._transport.grpc import GrpcTransport

    return GrpcTransport(address, options=options, credentials=credentials)
