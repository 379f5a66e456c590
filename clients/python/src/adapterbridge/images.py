"""Images on their way out: files as they are, arrays as PNG, which changes no value."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from pathlib import Path
from typing import Any, Iterable, Iterator, Mapping, Union

from adapterbridge.enums import DataType
from adapterbridge.tensors import as_tensor

MESSAGE_BYTES = 3 * 1024 * 1024
"""Bytes of images in one message, which leaves room for the rest of it."""

Image = Union[str, Path, bytes, bytearray, Any]
"""The path of a local file, the bytes of a file (PNG, JPEG, WebP, GIF, BMP), or an array of uint8: (height, width), or (height, width, channels) with 1, 3 (red, green,
blue) or 4 channels. The server drops a fourth channel; EXIF orientation is not applied."""

_COLOR_TYPES = {1: 0, 3: 2, 4: 6}


class Images:
    """A batch of images, where a call takes texts or tensors too: `model.forward(Images(["a.png", array]))`."""

    __slots__ = ("files",)

    def __init__(self, images: Iterable[Image]) -> None:
        self.files = [file_of(image) for image in images]
        """The bytes of each as a file."""

    def __len__(self) -> int:
        return len(self.files)

    def batches(self) -> Iterator[list[bytes]]:
        """The files in batches that a message holds; one at least."""
        batch: list[bytes] = []
        size = 0
        for file in self.files:
            if batch and size + len(file) > MESSAGE_BYTES:
                yield batch
                batch, size = [], 0
            batch.append(file)
            size += len(file)
        yield batch


def file_of(image: Image) -> bytes:
    """An image as the bytes of a file."""
    if isinstance(image, (str, Path)):
        return Path(image).read_bytes()
    if isinstance(image, (bytes, bytearray)):
        return bytes(image)
    tensor = as_tensor(image)
    shape = tensor.shape if len(tensor.shape) != 2 else (*tensor.shape, 1)
    if tensor.dtype is DataType.UINT8 and len(shape) == 1:
        return tensor.tobytes()
    if tensor.dtype is not DataType.UINT8 or len(shape) != 3 or shape[2] not in _COLOR_TYPES or 0 in shape:
        raise ValueError(f"an image is an array of uint8, (height, width) or (height, width, 1, 3 or 4); found {tensor.dtype.name.lower()} {tensor.shape}")
    return _png(shape[1], shape[0], shape[2], tensor.tobytes())


def rows_of_json(rows: Iterable[Mapping[str, Any]], field: str) -> Iterator[Mapping[str, Any]]:
    """Rows with what their image is replaced by its bytes; what is JSON already stays."""
    for row in rows:
        value = row.get(field)
        yield row if value is None or isinstance(value, Mapping) else {**row, field: {"bytes": base64.b64encode(file_of(value)).decode("ascii")}}


def rows_of_file(path: Union[str, Path], field: str) -> Iterator[Mapping[str, Any]]:
    """Rows of a local JSON lines file; paths of images start in its folder."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if not line.strip():
                continue
            row = json.loads(line)
            value = row.get(field) if isinstance(row, dict) else None
            if isinstance(value, dict) and value.get("bytes") is None:
                value = value.get("path")
            yield {**row, field: Path(path).parent / value} if isinstance(value, str) else row


def _png(width: int, height: int, channels: int, data: bytes) -> bytes:
    stride = width * channels
    rows = b"".join(b"\0" + data[i : i + stride] for i in range(0, len(data), stride))
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOR_TYPES[channels], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 1)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
