"""The examples and the demo run, against the server without a model."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from support import CLIENT, ROOT, FakeServerTest


class ExampleTests(FakeServerTest):
    def run_script(self, script: Path, *arguments: object) -> str:
        environment = {**os.environ, "PYTHONPATH": str(CLIENT / "src")}
        command = [sys.executable, str(script), *map(str, arguments)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_train_keeps_the_adapter(self) -> None:
        out = self.run_script(CLIENT / "examples" / "train.py", self.server.address, self.folder, self.folder / "out")
        self.assertIn("adapter.safetensors 200000", out)
        self.assertTrue((self.folder / "out" / "adapter_config.json").exists())

    def test_watch_ends_with_the_job(self) -> None:
        self.model.train(self.model.adapters.create("a", "lora"), "d", max_steps=3)
        self.assertIn("SUCCEEDED", self.run_script(CLIENT / "examples" / "watch.py", self.server.address, "m"))

    def test_many_setups_answers_each(self) -> None:
        out = self.run_script(CLIENT / "examples" / "many_setups.py", self.server.address, "m", "a", "b")
        self.assertEqual([line.split()[0] for line in out.splitlines()], ["a", "b"])

    def test_demo_goes_the_whole_way(self) -> None:
        serve = f"{shlex.quote(sys.executable)} {shlex.quote(str(Path(__file__).with_name('fake_server.py')))}"
        out = self.run_script(ROOT / "demo" / "demo.py", "--server-command", serve, "--model", self.folder, "a good day", "rain")
        self.assertEqual([line.split()[0] for line in out.splitlines()], ["positive", "negative"])
