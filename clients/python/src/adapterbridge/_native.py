"""libadapterbridge.so by ctypes: finding it, its functions, its errors."""

from __future__ import annotations

import ctypes
import os
from ctypes import POINTER, byref, c_char_p, c_int32, c_int64, c_uint32, c_void_p
from pathlib import Path
from typing import Any

from adapterbridge.errors import BridgeError, Code, UnimplementedError, error_of

API_MAJOR = 1
_NAME = "libadapterbridge.so.1"


class Buffer(ctypes.Structure):
    """bridge_buffer."""

    _fields_ = [("data", c_void_p), ("size", c_int64), ("owner", c_void_p)]


class EngineOptions(ctypes.Structure):
    """bridge_engine_options."""

    _fields_ = [
        ("struct_size", c_uint32), ("intra_op_threads", c_int32), ("inference_threads", c_int32), ("inference_queue", c_int32),
        ("work_folder", c_char_p),
    ]  # fmt: skip


class ForwardOptions(ctypes.Structure):
    """bridge_forward_options."""

    _fields_ = [
        ("struct_size", c_uint32), ("without_head", c_int32), ("outputs", POINTER(c_char_p)), ("output_count", c_int64),
        ("max_length", c_int32), ("reserved0", c_int32),
    ]  # fmt: skip


_OUT = POINTER(c_void_p)
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "bridge_api_version": (None, [POINTER(c_uint32), POINTER(c_uint32)]),
    "bridge_runtime_load": (c_int32, [_OUT]),
    "bridge_error_message": (c_char_p, [c_void_p]),
    "bridge_error_status_proto": (c_int32, [c_void_p, POINTER(Buffer)]),
    "bridge_error_destroy": (None, [c_void_p]),
    "bridge_buffer_release": (None, [POINTER(Buffer)]),
    "bridge_cancel_token_create": (c_int32, [_OUT, _OUT]),
    "bridge_cancel_token_cancel": (c_int32, [c_void_p, _OUT]),
    "bridge_cancel_token_destroy": (None, [c_void_p]),
    "bridge_live_handles": (c_int64, []),
    "bridge_engine_options_init": (None, [POINTER(EngineOptions)]),
    "bridge_engine_create": (c_int32, [POINTER(EngineOptions), _OUT, _OUT]),
    "bridge_engine_create_with_state": (c_int32, [POINTER(EngineOptions), c_char_p, _OUT, _OUT]),
    "bridge_engine_destroy": (None, [c_void_p]),
    "bridge_invoke": (c_int32, [c_void_p, c_char_p, c_char_p, c_int64, c_void_p, POINTER(Buffer), _OUT]),
    "bridge_stream_open": (c_int32, [c_void_p, c_char_p, _OUT, _OUT]),
    "bridge_stream_write": (c_int32, [c_void_p, c_char_p, c_int64, c_int32, _OUT]),
    "bridge_stream_finish_writing": (c_int32, [c_void_p, _OUT]),
    "bridge_stream_read": (c_int32, [c_void_p, c_int32, POINTER(Buffer), POINTER(c_int32), _OUT]),
    "bridge_stream_cancel": (c_int32, [c_void_p, _OUT]),
    "bridge_stream_destroy": (None, [c_void_p]),
    "bridge_model_open": (c_int32, [c_void_p, c_char_p, _OUT, _OUT]),
    "bridge_model_destroy": (None, [c_void_p]),
    "bridge_setup_create": (c_int32, [c_char_p, POINTER(c_char_p), c_int64, _OUT, _OUT]),
    "bridge_setup_with_embedding": (c_int32, [c_void_p, c_char_p, _OUT, _OUT]),
    "bridge_setup_destroy": (None, [c_void_p]),
    "bridge_tensor_create": (c_int32, [c_int32, POINTER(c_int64), c_int32, c_char_p, _OUT, _OUT]),
    "bridge_tensor_data_type": (c_int32, [c_void_p]),
    "bridge_tensor_rank": (c_int32, [c_void_p]),
    "bridge_tensor_shape": (POINTER(c_int64), [c_void_p]),
    "bridge_tensor_byte_size": (c_int64, [c_void_p]),
    "bridge_tensor_data": (c_void_p, [c_void_p]),
    "bridge_tensor_destroy": (None, [c_void_p]),
    "bridge_tensor_to_dlpack": (c_int32, [c_void_p, _OUT, _OUT]),
    "bridge_tensor_to_dlpack_versioned": (c_int32, [c_void_p, _OUT, _OUT]),
    "bridge_tensor_from_dlpack": (c_int32, [c_void_p, _OUT, _OUT]),
    "bridge_tensor_from_dlpack_versioned": (c_int32, [c_void_p, _OUT, _OUT]),
    "bridge_forward_options_init": (None, [POINTER(ForwardOptions)]),
    "bridge_forward": (
        c_int32,
        [c_void_p, c_void_p, POINTER(c_char_p), POINTER(c_void_p), c_int64, POINTER(ForwardOptions), c_void_p, _OUT, _OUT],
    ),
    "bridge_outputs_count": (c_int64, [c_void_p]),
    "bridge_outputs_name": (c_char_p, [c_void_p, c_int64]),
    "bridge_outputs_get": (c_int32, [c_void_p, c_char_p, _OUT, _OUT]),
    "bridge_outputs_destroy": (None, [c_void_p]),
}


