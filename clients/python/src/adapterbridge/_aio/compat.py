"""What differs between the two clients beyond the words async and await."""

from __future__ import annotations

import asyncio
from typing import Any, Sequence

from adapterbridge._transport.base import AsyncTransport

__all__ = ["INTERRUPTS", "open_channel", "sleep"]

# asyncio turns Ctrl-C into the cancellation of the main task, which passes through as it should.
INTERRUPTS: tuple[type[BaseException], ...] = ()

sleep = asyncio.sleep


def open_channel(address: str, options: Sequence[tuple[str, Any]], credentials: Any) -> AsyncTransport:
    """A transport over gRPC; grpcio is needed from here on only."""
    from adapterbridge._transport.grpc_aio import GrpcAioTransport

    return GrpcAioTransport(address, options=options, credentials=credentials)
