"""The engine in this process, by the C library: no server, no gRPC."""

from __future__ import annotations

import heapq
import itertools
import os
import threading
import time
from ctypes import byref, c_int32, c_void_p
from typing import Any, Iterable, Iterator

from adapterbridge import _native
from adapterbridge._transport.base import Method
from adapterbridge.errors import BridgeError, Code, DeadlineExceededError, UnavailableError

# Waits are cut into slices, so that the main thread sees Ctrl-C.
_SLICE = 0.2


def open_engine(
    library: str | os.PathLike[str] | None,
    threads: int | None,
    inference_threads: int | None,
    inference_queue: int | None,
    work_folder: str | os.PathLike[str] | None,
    state_folder: str | os.PathLike[str] | None = None,
) -> InProcessTransport:
    """An engine with these options; what is None is left to the library."""
    loaded = _native.Library.load(library)
    options = _native.EngineOptions()
    loaded.bridge_engine_options_init(byref(options))
    options.intra_op_threads, options.inference_threads, options.inference_queue = threads or 0, inference_threads or 0, inference_queue or 0
    options.work_folder = None if work_folder is None else os.fsencode(work_folder)
    return InProcessTransport(loaded, options, None if state_folder is None else os.fsencode(state_folder))


class InProcessTransport:
    """An engine of the library. Calls of any thread may run at once; the engine computes on threads of its own."""

    def __init__(self, library: _native.Library, options: _native.EngineOptions, state_folder: bytes | None = None) -> None:
        self.library = library
        self._engine: c_void_p | None = library.handle("bridge_engine_create_with_state", byref(options), state_folder)
        self._deadlines = _Deadlines(library)

    @property
    def engine(self) -> c_void_p:
        """The engine's handle."""
        if self._engine is None:
            raise UnavailableError(Code.UNAVAILABLE, "the client is closed", reason="SHUTTING_DOWN")
        return self._engine

    def unary(self, method: Method, request: Any, timeout: float | None) -> Any:
        if method.path.endswith("/WaitOperation"):
            return self._wait(method, request)
        return self._invoke(method, request, timeout)

    def server_stream(self, method: Method, request: Any, timeout: float | None) -> Iterator[Any]:
        with _Stream(self, method, timeout) as stream:
            stream.write(request)
            stream.finish()
            yield from stream.read()

    def client_stream(self, method: Method, requests: Iterable[Any], timeout: float | None) -> Any:
        with _Stream(self, method, timeout) as stream:
            feeding = stream.feed(requests)
            answers = list(stream.read())
            stream.join(feeding)
            return answers[0]

    def bidi_stream(self, method: Method, requests: Iterable[Any], timeout: float | None) -> Iterator[Any]:
        with _Stream(self, method, timeout) as stream:
            feeding = stream.feed(requests)
            yield from stream.read()
            stream.join(feeding)

    def wait_ready(self, timeout: float | None) -> None:
        _ = self.engine

    def close(self) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            self.library.bridge_engine_destroy(engine)

    def _wait(self, method: Method, request: Any) -> Any:
        left = request.timeout.seconds + request.timeout.nanos / 1e9
        while True:
            request.timeout.FromNanoseconds(int(min(left, _SLICE) * 1e9))
            answer = self._invoke(method, request, None)
            left -= _SLICE
            if answer.done or left <= 0:
                return answer

    def _invoke(self, method: Method, request: Any, timeout: float | None) -> Any:
        message, buffer, error = request.SerializeToString(), _native.Buffer(), c_void_p()
        with self._deadlines.token(timeout) as token:
            status = self.library.bridge_invoke(
                self.engine, method.path.encode(), message, len(message), token.handle, byref(buffer), byref(error)
            )
            if not status:
                return method.response.FromString(self.library.take(buffer))
            failure = self.library.error(status, error)
            if token.passed:
                raise DeadlineExceededError(Code.DEADLINE_EXCEEDED, f"{method.path} has not ended within {timeout} seconds") from failure
            raise failure


