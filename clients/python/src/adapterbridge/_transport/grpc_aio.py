"""gRPC for asyncio, with grpc.aio."""

from __future__ import annotations

import asyncio
import time
from typing import Any, AsyncIterator, Iterable

import grpc

from adapterbridge._transport.base import Backoff, Method, is_retried
from adapterbridge._transport.grpc import Options, bridge_error, channel_options
from adapterbridge.errors import BridgeError, Code, error_of


class GrpcAioTransport:
    """A channel of grpc.aio; to be made and used within one event loop."""

    def __init__(self, address: str, *, options: Options = (), credentials: grpc.ChannelCredentials | None = None) -> None:
        merged = [*channel_options(address), *options]
        self._channel = (
            grpc.aio.insecure_channel(address, options=merged)
            if credentials is None
            else grpc.aio.secure_channel(address, credentials, options=merged)
        )
        self._address = address

    async def unary(self, method: Method, request: Any, timeout: float | None) -> Any:
        call = self._channel.unary_unary(method.path, method.request.SerializeToString, method.response.FromString)
        deadline = None if timeout is None else time.monotonic() + timeout
        backoff = Backoff()
        while True:
            try:
                return await call(request, timeout=None if deadline is None else max(deadline - time.monotonic(), 0.001))
            except grpc.RpcError as failure:
                error = bridge_error(failure)
            delay = backoff.delay(error)
            if not is_retried(error, method, request) or (deadline is not None and time.monotonic() + delay >= deadline):
                raise error
            await asyncio.sleep(delay)

    async def server_stream(self, method: Method, request: Any, timeout: float | None) -> AsyncIterator[Any]:
        call = self._channel.unary_stream(method.path, method.request.SerializeToString, method.response.FromString)
        async for message in _read(call(request, timeout=timeout)):
            yield message

    async def client_stream(self, method: Method, requests: Iterable[Any], timeout: float | None) -> Any:
        call = self._channel.stream_unary(method.path, method.request.SerializeToString, method.response.FromString)
        failures: list[Exception] = []
        try:
            return await call(_keep(requests, failures), timeout=timeout)
        except (grpc.RpcError, asyncio.CancelledError) as failure:
            raise _cause(failures, failure) from None

    async def bidi_stream(self, method: Method, requests: AsyncIterator[Any], timeout: float | None) -> AsyncIterator[Any]:
        call = self._channel.stream_stream(method.path, method.request.SerializeToString, method.response.FromString)
        async for message in _read(call(requests, timeout=timeout)):
            yield message

    async def wait_ready(self, timeout: float | None) -> None:
        try:
            await asyncio.wait_for(self._channel.channel_ready(), timeout)
        except asyncio.TimeoutError:
            raise error_of(Code.UNAVAILABLE, f"{self._address} cannot be reached within {timeout} seconds") from None

    async def close(self) -> None:
        await self._channel.close()


async def _read(call: Any) -> AsyncIterator[Any]:
    try:
        async for message in call:
            yield message
    except grpc.RpcError as failure:
        raise bridge_error(failure) from None
    finally:
        call.cancel()


async def _keep(requests: Iterable[Any], failures: list[Exception]) -> AsyncIterator[Any]:
    try:
        for request in requests:
            yield request
            await asyncio.sleep(0)  # reading a file does not keep the loop from its other work
    except Exception as failure:
        failures.append(failure)
        raise


def _cause(failures: list[Exception], failure: BaseException) -> BaseException:
    if failures:
        return failures[0]
    error: BaseException | BridgeError = bridge_error(failure) if isinstance(failure, grpc.RpcError) else failure
    return error
