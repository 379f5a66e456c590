"""The client for asyncio: the same names as the plain one, to be awaited.

    async with adapterbridge.aio.connect("127.0.0.1:50051") as client:
        model = await (await client.models.load("m", path="models/m")).result()
        async for event in job.watch():
            ...
"""

from __future__ import annotations

import os
from typing import Any, Sequence

from adapterbridge._aio.adapters import AsyncAdapters, AsyncHeads
from adapterbridge._aio.core import AsyncClient, AsyncOperation, AsyncServer
from adapterbridge._aio.datasets import AsyncDatasets
from adapterbridge._aio.jobs import AsyncTrainingJob, AsyncTrainingJobs
from adapterbridge._aio.models import AsyncModel, AsyncModels
from adapterbridge._aio.sessions import AsyncTrainingSession
from adapterbridge._aio.parts import AsyncEmbeddings, AsyncFusions, AsyncSetups

__all__ = [
    "AsyncAdapters", "AsyncClient", "AsyncDatasets", "AsyncEmbeddings", "AsyncFusions", "AsyncHeads", "AsyncModel", "AsyncModels",
    "AsyncOperation", "AsyncServer", "AsyncSetups", "AsyncTrainingJob", "AsyncTrainingJobs", "AsyncTrainingSession", "connect", "open_inprocess",
]  # fmt: skip


def connect(address: str, *, timeout: float = 30.0, options: Sequence[tuple[str, Any]] = (), credentials: Any = None) -> AsyncClient:
    """A client for the service at "host:port" or "unix:/path"; to be called within the event loop that uses it."""
    return AsyncClient(address, timeout=timeout, options=options, credentials=credentials)


def open_inprocess(
    *,
    timeout: float | None = None,
    threads: int | None = None,
    inference_threads: int | None = None,
    inference_queue: int | None = None,
    work_folder: str | os.PathLike[str] | None = None,
    state_folder: str | os.PathLike[str] | None = None,
    library: str | os.PathLike[str] | None = None,
) -> AsyncClient:
    """A client of an engine in this process, as `adapterbridge.open_inprocess`; waits are made on threads."""
    from adapterbridge._transport.inprocess import open_engine
    from adapterbridge._transport.inprocess_aio import InProcessAioTransport

    transport = InProcessAioTransport(open_engine(library, threads, inference_threads, inference_queue, work_folder, state_folder))
    return AsyncClient(transport, timeout=float("inf") if timeout is None else timeout)
