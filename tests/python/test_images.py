"""Images on their way out: files, bytes, arrays, rows of datasets."""

from __future__ import annotations

import base64
import json
import struct
import unittest
import zlib

import numpy
from support import FakeServerTest
from adapterbridge import Images
from adapterbridge.images import MESSAGE_BYTES, file_of


def decoded(png: bytes) -> numpy.ndarray:
    """The pixels of a PNG of one block without filters; every sum is checked."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(png):
        size = struct.unpack_from(">I", png, at)[0]
        body = png[at + 4 : at + 8 + size]
        assert zlib.crc32(body) == struct.unpack_from(">I", png, at + 8 + size)[0]
        chunks[body[:4]] = body[4:]
        at += 12 + size
    width, height, depth, color = struct.unpack_from(">IIBB", chunks[b"IHDR"])
    assert depth == 8
    channels = {0: 1, 2: 3, 6: 4}[color]
    rows = numpy.frombuffer(zlib.decompress(chunks[b"IDAT"]), numpy.uint8).reshape(height, 1 + width * channels)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(height, width, channels)


class ImageTests(unittest.TestCase):
    def test_arrays_become_png_with_their_values(self) -> None:
        for shape in ((5, 7, 3), (5, 7, 4), (5, 7, 1)):
            array = numpy.random.default_rng(1).integers(0, 256, shape, numpy.uint8)
            self.assertTrue((decoded(file_of(array)) == array).all())
        gray = numpy.arange(12, dtype=numpy.uint8).reshape(3, 4)
        self.assertTrue((decoded(file_of(gray))[:, :, 0] == gray).all())
        turned = numpy.arange(24, dtype=numpy.uint8).reshape(3, 4, 2).transpose(1, 2, 0)
        self.assertTrue((decoded(file_of(turned)) == turned).all())

    def test_other_arrays_are_refused(self) -> None:
        for array in (numpy.zeros((2, 2, 3), numpy.float32), numpy.zeros((2, 2, 2), numpy.uint8), numpy.zeros((1, 2, 2, 3), numpy.uint8), numpy.zeros((0, 2, 3), numpy.uint8)):
            with self.assertRaisesRegex(ValueError, "uint8"):
                file_of(array)

    def test_bytes_and_flat_arrays_are_files(self) -> None:
        self.assertEqual([file_of(b"GIF89a"), file_of(bytearray(b"GIF")), file_of(numpy.frombuffer(b"BM", numpy.uint8))], [b"GIF89a", b"GIF", b"BM"])

    def test_batches_fit_a_message(self) -> None:
        half = bytes(MESSAGE_BYTES // 2)
        self.assertEqual([len(b) for b in Images([half, half, b"a", half, bytes(MESSAGE_BYTES + 1), b"b"]).batches()], [2, 2, 1, 1])
        self.assertEqual(list(Images([]).batches()), [[]])


class ImageCallTests(FakeServerTest):
    def test_classify_sends_files(self) -> None:
        path = self.folder / "a.png"
        path.write_bytes(b"file")
        self.model.classify(images=[path, str(path), b"bytes"], setup="a")
        self.assertEqual(list(self.state.last_requests["Classify"].images), [b"file", b"file", b"bytes"])
        with self.assertRaises(ValueError):
            self.model.classify(setup="a")
        with self.assertRaises(ValueError):
            self.model.classify("text", images=[b"x"], setup="a")

    def test_classify_sends_as_many_messages_as_are_needed(self) -> None:
        self.model.classify(images=[bytes(2 * 1024 * 1024)] * 3, setup="a")
        self.assertEqual([len(request.images) for request in self.calls("Classify")], [1, 1, 1])

    def test_forward_sends_images(self) -> None:
        self.model.forward(Images([b"one", b"two"]))
        self.assertEqual(list(self.calls("RunForward")[-1].images), [b"one", b"two"])

    def test_upload_puts_images_into_rows(self) -> None:
        (self.folder / "in").mkdir()
        (self.folder / "in" / "a.png").write_bytes(b"file")
        dataset = self.client.datasets.upload("rows", [{"image": self.folder / "in" / "a.png", "label": "x"}, {"image": b"bytes", "label": "y"}], image_field="image")
        sent = {"image": {"bytes": base64.b64encode(b"file").decode()}, "label": "x"}
        self.assertEqual((dataset.image_field, dataset.row_count), ("image", 2))
        lines = [sent, {"image": "in/a.png", "label": "x"}, {"image": {"bytes": None, "path": "in/a.png"}, "label": "x"}]
        file = self.folder / "rows.jsonl"
        file.write_text("\n".join(map(json.dumps, lines)))
        from adapterbridge import _requests as build

        pieces = list(build.upload_dataset("d", file, build.dataset_schema("text", None, "label", None, None, "image")))
        data = b"".join(p.chunk.data for p in pieces[1:-1])
        self.assertEqual([json.loads(line) for line in data.splitlines()], [sent] * 3)


if __name__ == "__main__":
    unittest.main()
