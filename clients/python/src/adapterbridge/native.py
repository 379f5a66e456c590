"""Tensors of the engine in this process, without a copy: in and out by DLPack.

    client = adapterbridge.open_inprocess()
    model = client.models.load("m", path="models/m").result()
    outputs = native.forward(model, {"input_ids": ids}, setup="a")     # ids: numpy, torch, anything with DLPack
    logits = outputs["logits"].numpy()                                 # the engine's memory; torch.from_dlpack(...) works too
"""

from __future__ import annotations

import contextlib
import ctypes
from ctypes import byref, c_char_p, c_int64, c_void_p
from typing import Any, Mapping, Sequence

from adapterbridge import _native, tensors
from adapterbridge._transport.inprocess import InProcessTransport
from adapterbridge.enums import DataType
from adapterbridge.errors import Code, FailedPreconditionError
from adapterbridge.setups import SetupLike, setup_to_text

__all__ = ["Tensor", "forward"]

_api = ctypes.pythonapi
_api.PyCapsule_New.restype, _api.PyCapsule_New.argtypes = ctypes.py_object, [c_void_p, c_char_p, c_void_p]
_api.PyCapsule_GetPointer.restype, _api.PyCapsule_GetPointer.argtypes = c_void_p, [ctypes.py_object, c_char_p]
_api.PyCapsule_IsValid.restype, _api.PyCapsule_IsValid.argtypes = ctypes.c_int, [ctypes.py_object, c_char_p]
_api.PyCapsule_SetName.restype, _api.PyCapsule_SetName.argtypes = ctypes.c_int, [ctypes.py_object, c_char_p]

# Capsules keep the pointer to their name: these must not be freed.
_OLD, _OLD_USED = b"dltensor", b"used_dltensor"
_NEW, _NEW_USED = b"dltensor_versioned", b"used_dltensor_versioned"


_Deleter = ctypes.CFUNCTYPE(None, c_void_p)


class _Managed(ctypes.Structure):
    """DLManagedTensor after its tensor: the deleter is all that is needed here."""

    _fields_ = [("tensor", ctypes.c_uint8 * 48), ("context", c_void_p), ("deleter", _Deleter)]


class _ManagedVersioned(ctypes.Structure):
    """DLManagedTensorVersioned before its tensor."""

    _fields_ = [("version", ctypes.c_uint32 * 2), ("context", c_void_p), ("deleter", _Deleter)]


_raw_valid = ctypes.PYFUNCTYPE(ctypes.c_int, c_void_p, c_char_p)(("PyCapsule_IsValid", _api))
_raw_pointer = ctypes.PYFUNCTYPE(c_void_p, c_void_p, c_char_p)(("PyCapsule_GetPointer", _api))


# The destructor sees the capsule while it is freed: it must not become a Python reference again.
def _destroy(capsule: int) -> None:
    if _raw_valid(capsule, _OLD):
        address = _raw_pointer(capsule, _OLD)
        _Managed.from_address(address).deleter(address)
    elif _raw_valid(capsule, _NEW):
        address = _raw_pointer(capsule, _NEW)
        _ManagedVersioned.from_address(address).deleter(address)


_destroy_capsule = ctypes.PYFUNCTYPE(None, c_void_p)(_destroy)


