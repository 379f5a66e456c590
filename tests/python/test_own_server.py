"""Servers of the test's own, started with the program that BRIDGE_CLI names. Without it there is nothing here."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

from support import adapterbridge
from adapterbridge import Setup, Step
from test_integration import IDS, LABELS, MASK, MODEL, rows

COMMAND = os.environ.get("BRIDGE_CLI", "")


def load_tests(loader: unittest.TestLoader, tests: unittest.TestSuite, pattern: str | None) -> unittest.TestSuite:
    """The tests, where there is a program for them."""
    return loader.loadTestsFromTestCase(OwnServerTests) if COMMAND else unittest.TestSuite()


class OwnServerTests(unittest.TestCase):
    """Servers of the test's own, started with BRIDGE_CLI."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def serve(self, address: str) -> tuple[subprocess.Popen[bytes], adapterbridge.Client]:
        log = self.enterContext(open(self.folder / "server.log", "ab"))
        process = subprocess.Popen([COMMAND, "serve", "--listen", address], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        client = self.enterContext(adapterbridge.connect(address))
        client.wait_ready(30)
        return process, client

    def prepare(self, client: adapterbridge.Client) -> adapterbridge.Model:
        model = client.models.load("m", path=MODEL).result(timeout=60)
        client.datasets.upload("d", rows(128), labels=LABELS)
        model.adapters.create("a", "lora[r=4,dropout=0.1]", seed=1)
        model.heads.create("a", labels=LABELS, seed=1)
        return model

    def test_tcp_is_served_and_ends_politely(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process, client = self.serve(f"127.0.0.1:{port}")
        self.assertIn("v1", client.server.info().api_versions)
        process.terminate()
        self.assertEqual(process.wait(15), 0)

    def test_killed_server_resumes_with_the_same_bits(self) -> None:
        inputs = {"input_ids": IDS, "attention_mask": MASK}
        options = dict(head="a", max_steps=12, batch_size=8, max_length=32, learning_rate=1e-3, seed=3)
        _, client = self.serve(f"unix:{self.folder}/whole.sock")
        model = self.prepare(client)
        model.train("a", "d", **options).result(timeout=120)
        expected = model.forward(inputs, setup=Setup("a", head="a"))["logits"]

        options.update(checkpoint_folder=self.folder / "checkpoints", checkpoint_steps=3)
        process, client = self.serve(f"unix:{self.folder}/killed.sock")
        job = self.prepare(client).train("a", "d", **options)
        for event in job.watch():
            if isinstance(event, Step) and event.step >= 7:
                break
        process.kill()
        _, client = self.serve(f"unix:{self.folder}/again.sock")
        model = self.prepare(client)
        outcome = model.train("a", "d", resume=True, **options).result(timeout=120)
        self.assertEqual(outcome.steps, 12)
        self.assertEqual(model.forward(inputs, setup=Setup("a", head="a"))["logits"], expected)

    def test_watch_outlives_a_restart_of_the_connection(self) -> None:
        _, client = self.serve(f"unix:{self.folder}/one.sock")
        model = self.prepare(client)
        job = model.train("a", "d", head="a", max_steps=6, batch_size=8, max_length=32)
        seen = []
        for event in job.watch():
            seen.append(event.sequence)
            if len(seen) == 3:
                break
        seen += [event.sequence for event in job.watch(after_sequence=seen[-1])]
        self.assertEqual(seen, list(range(1, len(seen) + 1)))


if __name__ == "__main__":
    unittest.main()
