"""Generated files are those that their generators make."""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from support import CLIENT

PACKAGE = CLIENT / "src" / "adapterbridge"


def differences(left: Path, right: Path) -> list[str]:
    """Files that differ or that only one side has, caches apart."""
    names = {p.relative_to(side).as_posix() for side in (left, right) for p in side.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    return sorted(n for n in names if not ((left / n).exists() and (right / n).exists() and filecmp.cmp(left / n, right / n, shallow=False)))


class FreshnessTests(unittest.TestCase):
    def test_messages_are_those_of_the_protos(self) -> None:
        if shutil.which("protoc") is None or shutil.which("grpc_python_plugin") is None:
            self.fail("protoc and grpc_python_plugin are needed: apt-get install protobuf-compiler protobuf-compiler-grpc")
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([str(CLIENT / "generate.sh"), folder], check=True, capture_output=True)
            self.assertEqual(differences(Path(folder), PACKAGE / "_proto"), [], "run clients/python/generate.sh")

    def test_plain_client_is_made_from_the_other(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(PACKAGE / "_sync" / "compat.py", folder)
            subprocess.run([sys.executable, str(CLIENT / "unasync.py"), folder], check=True)
            self.assertEqual(differences(Path(folder), PACKAGE / "_sync"), [], "run clients/python/unasync.py")