class Library:
    """The library, loaded. Its functions release the interpreter while they run."""

    _loaded: dict[str, Library] = {}

    def __init__(self, path: str) -> None:
        try:
            self._library = ctypes.CDLL(path)
        except OSError as failure:
            message = (
                f"{path} cannot be loaded: {failure}; name the library by open_inprocess(library=...) or the variable BRIDGE_LIBRARY"
            )
            raise UnimplementedError(Code.UNIMPLEMENTED, message, reason="RUNTIME_NOT_FOUND", metadata={"file": path}) from None
        self.path = path
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(self._library, name)
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)
        major = c_uint32()
        self.bridge_api_version(byref(major), None)
        if major.value != API_MAJOR:
            message = f"{path} has version {major.value} of the interface; this client needs {API_MAJOR}"
            raise UnimplementedError(Code.UNIMPLEMENTED, message, reason="RUNTIME_NOT_FOUND", metadata={"file": path})
        self.call("bridge_runtime_load")

    def __getattr__(self, name: str) -> Any:  # for type checkers: the functions are attributes
        raise AttributeError(name)

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None) -> Library:
        """The library at that path, of BRIDGE_LIBRARY, beside this package, or where the system finds it; once a process."""
        found = str(path or os.environ.get("BRIDGE_LIBRARY") or _beside() or _NAME)
        if found not in cls._loaded:
            cls._loaded[found] = Library(found)
        return cls._loaded[found]

    def call(self, name: str, *arguments: Any) -> None:
        """Calls a function whose last parameter is the error; raises it."""
        error = c_void_p()
        status = getattr(self, name)(*arguments, byref(error))
        if status:
            raise self.error(status, error)

    def handle(self, name: str, *arguments: Any) -> c_void_p:
        """The same for a function that makes a handle."""
        made = c_void_p()
        self.call(name, *arguments, byref(made))
        return made

    def error(self, status: int, error: c_void_p) -> BridgeError:
        """The exception of an error handle, which is destroyed."""
        buffer = Buffer()
        try:
            self.bridge_error_status_proto(error, byref(buffer))
            message = (self.bridge_error_message(error) or b"").decode()
            return error_of(status, message, self.take(buffer))
        finally:
            self.bridge_error_destroy(error)

    def take(self, buffer: Buffer) -> bytes:
        """The bytes of a buffer, which is released."""
        data = ctypes.string_at(buffer.data, buffer.size) if buffer.size else b""
        self.bridge_buffer_release(byref(buffer))
        return data


def texts(values: list[str]) -> Any:
    """An array of C strings."""
    return (c_char_p * len(values))(*[v.encode() for v in values])


def _beside() -> str | None:
    path = Path(__file__).resolve().parent / "_lib" / _NAME
    return str(path) if path.exists() else None
