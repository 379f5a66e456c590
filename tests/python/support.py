"""What the tests share: the client's folder on the path, and a fake server for each test class."""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLIENT = ROOT / "clients" / "python"
sys.path.insert(0, str(CLIENT / "src"))

import adapterbridge  # noqa: E402
from fake_server import FakeServer  # noqa: E402


class FakeServerTest(unittest.TestCase):
    """A fresh fake server, a client, and a loaded model `m` for each test."""

    def setUp(self) -> None:
        self.server = self.enterContext(FakeServer())
        self.state = self.server.state
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.client = self.enterContext(adapterbridge.connect(self.server.address, timeout=5))
        self.model = self.client.models.load("m", path=self.folder).result(timeout=5)

    def calls(self, name: str) -> list[object]:
        """The requests that a method got."""
        return [request for called, request in self.state.calls if called == name]
