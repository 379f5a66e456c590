"""The package beside others: with Google's own modules installed, with protobuf in pure Python, and installed by pip's own builder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from support import CLIENT

SOURCE = CLIENT / "src"


def run(code: str, path: list[Path], **environment: str) -> str:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path)), **environment}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout.strip()


class InstallTests(unittest.TestCase):
    def test_installed_google_modules_are_used(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for package in ("api", "rpc", "longrunning"):
                target = Path(folder) / "google" / package
                shutil.copytree(SOURCE / "adapterbridge" / "_proto" / "_bundled" / "google" / package, target)
                for file in target.glob("*.py"):
                    file.write_text(file.read_text().replace("adapterbridge._proto.google", "google"))
            code = (
                f"import google; google.__path__.append({str(Path(folder) / 'google')!r})\n"
                "import adapterbridge\n"
                "from google.rpc import status_pb2\n"
                "from adapterbridge._proto.google.rpc import status_pb2 as ours\n"
                "print(ours.Status is status_pb2.Status)"
            )
            self.assertEqual(run(code, [SOURCE]), "True")

    def test_pure_python_protobuf_works(self) -> None:
        code = (
            "from google.protobuf.internal import api_implementation\n"
            "from adapterbridge import LoraConfig\n"
            "from adapterbridge.configs import config_from_proto\n"
            "print(api_implementation.Type(), config_from_proto(LoraConfig(r=4).to_proto()).r)"
        )
        self.assertEqual(run(code, [SOURCE], PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION="python"), "python 4")

    def test_values_need_neither_grpc_nor_numpy(self) -> None:
        code = (
            "import sys; sys.modules['numpy'] = None; sys.modules['grpc'] = None\n"
            "from adapterbridge import tensors\n"
            "print(tensors.from_proto(tensors.to_proto([[1, 2], [3, 4]])).tolist())"
        )
        self.assertEqual(run(code, [SOURCE]), "[[1, 2], [3, 4]]")

    def test_package_lists_every_file(self) -> None:
        text = (CLIENT / "pyproject.toml").read_text()
        self.assertIn('where = ["src"]', text)
        for folder in {p.parent for p in SOURCE.rglob("*.py")} - {SOURCE}:
            self.assertTrue((folder / "__init__.py").exists(), f"{folder} is no package and would be left out")
