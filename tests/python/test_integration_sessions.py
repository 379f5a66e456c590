"""Training sessions against a real server (test_integration): loops of the client's, batch by batch."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import textwrap
import time
import unittest

import numpy
import test_integration as shared
from support import CLIENT, adapterbridge
from adapterbridge import Setup, aio
from test_integration import IDS, LABELS, MASK, rows


def load_tests(loader: unittest.TestLoader, tests: unittest.TestSuite, pattern: str | None) -> unittest.TestSuite:
    """The tests, where there is a server for them."""
    return tests if shared.ADDRESS else unittest.TestSuite()


class SessionTests(shared.ServerTest):
    remote = True

    def prepare(self) -> Setup:
        self.model.adapters.delete(self.id, allow_missing=True)
        self.model.heads.delete(self.id, allow_missing=True)
        self.model.adapters.create(self.id, "lora", seed=1)
        self.model.heads.create(self.id, labels=LABELS, seed=1)
        return Setup(self.id, head=self.id)

    def session(self, **options) -> adapterbridge.TrainingSession:
        return self.model.training_session(self.id, head=self.id, **{"learning_rate": 2e-3, "seed": 7, "dropout": 0.1, "max_length": 48, **options})

    def logits(self, setup: Setup) -> adapterbridge.Tensor:
        return self.model.forward({"input_ids": IDS, "attention_mask": MASK}, setup=setup)["logits"]

    def batches(self, count: int = 4) -> list[dict[str, list[str]]]:
        data = rows(8 * count)
        return [dict(texts=[r["text"] for r in data[i : i + 8]], labels=[r["label"] for r in data[i : i + 8]]) for i in range(0, len(data), 8)]

    def free(self) -> None:
        """Waits until the server has seen the end of a session."""
        for _ in range(200):
            if self.model.adapters.get(self.id).training_job == "":
                return
            time.sleep(0.05)
        self.fail("the model is still held")

    def test_loop_learns_and_publishes_at_its_end(self) -> None:
        setup = self.prepare()
        before = self.logits(setup)
        with self.session() as session:
            self.assertTrue(session.id)
            first = session.evaluate(**self.batches()[0], return_logits=True)
            self.assertEqual(first.logits.shape, (8, 2))
            for _ in range(4):
                for batch in self.batches():
                    step = session.step(**batch)
            self.assertEqual((step.sequence, step.step, step.stepped, step.learning_rate), (16, 16, True, 2e-3))
            self.assertLess(session.evaluate(**self.batches()[0]).loss, first.loss)
            self.assertIsNone(session.evaluate(texts="as it is").loss)
            self.assertEqual(self.logits(setup), before)
            self.assertEqual(session.publish(), 16)
            self.assertNotEqual(self.logits(setup), before)
        self.assertEqual((session.result.steps, session.result.batches, session.result.final_loss), (16, 16, step.step_loss))
        with self.assertRaises(adapterbridge.FailedPreconditionError):
            session.step(**self.batches()[0])

    def test_same_batches_give_the_same_bits_as_texts_tensors_and_async(self) -> None:
        labels = numpy.array([0, 1])
        found = []
        for way in range(2):
            setup = self.prepare()
            with self.session() as session:
                for step in (False, True, True):
                    session.step({"input_ids": IDS, "attention_mask": MASK}, labels if way else ["negative", "positive"], step=step)
            found.append(self.logits(setup))
        setup = self.prepare()

        async def run() -> None:
            async with aio.connect(shared.ADDRESS) as client:
                model = await client.models.get(self.model.name)
                async with model.training_session(self.id, head=self.id, learning_rate=2e-3, seed=7, dropout=0.1, gradient_accumulation=2, max_length=48) as session:
                    inputs = {"input_ids": IDS, "attention_mask": MASK}
                    self.assertFalse((await session.step(inputs, labels)).stepped)
                    self.assertTrue((await session.step(inputs, labels)).stepped)
                    self.assertTrue((await session.step(inputs, labels, step=True)).stepped)
                self.assertEqual(session.result.steps, 2)

        if shared.ADDRESS and self.remote:
            asyncio.run(run())
            found.append(self.logits(setup))
        self.assertTrue(all(f == found[0] for f in found))

    def test_bad_batches_end_it_and_change_nothing(self) -> None:
        setup = self.prepare()
        good = {"input_ids": IDS, "attention_mask": MASK}
        for reason, inputs, labels in (
            ("TENSOR_VALUE", {"input_ids": [[10**6, 1], [2, 3]]}, [0, 1]),
            ("TENSOR_SHAPE", {**good, "attention_mask": MASK[:1]}, [0, 1]),
            ("TENSOR_VALUE", good, [0, 2]),
            ("TENSOR_SHAPE", good, [0]),
            ("DATA_INVALID", good, ["negative", "neutral"]),
            ("ARGUMENT_INVALID", good, None),
        ):
            with self.subTest(reason=reason):
                with self.assertRaises(adapterbridge.BridgeError) as caught, self.session(dropout=0.0) as session:
                    session.step(inputs, labels)
                self.assertEqual((caught.exception.code, caught.exception.reason), (adapterbridge.Code.INVALID_ARGUMENT, reason))
                self.free()
        before = self.logits(setup)
        with self.assertRaises(adapterbridge.FailedPreconditionError) as diverged, self.session(learning_rate=1e30, clip_norm=0) as session:
            for _ in range(100):
                session.step(good, [0, 1])
        self.assertEqual(diverged.exception.reason, "NON_FINITE_LOSS")
        self.free()
        self.assertNotEqual(self.logits(setup), before)

    def test_another_writer_is_refused_and_a_raising_block_keeps_the_last_step(self) -> None:
        setup = self.prepare()
        before = self.logits(setup)
        with self.assertRaises(ZeroDivisionError), self.session() as session:
            session.step(**self.batches()[0])
            self.assert_error(adapterbridge.AbortedError, "MODEL_BUSY", self.session().__enter__)
            error = self.assert_error(adapterbridge.AbortedError, "MODEL_BUSY", self.model.train, self.id, self.dataset(16), head=self.id)
            self.assertEqual(error.metadata["training_job"], session.id)
            raise ZeroDivisionError
        self.free()
        self.assertNotEqual(self.logits(setup), before)
        with self.session() as session:
            pass
        self.assertEqual((session.result.steps, session.result.final_loss), (0, None))
        error = self.assert_error(adapterbridge.InvalidArgumentError, "ARGUMENT_INVALID", self.session(schedule="LINEAR", beta1=1.0).__enter__)
        self.assertEqual([v.field for v in error.violations], ["start.options.max_steps"])


class DeathTests(shared.ServerTest):
    """Only over gRPC: who dies in process takes the engine along."""

    prepare, logits, free = SessionTests.prepare, SessionTests.logits, SessionTests.free

    def test_death_of_the_client_ends_it(self) -> None:
        setup = self.prepare()
        before = self.logits(setup)
        program = f"""
            import os, sys
            sys.path.insert(0, {str(CLIENT / "src")!r})
            import adapterbridge
            client = adapterbridge.connect({shared.ADDRESS!r})
            session = client.models.get({self.model.name!r}).training_session({self.id!r}, head={self.id!r}, learning_rate=1e-3).__enter__()
            session.step(texts=["fine"], labels=["positive"])
            os.kill(os.getpid(), 9)
        """
        died = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False, timeout=120)
        self.assertEqual(died.returncode, -9)
        self.free()
        self.assertNotEqual(self.logits(setup), before)


if __name__ == "__main__":
    unittest.main()
