"""Images against a real server (test_integration): forward passes, classification, training and evaluation of a small Vision Transformer."""

from __future__ import annotations

import json
import shutil
import tempfile
import unittest
from pathlib import Path

import numpy
import test_integration as shared
from support import ROOT, adapterbridge
from adapterbridge import Images, Setup
from adapterbridge import _requests as build

FOLDER = ROOT / "tests" / "Goldens" / "Data" / "models" / "vit"
PREPROCESSOR = {"image_processor_type": "ViTImageProcessor", "size": {"height": 32, "width": 32}, "image_mean": [0.5] * 3, "image_std": [0.5] * 3}


def load_tests(loader: unittest.TestLoader, tests: unittest.TestSuite, pattern: str | None) -> unittest.TestSuite:
    """The tests, where there is a server for them."""
    return tests if shared.ADDRESS else unittest.TestSuite()


def picture(number: int, size: int = 32, seed: int = 0) -> numpy.ndarray:
    """Reddish for even numbers, bluish for odd ones."""
    noise = numpy.random.default_rng(seed * 1000 + number).integers(-30, 31, (size, size, 3))
    return (numpy.array([(170, 110, 90), (90, 110, 170)][number % 2]) + noise).astype(numpy.uint8)


def values_of(pictures: list[numpy.ndarray]) -> numpy.ndarray:
    scaled = (numpy.stack(pictures).astype(numpy.float64) / 255).astype(numpy.float32)
    return numpy.ascontiguousarray(((scaled - numpy.float32(0.5)) / numpy.float32(0.5)).transpose(0, 3, 1, 2))


class ImageTests(shared.ServerTest):
    @classmethod
    def model_folder(cls) -> Path:
        folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory())) / "vit"
        shutil.copytree(FOLDER, folder)
        (folder / "preprocessor_config.json").write_text(json.dumps(PREPROCESSOR))
        return folder

    def prepare(self) -> Setup:
        self.model.adapters.create(self.id, "lora[r=4]", seed=1)
        self.model.heads.create(self.id, labels=["warm", "cold"], seed=1)
        return Setup(self.id, head=self.id)

    def test_forward_of_images_is_that_of_their_pixel_values(self) -> None:
        pictures = [picture(i) for i in range(3)]
        expected = self.model.forward({"pixel_values": values_of(pictures)})["last_hidden_state"]
        self.assertEqual(expected.shape, (3, 17, 32))
        self.assertEqual(self.model.forward(Images(pictures))["last_hidden_state"], expected)
        streamed = list(self.model.stream_forward([Images(pictures[:1]), Images(pictures[1:])]))
        self.assertEqual([len(answer["last_hidden_state"]) for answer in streamed], [1, 2])
        numpy.testing.assert_allclose(numpy.concatenate([a["last_hidden_state"].numpy() for a in streamed]), expected.numpy(), atol=1e-5)

    def test_training_on_images_learns_them(self) -> None:
        setup = self.prepare()
        rows = [{"image": picture(i, 20 + i % 7), "label": ["warm", "cold"][i % 2]} for i in range(24)]
        dataset = self.client.datasets.upload(f"d-{build.request_id()}", rows, image_field="image", labels=["warm", "cold"])
        self.addCleanup(self.client.datasets.delete, dataset, allow_missing=True)
        self.assertEqual((dataset.row_count, dataset.image_field, dataset.labels), (24, "image", ("warm", "cold")))
        self.model.train(self.id, dataset, head=self.id, max_steps=40, batch_size=8, learning_rate=5e-3, seed=1).result(timeout=120)
        unseen = [picture(i, 40, seed=1) for i in range(6)]
        found = self.model.classify(images=unseen, setup=setup)
        self.assertEqual([c.label for c in found], ["warm", "cold"] * 3)
        self.assertEqual([c.logits for batch in self.model.stream_classify([Images(unseen)], setup=setup) for c in batch], [c.logits for c in found])
        self.assertEqual(self.model.evaluate(dataset, setup=setup).metrics["accuracy"], 1.0)

    def test_dataset_of_the_server_names_images_by_path(self) -> None:
        from adapterbridge.images import file_of

        for i in range(4):
            (self.folder / f"{i}.png").write_bytes(file_of(picture(i)))
        rows = self.folder / "rows.jsonl"
        rows.write_text("".join(json.dumps({"image": f"{i}.png", "label": "ab"[i % 2]}) + "\n" for i in range(4)))
        name = f"d-{build.request_id()}"
        for make in (lambda: self.client.datasets.create(name, path=rows, image_field="image"), lambda: self.client.datasets.upload(name, rows, image_field="image")):
            dataset = make()
            self.assertEqual((dataset.row_count, dataset.labels), (4, ("a", "b")))
            self.client.datasets.delete(dataset)
        outside = [{"image": {"path": str(self.folder / "0.png")}, "label": "a"}]
        self.assert_error(adapterbridge.InvalidArgumentError, "DATA_INVALID", self.client.datasets.create, name, rows=outside, image_field="image")

    def test_wrong_images_are_named(self) -> None:
        good = Images([picture(0)]).files[0]
        error = self.assert_error(adapterbridge.InvalidArgumentError, "IMAGE_INVALID", self.model.forward, Images([good, good[:200]]))
        self.assertEqual(error.metadata["image"], "images[1]")
        self.assert_error(adapterbridge.InvalidArgumentError, "IMAGE_INVALID", self.model.classify, images=[b"text"], setup=self.prepare())
        self.assert_error(adapterbridge.FailedPreconditionError, "FILE_NOT_FOUND", self.model.forward, ["a text"])
