"""What differs between the two clients beyond the words async and await."""

from __future__ import annotations

import asyncio

from adapterbridge._transport.grpc_aio import GrpcAioTransport as Channel

__all__ = ["Channel", "INTERRUPTS", "sleep"]

# asyncio turns Ctrl-C into the cancellation of the main task, which passes through as it should.
INTERRUPTS: tuple[type[BaseException], ...] = ()

sleep = asyncio.sleep