class _Stream:
    """A streaming call: read on the caller's thread, fed on one of its own where there are many messages to send."""

    def __init__(self, transport: InProcessTransport, method: Method, timeout: float | None) -> None:
        self._library, self._method = transport.library, method
        self._end = None if timeout is None else time.monotonic() + timeout
        self._handle = self._library.handle("bridge_stream_open", transport.engine, method.path.encode())
        self._failure: BaseException | None = None

    def __enter__(self) -> _Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self._library.bridge_stream_cancel(self._handle, None)
        self._library.bridge_stream_destroy(self._handle)

    def write(self, message: Any) -> None:
        data = message.SerializeToString()
        self._library.call("bridge_stream_write", self._handle, data, len(data), -1)

    def finish(self) -> None:
        self._library.call("bridge_stream_finish_writing", self._handle)

    def feed(self, requests: Iterable[Any]) -> threading.Thread:
        thread = threading.Thread(target=self._feed, args=(requests,), daemon=True)
        thread.start()
        return thread

    def join(self, feeding: threading.Thread) -> None:
        feeding.join(_SLICE)
        if self._failure is not None:
            raise self._failure

    def read(self) -> Iterator[Any]:
        buffer, has, error = _native.Buffer(), c_int32(), c_void_p()
        while True:
            status = self._library.bridge_stream_read(self._handle, int(_SLICE * 1000), byref(buffer), byref(has), byref(error))
            if status == Code.DEADLINE_EXCEEDED:
                self._library.bridge_error_destroy(error)
                if self._end is not None and time.monotonic() >= self._end:
                    raise DeadlineExceededError(Code.DEADLINE_EXCEEDED, f"{self._method.path} has not ended in time")
                continue
            if status:
                failure = self._library.error(status, error)
                raise self._failure or failure
            if not has.value:
                return
            yield self._method.response.FromString(self._library.take(buffer))

    def _feed(self, requests: Iterable[Any]) -> None:
        try:
            for request in requests:
                self.write(request)
            self.finish()
        except BridgeError:
            pass  # the call has ended: reading tells why
        except BaseException as failure:  # of the caller's iterator: raised where the answers are read
            self._failure = failure
            self._library.bridge_stream_cancel(self._handle, None)


class _Token:
    """A call's cancellation, with the time at which it fires."""

    def __init__(self, deadlines: _Deadlines, timeout: float | None) -> None:
        self._deadlines, self._timeout = deadlines, timeout
        self.handle: c_void_p | None = None
        self.passed = False

    def __enter__(self) -> _Token:
        if self._timeout is not None and self._timeout < threading.TIMEOUT_MAX:
            self.handle = self._deadlines.library.handle("bridge_cancel_token_create")
            self._deadlines.add(time.monotonic() + self._timeout, self)
        return self

    def __exit__(self, *_: object) -> None:
        handle, self.handle = self.handle, None
        if handle is not None:
            self._deadlines.library.bridge_cancel_token_destroy(handle)

    def fire(self) -> None:
        handle = self.handle
        if handle is not None:
            self.passed = True
            self._deadlines.library.bridge_cancel_token_cancel(handle, None)


class _Deadlines:
    """One thread that cancels the calls whose time is over; it begins with the first call that has a deadline."""

    def __init__(self, library: _native.Library) -> None:
        self.library = library
        self._waiting: list[tuple[float, int, _Token]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def token(self, timeout: float | None) -> _Token:
        return _Token(self, timeout)

    def add(self, when: float, token: _Token) -> None:
        with self._changed:
            heapq.heappush(self._waiting, (when, next(self._numbers), token))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            elif self._waiting[0][2] is token:
                self._changed.notify()

    def _run(self) -> None:
        with self._changed:
            while True:
                # Calls that have ended leave from the front, at the latest when their time comes.
                while self._waiting and self._waiting[0][2].handle is None:
                    heapq.heappop(self._waiting)
                if not self._waiting:
                    self._changed.wait()
                    continue
                left = self._waiting[0][0] - time.monotonic()
                if left > 0:
                    self._changed.wait(left)
                    continue
                heapq.heappop(self._waiting)[2].fire()
