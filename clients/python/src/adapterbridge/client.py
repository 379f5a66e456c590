"""The plain client. Calls block; any thread may make them."""

from __future__ import annotations

from typing import Any, Sequence

from adapterbridge._sync.adapters import Adapters, Heads
from adapterbridge._sync.core import Client, Operation, Server
from adapterbridge._sync.datasets import Datasets
from adapterbridge._sync.jobs import TrainingJob, TrainingJobs
from adapterbridge._sync.models import Model, Models

__all__ = ["Adapters", "Client", "Datasets", "Heads", "Model", "Models", "Operation", "Server", "TrainingJob", "TrainingJobs", "connect"]


def connect(address: str, *, timeout: float = 30.0, options: Sequence[tuple[str, Any]] = (), credentials: Any = None) -> Client:
    """A client for the service at "host:port" or "unix:/path"."""
    return Client(address, timeout=timeout, options=options, credentials=credentials)
