"""Servers of the test's own, started with the program that BRIDGE_CLI names. Without it there is nothing here."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

from support import adapterbridge
from adapterbridge import Setup, Step, TrainingState
from test_integration import IDS, LABELS, MASK, MODEL, rows

COMMAND = os.environ.get("BRIDGE_CLI", "")


def load_tests(loader: unittest.TestLoader, tests: unittest.TestSuite, pattern: str | None) -> unittest.TestSuite:
    """The tests, where there is a program for them."""
    return loader.loadTestsFromTestCase(OwnServerTests) if COMMAND else unittest.TestSuite()


class OwnServerTests(unittest.TestCase):
    """Servers of the test's own, started with BRIDGE_CLI."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def serve(self, address: str, *options: str) -> tuple[subprocess.Popen[bytes], adapterbridge.Client]:
        log = self.enterContext(open(self.folder / "server.log", "ab"))
        process = subprocess.Popen([COMMAND, "serve", "--listen", address, *options], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
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

    def test_killed_server_remembers_its_jobs(self) -> None:
        state = ("--state", str(self.folder / "state"))
        options = dict(head="a", max_steps=12, batch_size=8, max_length=32, learning_rate=1e-3, seed=3)
        checkpoints = dict(checkpoint_folder=self.folder / "checkpoints", checkpoint_steps=3)
        process, client = self.serve(f"unix:{self.folder}/one.sock", *state)
        model = self.prepare(client)
        done = model.train("a", "d", job_id="done", evaluation="d", **options)
        outcome, events = done.result(timeout=120), list(done.watch())
        running = model.train("a", "d", job_id="running", **{**options, "max_steps": 100000}, **checkpoints)
        waiting = model.train("a", "d", job_id="waiting", queue=True, **options)
        self.assertEqual(waiting.state, TrainingState.QUEUED)
        seen = 0
        for event in running.watch():
            seen = event.sequence
            if isinstance(event, Step) and event.step >= 7:
                break
        process.kill()
        process.wait()

        (self.folder / "state" / "jobs" / "m.broken.jsonl").write_text("{")
        process, client = self.serve(f"unix:{self.folder}/two.sock", *state)
        self.assertIn("m.broken.jsonl", (self.folder / "server.log").read_text())
        jobs = client.models.jobs("m")  # before any model is loaded
        self.assertEqual([j.id for j in jobs.list()], ["done", "running", "waiting"])
        again = jobs.get("done")
        self.assertEqual((again.state, again.outcome, again.spec), (TrainingState.SUCCEEDED, outcome, done.spec))
        self.assertEqual(list(again.watch()), events)
        self.assertEqual(list(again.watch(after_sequence=5)), events[5:])
        killed = jobs.get("running")
        self.assertEqual((killed.state, killed.error.reason, killed.error.code), (TrainingState.FAILED, "JOB_INTERRUPTED", adapterbridge.Code.ABORTED))
        step = int(killed.error.metadata["checkpoint_step"])
        self.assertEqual(killed.error.metadata["checkpoint"], str(self.folder / "checkpoints" / f"checkpoint-{step}"))
        self.assertGreaterEqual(step, 6)
        last = list(killed.watch(after_sequence=seen))[-1]
        self.assertEqual((last.state, last.error.reason), (TrainingState.FAILED, "JOB_INTERRUPTED"))
        self.assertEqual([e.state for e in jobs.get("waiting").watch()], [TrainingState.QUEUED, TrainingState.FAILED])

        # It goes on from there, as it says.
        model = self.prepare(client)
        resumed = model.train("a", "d", resume=True, **{**options, "max_steps": 100000}, **checkpoints)
        first = next(e for e in resumed.watch() if isinstance(e, Step))
        self.assertEqual(first.step, step + 1)
        resumed.cancel()
        list(resumed.watch())
        jobs.delete("running")
        process.terminate()
        self.assertEqual(process.wait(30), 0)
        _, client = self.serve(f"unix:{self.folder}/three.sock", *state)
        self.assertEqual([(j.id, j.state) for j in client.models.jobs("m").list() if j.id != resumed.id],
                         [("done", TrainingState.SUCCEEDED), ("waiting", TrainingState.FAILED)])  # fmt: skip

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
