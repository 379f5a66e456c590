"""Tensors in and out: numpy arrays, anything with DLPack or the buffer protocol, nested lists of numbers.

An array that is contiguous and little-endian is copied once, into the message; any other is made contiguous first, which is
one more copy. What comes back is a view of the received bytes; `numpy()` copies it once, so that it can be changed.
"""

from __future__ import annotations

import struct
import sys
from typing import Any, Iterator, Mapping, Sequence, Union

from adapterbridge._crc32c import crc32c
from adapterbridge._proto.bridge.v1 import tensor_pb2
from adapterbridge.enums import DataType
from adapterbridge.errors import Code, DataLossError

CHUNK_BYTES = 64 * 1024
INLINE_BYTES = 1024 * 1024

_SIZES = {
    DataType.BOOL: 1, DataType.UINT8: 1, DataType.INT8: 1, DataType.INT16: 2, DataType.INT32: 4, DataType.INT64: 8,
    DataType.FLOAT16: 2, DataType.BFLOAT16: 2, DataType.FLOAT32: 4, DataType.FLOAT64: 8,
}  # fmt: skip
_FORMATS = {
    DataType.BOOL: "?", DataType.UINT8: "B", DataType.INT8: "b", DataType.INT16: "h", DataType.INT32: "i", DataType.INT64: "q",
    DataType.FLOAT16: "e", DataType.FLOAT32: "f", DataType.FLOAT64: "d",
}  # fmt: skip
_NUMPY = {
    "bool": DataType.BOOL, "uint8": DataType.UINT8, "int8": DataType.INT8, "int16": DataType.INT16, "int32": DataType.INT32,
    "int64": DataType.INT64, "float16": DataType.FLOAT16, "bfloat16": DataType.BFLOAT16, "float32": DataType.FLOAT32,
    "float64": DataType.FLOAT64,
}  # fmt: skip
_CODES = {"?": DataType.BOOL, "B": DataType.UINT8, "b": DataType.INT8, "h": DataType.INT16, "i": DataType.INT32, "e": DataType.FLOAT16,
          "f": DataType.FLOAT32, "d": DataType.FLOAT64, "q": DataType.INT64, "l": DataType.INT64}  # fmt: skip

ArrayLike = Any
"""A Tensor, a numpy array, an object with DLPack or the buffer protocol, or nested lists of numbers."""


class Tensor:
    """Numbers of one type with a shape, little-endian, row-major."""

    __slots__ = ("_dtype", "_shape", "_data")

    def __init__(self, dtype: DataType, shape: Sequence[int], data: Union[bytes, bytearray, memoryview]) -> None:
        count = 1
        for size in shape:
            count *= size
        if dtype not in _SIZES:
            raise ValueError(f"{dtype!r} is no element type")
        if len(data) != count * _SIZES[dtype]:
            raise ValueError(f"{dtype.name} {tuple(shape)} takes {count * _SIZES[dtype]} bytes, found {len(data)}")
        self._dtype, self._shape, self._data = dtype, tuple(int(s) for s in shape), data

    @property
    def dtype(self) -> DataType:
        """The element type."""
        return self._dtype

    @property
    def shape(self) -> tuple[int, ...]:
        """Sizes, outermost first."""
        return self._shape

    @property
    def nbytes(self) -> int:
        """Length of the data in bytes."""
        return len(self._data)

    def tobytes(self) -> bytes:
        """The elements, little-endian, row-major."""
        return bytes(self._data)

    def numpy(self) -> Any:
        """A numpy array with a copy of the elements. bfloat16 comes as ml_dtypes.bfloat16 where that is installed, else as uint16."""
        import numpy

        return numpy.frombuffer(bytearray(self._data), dtype=_numpy_dtype(numpy, self._dtype)).reshape(self._shape)

    def tolist(self) -> Any:
        """Nested lists of numbers; a number where there is no dimension. Needs no numpy."""
        if self._dtype is DataType.BFLOAT16:
            halves = struct.unpack(f"<{len(self._data) // 2}H", self._data)
            flat: tuple[Any, ...] = struct.unpack(f"<{len(halves)}f", b"".join(struct.pack("<HH", 0, h) for h in halves))
        else:
            flat = struct.unpack(f"<{len(self._data) // _SIZES[self._dtype]}{_FORMATS[self._dtype]}", self._data)
        return _nest(flat, self._shape)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        array = self.numpy()
        return array if dtype is None else array.astype(dtype)

    def __dlpack__(self, *, stream: Any = None, max_version: Any = None) -> Any:
        array = self.numpy()
        try:
            return array.__dlpack__(max_version=max_version) if max_version is not None else array.__dlpack__()
        except TypeError:  # a numpy that knows only unversioned capsules, which every consumer takes
            return array.__dlpack__()

    def __dlpack_device__(self) -> tuple[int, int]:
        return 1, 0

    def __len__(self) -> int:
        if not self._shape:
            raise TypeError("a single number has no length")
        return self._shape[0]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tensor):
            return NotImplemented
        return (self._dtype, self._shape) == (other._dtype, other._shape) and bytes(self._data) == bytes(other._data)

    def __hash__(self) -> int:
        return hash((self._dtype, self._shape, bytes(self._data)))

    def __repr__(self) -> str:
        return f"Tensor({self._dtype.name.lower()}, shape={self._shape})"


