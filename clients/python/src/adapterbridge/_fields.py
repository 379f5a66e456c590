"""Fields of messages as Python values."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def time_of(message: Any, name: str) -> datetime | None:
    if not message.HasField(name):
        return None
    value = getattr(message, name)
    return _EPOCH + timedelta(seconds=value.seconds, microseconds=value.nanos // 1000)


def optional_of(message: Any, name: str) -> Any:
    return getattr(message, name) if message.HasField(name) else None


def last_of(name: str) -> str:
    return name.rpartition("/")[2]
