"""What differs between the two clients beyond the words async and await."""

from __future__ import annotations

from time import sleep

from adapterbridge._transport.grpc import GrpcTransport as Channel

__all__ = ["Channel", "INTERRUPTS", "sleep"]

INTERRUPTS: tuple[type[BaseException], ...] = (KeyboardInterrupt,)