def as_tensor(value: ArrayLike) -> Tensor:
    """A tensor of anything array-like."""
    if isinstance(value, Tensor):
        return value
    if type(value).__module__.partition(".")[0] == "numpy":
        return _from_numpy(value)
    if hasattr(value, "__dlpack__"):
        import numpy

        try:
            return _from_numpy(numpy.from_dlpack(value))
        except (AttributeError, BufferError, RuntimeError):  # an old numpy, or a tensor elsewhere than on the CPU
            return _from_numpy(numpy.asarray(value))
    if isinstance(value, (list, tuple, int, float, bool)):
        return _from_lists(value)
    try:
        return _from_buffer(memoryview(value))
    except TypeError:
        pass
    if hasattr(value, "__array__"):
        import numpy

        return _from_numpy(numpy.asarray(value))
    raise TypeError(f"{type(value).__name__} is nothing that can be read as a tensor")


def to_proto(value: ArrayLike) -> tensor_pb2.Tensor:
    """The message of a tensor."""
    tensor = as_tensor(value)
    return tensor_pb2.Tensor(data_type=int(tensor.dtype), shape=tensor.shape, data=bytes(tensor._data))  # type: ignore[arg-type]


def from_proto(message: tensor_pb2.Tensor) -> Tensor:
    """The tensor of a message."""
    return Tensor(DataType(message.data_type), tuple(message.shape), message.data)


def to_chunks(name: str, value: ArrayLike) -> Iterator[tensor_pb2.TensorChunk]:
    """A tensor in pieces: header, data, trailer."""
    tensor = as_tensor(value)
    data = memoryview(tensor._data).cast("B")
    header = tensor_pb2.TensorHeader(name=name, data_type=int(tensor.dtype), shape=tensor.shape, byte_size=len(data))  # type: ignore[arg-type]
    yield tensor_pb2.TensorChunk(header=header)
    for start in range(0, len(data), CHUNK_BYTES):
        yield tensor_pb2.TensorChunk(data=bytes(data[start : start + CHUNK_BYTES]))
    yield tensor_pb2.TensorChunk(trailer=tensor_pb2.TensorTrailer(crc32c=crc32c(data)))


