"""Errors of the service, with code, reason, message, metadata and violations."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Mapping, Sequence

from adapterbridge._proto.google.rpc import error_details_pb2, status_pb2

DOMAIN = "bridge"


class Code(enum.IntEnum):
    """google.rpc.Code."""

    OK = 0
    CANCELLED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16


@dataclass(frozen=True)
class Violation:
    """One thing that is wrong with a request: the field's path in the request, and what is wrong."""

    field: str
    description: str


class BridgeError(Exception):
    """An error of the service. Catch the subclass of a code, or look at `reason` for the precise cause."""

    def __init__(
        self,
        code: Code,
        message: str,
        *,
        reason: str = "",
        metadata: Mapping[str, str] | None = None,
        violations: Sequence[Violation] = (),
        retry_delay: float | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.reason = reason
        self.metadata: dict[str, str] = dict(metadata or {})
        self.violations: tuple[Violation, ...] = tuple(violations)
        self.retry_delay = retry_delay

    def __str__(self) -> str:
        return f"{self.message} [{self.code.name}{'/' + self.reason if self.reason else ''}]"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.code, self.message, self.reason, self.metadata, self.violations, self.retry_delay)


class RequestCancelledError(BridgeError):
    """CANCELLED: the call or the job was cancelled."""


class InvalidArgumentError(BridgeError):
    """INVALID_ARGUMENT: the request is wrong whatever the state."""


class DeadlineExceededError(BridgeError):
    """DEADLINE_EXCEEDED: it took too long."""


class NotFoundError(BridgeError):
    """NOT_FOUND: a named thing is absent."""


class AlreadyExistsError(BridgeError):
    """ALREADY_EXISTS: a name is taken."""


class ResourceExhaustedError(BridgeError):
    """RESOURCE_EXHAUSTED: memory, queue or disk."""


class FailedPreconditionError(BridgeError):
    """FAILED_PRECONDITION: a right request in a wrong state."""


class AbortedError(BridgeError):
    """ABORTED: another caller was faster."""


class OutOfRangeError(BridgeError):
    """OUT_OF_RANGE: past the end."""


class UnimplementedError(BridgeError):
    """UNIMPLEMENTED: this server cannot."""


class InternalError(BridgeError):
    """INTERNAL: a fault of the server."""


class UnavailableError(BridgeError):
    """UNAVAILABLE: the server is not there; try again."""


class DataLossError(BridgeError):
    """DATA_LOSS: bytes are damaged."""


_CLASSES: dict[Code, type[BridgeError]] = {
    Code.CANCELLED: RequestCancelledError,
    Code.INVALID_ARGUMENT: InvalidArgumentError,
    Code.DEADLINE_EXCEEDED: DeadlineExceededError,
    Code.NOT_FOUND: NotFoundError,
    Code.ALREADY_EXISTS: AlreadyExistsError,
    Code.RESOURCE_EXHAUSTED: ResourceExhaustedError,
    Code.FAILED_PRECONDITION: FailedPreconditionError,
    Code.ABORTED: AbortedError,
    Code.OUT_OF_RANGE: OutOfRangeError,
    Code.UNIMPLEMENTED: UnimplementedError,
    Code.INTERNAL: InternalError,
    Code.UNAVAILABLE: UnavailableError,
    Code.DATA_LOSS: DataLossError,
}


def error_of(code: int, message: str, details: bytes | None = None) -> BridgeError:
    """The error of a status: its code and message, and the serialized google.rpc.Status where there is one."""
    if details:
        status = status_pb2.Status()
        try:
            status.ParseFromString(details)
        except Exception:  # a trailer that is not ours; code and message are still good
            return _make(code, message)
        return error_from_status(status)
    return _make(code, message)


def error_from_status(status: status_pb2.Status) -> BridgeError:
    """The error that a google.rpc.Status describes."""
    reason, metadata, violations, delay = "", {}, [], None
    for detail in status.details:
        info, bad, retry = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest(), error_details_pb2.RetryInfo()
        if detail.Is(info.DESCRIPTOR):
            detail.Unpack(info)
            reason, metadata = info.reason, dict(info.metadata)
        elif detail.Is(bad.DESCRIPTOR):
            detail.Unpack(bad)
            violations = [Violation(v.field, v.description) for v in bad.field_violations]
        elif detail.Is(retry.DESCRIPTOR):
            detail.Unpack(retry)
            delay = retry.retry_delay.seconds + retry.retry_delay.nanos / 1e9
    return _make(status.code, status.message, reason, metadata, violations, delay)


def _make(
    code: int,
    message: str,
    reason: str = "",
    metadata: Mapping[str, str] | None = None,
    violations: Sequence[Violation] = (),
    delay: float | None = None,
) -> BridgeError:
    known = Code(code) if code in Code._value2member_map_ else Code.UNKNOWN
    kind = _CLASSES.get(known, BridgeError)
    return kind(known, message, reason=reason, metadata=metadata, violations=violations, retry_delay=delay)


def _rebuild(
    code: Code, message: str, reason: str, metadata: Mapping[str, str], violations: Sequence[Violation], delay: float | None
) -> BridgeError:
    return _make(code, message, reason, metadata, violations, delay)
