"""The plain client. Calls block; any thread may make them."""

from __future__ import annotations

import os
from typing import Any, Sequence

from adapterbridge._sync.adapters import Adapters, Heads
from adapterbridge._sync.core import Client, Operation, Server
from adapterbridge._sync.datasets import Datasets
from adapterbridge._sync.jobs import TrainingJob, TrainingJobs
from adapterbridge._sync.models import Model, Models
from adapterbridge._sync.sessions import TrainingSession
from adapterbridge._sync.parts import Embeddings, Fusions, Setups

__all__ = [
    "Adapters", "Client", "Datasets", "Embeddings", "Fusions", "Heads", "Model", "Models", "Operation", "Server", "Setups", "TrainingJob",
    "TrainingJobs", "TrainingSession", "connect", "open_inprocess",
]  # fmt: skip


def connect(address: str, *, timeout: float = 30.0, options: Sequence[tuple[str, Any]] = (), credentials: Any = None) -> Client:
    """A client for the service at "host:port" or "unix:/path"."""
    return Client(address, timeout=timeout, options=options, credentials=credentials)


def open_inprocess(
    *,
    timeout: float | None = None,
    threads: int | None = None,
    inference_threads: int | None = None,
    inference_queue: int | None = None,
    work_folder: str | os.PathLike[str] | None = None,
    state_folder: str | os.PathLike[str] | None = None,
    library: str | os.PathLike[str] | None = None,
) -> Client:
    """A client of an engine in this process: no server, no grpcio. The same client, the same answers; paths are this machine's.

    `library` is libadapterbridge.so; without it BRIDGE_LIBRARY, then beside this package, then where the system finds it. The process must not
    fork afterwards: multiprocessing has "spawn". `timeout` is that of calls that state none; None is none. `state_folder` keeps the records of
    training jobs for the next engine.
    """
    from adapterbridge._transport.inprocess import open_engine

    transport = open_engine(library, threads, inference_threads, inference_queue, work_folder, state_folder)
    return Client(transport, timeout=float("inf") if timeout is None else timeout)