class TensorAssembler:
    """Puts tensors together from their pieces."""

    def __init__(self) -> None:
        self.tensors: dict[str, Tensor] = {}
        self._header: tensor_pb2.TensorHeader | None = None
        self._data = bytearray()

    def add(self, chunk: tensor_pb2.TensorChunk) -> None:
        """Takes the next piece."""
        part = chunk.WhichOneof("part")
        if part == "header":
            self._header, self._data = chunk.header, bytearray()
        elif self._header is None:
            raise DataLossError(Code.DATA_LOSS, f"a tensor's {part} came before its header", reason="CHECKSUM_MISMATCH")
        elif part == "data":
            self._data += chunk.data
        else:
            self._close(self._header, chunk.trailer)

    def _close(self, header: tensor_pb2.TensorHeader, trailer: tensor_pb2.TensorTrailer) -> None:
        data = bytes(self._data)
        found = crc32c(data) if trailer.HasField("crc32c") else 0
        if trailer.HasField("crc32c") and found != trailer.crc32c:
            message = f'tensor "{header.name}": CRC-32C is {found:08x}, {trailer.crc32c:08x} was announced'
            raise DataLossError(Code.DATA_LOSS, message, reason="CHECKSUM_MISMATCH", metadata={"tensor": header.name})
        self.tensors[header.name] = Tensor(DataType(header.data_type), tuple(header.shape), data)
        self._header = None


def total_bytes(tensors: Mapping[str, Tensor]) -> int:
    """Bytes of all of them."""
    return sum(t.nbytes for t in tensors.values())


def _from_numpy(value: Any) -> Tensor:
    import numpy

    array = numpy.asarray(value)
    dtype = _NUMPY.get(array.dtype.name)
    if dtype is None:
        raise TypeError(f"element type {array.dtype} cannot be sent; allowed are {', '.join(_NUMPY)}")
    if array.dtype.byteorder == ">" or (array.dtype.byteorder == "=" and sys.byteorder == "big"):
        array = array.astype(array.dtype.newbyteorder("<"))
    return Tensor(dtype, array.shape, array.tobytes(order="C"))


def _from_buffer(view: memoryview) -> Tensor:
    code = view.format.lstrip("@=<")
    dtype = _CODES.get(code)
    if dtype is None or view.itemsize != _SIZES[dtype]:
        raise ValueError(f"buffer format {view.format!r} cannot be sent")
    return Tensor(dtype, view.shape or (), view.tobytes())


def _from_lists(value: Any) -> Tensor:
    shape: list[int] = []
    level = value
    while isinstance(level, (list, tuple)):
        shape.append(len(level))
        if not level:
            break
        level = level[0]
    flat: list[Any] = []
    _flatten(value, shape, 0, flat)
    if any(isinstance(v, float) for v in flat):
        dtype = DataType.FLOAT32
    elif flat and all(isinstance(v, bool) for v in flat):
        dtype = DataType.BOOL
    else:
        dtype = DataType.INT64
    return Tensor(dtype, shape, struct.pack(f"<{len(flat)}{_FORMATS[dtype]}", *flat))


def _flatten(value: Any, shape: Sequence[int], depth: int, into: list[Any]) -> None:
    if depth == len(shape):
        if isinstance(value, (list, tuple)):
            raise ValueError("rows have different depths")
        into.append(value)
        return
    if not isinstance(value, (list, tuple)) or len(value) != shape[depth]:
        found = len(value) if isinstance(value, (list, tuple)) else "a number"
        raise ValueError(f"rows have different lengths: {shape[depth]} and {found}")
    for item in value:
        _flatten(item, shape, depth + 1, into)


def _nest(flat: Sequence[Any], shape: Sequence[int]) -> Any:
    if not shape:
        return flat[0]
    step = len(flat) // shape[0] if shape[0] else 0
    return [_nest(flat[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0])]


def _numpy_dtype(numpy: Any, dtype: DataType) -> Any:
    if dtype is DataType.BFLOAT16:
        try:
            import ml_dtypes
        except ImportError:
            return numpy.dtype("<u2")
        return numpy.dtype(ml_dtypes.bfloat16)
    name = {"BOOL": "?", "UINT8": "u1", "INT8": "i1", "INT16": "<i2", "INT32": "<i4", "INT64": "<i8", "FLOAT16": "<f2", "FLOAT32": "<f4", "FLOAT64": "<f8"}
    return numpy.dtype(name[dtype.name])
