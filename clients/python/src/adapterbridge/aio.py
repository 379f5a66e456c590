"""The client for asyncio: the same names as the plain one, to be awaited.

    async with adapterbridge.aio.connect("127.0.0.1:50051") as client:
        model = await (await client.models.load("m", path="models/m")).result()
        async for event in job.watch():
            ...
"""

from __future__ import annotations

from typing import Any, Sequence

from adapterbridge._aio.adapters import AsyncAdapters, AsyncHeads
from adapterbridge._aio.core import AsyncClient, AsyncOperation, AsyncServer
from adapterbridge._aio.datasets import AsyncDatasets
from adapterbridge._aio.jobs import AsyncTrainingJob, AsyncTrainingJobs
from adapterbridge._aio.models import AsyncModel, AsyncModels

__all__ = [
    "AsyncAdapters", "AsyncClient", "AsyncDatasets", "AsyncHeads", "AsyncModel", "AsyncModels", "AsyncOperation", "AsyncServer",
    "AsyncTrainingJob", "AsyncTrainingJobs", "connect",
]  # fmt: skip


def connect(address: str, *, timeout: float = 30.0, options: Sequence[tuple[str, Any]] = (), credentials: Any = None) -> AsyncClient:
    """A client for the service at "host:port" or "unix:/path"; to be called within the event loop that uses it."""
    return AsyncClient(address, timeout=timeout, options=options, credentials=credentials)
