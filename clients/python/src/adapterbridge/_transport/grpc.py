"""gRPC over TCP or a unix socket, with grpcio."""

from __future__ import annotations

import time
from typing import Any, Iterable, Iterator, Sequence

import grpc

from adapterbridge._transport.base import Backoff, Method, is_retried
from adapterbridge.errors import BridgeError, Code, error_of

STATUS_KEY = "grpc-status-details-bin"
_HEALTH_CHECK = "/grpc.health.v1.Health/Check"
Options = Sequence[tuple[str, Any]]


def channel_options(address: str) -> list[tuple[str, Any]]:
    """Keep-alive, room for large answers, and no proxy for what is on this machine."""
    options: list[tuple[str, Any]] = [
        ("grpc.max_receive_message_length", 64 << 20),
        ("grpc.keepalive_time_ms", 30_000),
        ("grpc.keepalive_timeout_ms", 10_000),
    ]
    host = address.rpartition(":")[0].strip("[]")
    if address.startswith("unix:") or host in ("localhost", "::1") or host.startswith("127."):
        options.append(("grpc.enable_http_proxy", 0))
    return options


def bridge_error(error: grpc.RpcError) -> BridgeError:
    """The error of a failed call."""
    code, message, metadata = error.code(), error.details() or "", error.trailing_metadata() or ()
    details = next((value for key, value in metadata if key == STATUS_KEY), None)
    return error_of(code.value[0], message, details)


class GrpcTransport:
    """A channel."""

    def __init__(self, address: str, *, options: Options = (), credentials: grpc.ChannelCredentials | None = None) -> None:
        merged = [*channel_options(address), *options]
        self._channel = (
            grpc.insecure_channel(address, options=merged)
            if credentials is None
            else grpc.secure_channel(address, credentials, options=merged)
        )
        self._address = address

    def unary(self, method: Method, request: Any, timeout: float | None) -> Any:
        call = self._channel.unary_unary(method.path, method.request.SerializeToString, method.response.FromString)
        deadline = None if timeout is None else time.monotonic() + timeout
        backoff = Backoff()
        while True:
            try:
                return call(request, timeout=None if deadline is None else max(deadline - time.monotonic(), 0.001))
            except grpc.RpcError as failure:
                error = bridge_error(failure)
            delay = backoff.delay(error)
            if not is_retried(error, method, request) or (deadline is not None and time.monotonic() + delay >= deadline):
                raise error
            time.sleep(delay)

    def server_stream(self, method: Method, request: Any, timeout: float | None) -> Iterator[Any]:
        call = self._channel.unary_stream(method.path, method.request.SerializeToString, method.response.FromString)
        return self._read(call(request, timeout=timeout))

    def client_stream(self, method: Method, requests: Iterable[Any], timeout: float | None) -> Any:
        call = self._channel.stream_unary(method.path, method.request.SerializeToString, method.response.FromString)
        source = _Source(requests)
        try:
            return call(source, timeout=timeout)
        except grpc.RpcError as failure:
            raise source.failure or bridge_error(failure) from None

    def bidi_stream(self, method: Method, requests: Iterable[Any], timeout: float | None) -> Iterator[Any]:
        call = self._channel.stream_stream(method.path, method.request.SerializeToString, method.response.FromString)
        source = _Source(requests)
        return self._read(call(source, timeout=timeout), source)

    def wait_ready(self, timeout: float | None) -> None:
        # A call that waits, not a watch of the channel: the watch's thread complains when the channel is closed. Any answer is one.
        check = self._channel.unary_unary(_HEALTH_CHECK, request_serializer=bytes, response_deserializer=bytes)
        try:
            check(b"", timeout=timeout, wait_for_ready=True)
        except grpc.RpcError as failure:
            if failure.code() in (grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.UNAVAILABLE):
                raise error_of(Code.UNAVAILABLE, f"{self._address} cannot be reached within {timeout} seconds") from None

    def close(self) -> None:
        self._channel.close()

    @staticmethod
    def _read(call: Any, source: _Source | None = None) -> Iterator[Any]:
        try:
            yield from call
        except grpc.RpcError as failure:
            raise (source and source.failure) or bridge_error(failure) from None
        finally:
            call.cancel()


class _Source:
    """The messages to send. grpcio reports an exception of the iterator as an unknown error; here it is kept."""

    def __init__(self, requests: Iterable[Any]) -> None:
        self._requests = iter(requests)
        self.failure: Exception | None = None

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        try:
            return next(self._requests)
        except StopIteration:
            raise
        except Exception as failure:
            self.failure = failure
            raise
