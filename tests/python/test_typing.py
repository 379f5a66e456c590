"""The package passes mypy --strict: users' own checks see its types (py.typed)."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import unittest

from support import CLIENT


class TypingTests(unittest.TestCase):
    def test_package_passes_mypy_strict(self) -> None:
        with tempfile.TemporaryDirectory() as cache:
            command = [sys.executable, "-m", "mypy", "--config-file", str(CLIENT / "pyproject.toml"), "--cache-dir", cache, "-p", "adapterbridge"]
            done = subprocess.run(command, cwd=CLIENT, env={**os.environ, "MYPYPATH": str(CLIENT / "src")}, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