class Tensor:
    """A tensor of the library. `Tensor(array)` takes the memory of anything with DLPack over without a copy; arrays that cannot be shared are copied."""

    __slots__ = ("_library", "_handle")

    def __init__(self, value: Any, *, library: _native.Library | None = None) -> None:
        self._library = library or _native.Library.load()
        self._handle: c_void_p | None = None
        self._handle = _import(self._library, value)

    @classmethod
    def _own(cls, library: _native.Library, handle: c_void_p) -> Tensor:
        made = cls.__new__(cls)
        made._library, made._handle = library, handle
        return made

    def __del__(self) -> None:
        handle, self._handle = getattr(self, "_handle", None), None
        if handle is not None:
            self._library.bridge_tensor_destroy(handle)

    @property
    def dtype(self) -> DataType:
        """The element type."""
        return DataType(self._library.bridge_tensor_data_type(self._handle))

    @property
    def shape(self) -> tuple[int, ...]:
        """Sizes, outermost first."""
        rank = self._library.bridge_tensor_rank(self._handle)
        return tuple(self._library.bridge_tensor_shape(self._handle)[:rank])

    @property
    def nbytes(self) -> int:
        """Bytes of all elements."""
        return int(self._library.bridge_tensor_byte_size(self._handle))

    @property
    def address(self) -> int:
        """Where the first element lies."""
        return int(self._library.bridge_tensor_data(self._handle) or 0)

    def numpy(self) -> Any:
        """A numpy array over the same memory, which lives as long as either does. bfloat16 needs a copy: `tensors.Tensor`."""
        import numpy

        return numpy.from_dlpack(self)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        array = self.numpy()
        return array if dtype is None else array.astype(dtype)

    def __dlpack__(self, *, stream: Any = None, max_version: Any = None) -> Any:
        versioned = max_version is not None and max_version[0] >= 1
        name = "bridge_tensor_to_dlpack_versioned" if versioned else "bridge_tensor_to_dlpack"
        managed = self._library.handle(name, self._handle)
        return _api.PyCapsule_New(managed, _NEW if versioned else _OLD, ctypes.cast(_destroy_capsule, c_void_p))

    def __dlpack_device__(self) -> tuple[int, int]:
        return 1, 0


def forward(model: Any, inputs: Mapping[str, Any], *, setup: SetupLike = None, outputs: Sequence[str] = ()) -> dict[str, Tensor]:
    """A forward pass of a model of an in-process client: tensors in and out share memory with the engine."""
    transport = getattr(model._connection.transport, "inner", model._connection.transport)
    if not isinstance(transport, InProcessTransport):
        message = f'model "{model.id}" is behind a service; native.forward takes models of open_inprocess()'
        raise FailedPreconditionError(Code.FAILED_PRECONDITION, message, reason="ARGUMENT_INVALID", metadata={"model": model.id})
    library = transport.library
    given = {name: value if isinstance(value, Tensor) else Tensor(value, library=library) for name, value in inputs.items()}
    text, heads, embedding = setup_to_text(model._setup(setup))
    names = _native.texts(list(given))
    handles = (c_void_p * len(given))(*[t._handle for t in given.values()])
    options = _native.ForwardOptions()
    library.bridge_forward_options_init(byref(options))
    options.outputs, options.output_count = _native.texts(list(outputs)), len(outputs)
    with contextlib.ExitStack() as owned:
        opened = library.handle("bridge_model_open", transport.engine, model.id.encode())
        owned.callback(library.bridge_model_destroy, opened)
        chosen = library.handle("bridge_setup_create", None if text is None else text.encode(), _native.texts(heads), len(heads))
        owned.callback(library.bridge_setup_destroy, chosen)
        if embedding:
            chosen = library.handle("bridge_setup_with_embedding", chosen, embedding.encode())
            owned.callback(library.bridge_setup_destroy, chosen)
        made = library.handle("bridge_forward", opened, chosen, names, handles, len(given), byref(options), None)
    try:
        found = [library.bridge_outputs_name(made, i) for i in range(library.bridge_outputs_count(made))]
        return {name.decode(): Tensor._own(library, library.handle("bridge_outputs_get", made, name)) for name in found}
    finally:
        library.bridge_outputs_destroy(made)


def _import(library: _native.Library, value: Any) -> c_void_p:
    if hasattr(value, "__dlpack__") and not isinstance(value, tensors.Tensor):
        try:
            capsule = value.__dlpack__()
        except (BufferError, RuntimeError, TypeError):  # read-only memory, or a type that DLPack does not know
            return _copy(library, value)
        versioned = bool(_api.PyCapsule_IsValid(capsule, _NEW))
        address = _api.PyCapsule_GetPointer(capsule, _NEW if versioned else _OLD)
        made = library.handle("bridge_tensor_from_dlpack_versioned" if versioned else "bridge_tensor_from_dlpack", c_void_p(address))
        _api.PyCapsule_SetName(capsule, _NEW_USED if versioned else _OLD_USED)
        return made
    return _copy(library, value)


def _copy(library: _native.Library, value: Any) -> c_void_p:
    tensor = tensors.as_tensor(value)
    shape = (c_int64 * len(tensor.shape))(*tensor.shape)
    return library.handle("bridge_tensor_create", int(tensor.dtype), shape, len(tensor.shape), tensor.tobytes())
