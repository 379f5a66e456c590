"""Plays every scenario with every runner and compares what they answer with what the engine answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SERVER = os.environ.get("BRIDGE_TEST_SERVER", "")
NATIVE = ROOT / "artifacts" / "native" / "conformance"
DOTNET = ROOT / "tests" / "conformance" / "runners" / "dotnet" / "bin" / "Release" / "net10.0" / "conformance"
PYTHON = [sys.executable, str(HERE / "runners" / "client.py")]

RUNNERS = {
    "engine": [str(DOTNET), "engine"],
    "dotnet-grpc": [str(DOTNET), SERVER],
    "c": [str(NATIVE / "conformance_c")],
    "cpp": [str(NATIVE / "conformance_cpp")],
    "cpp-grpc": [str(NATIVE / "conformance_grpc"), SERVER],
    "python-grpc": [*PYTHON, SERVER],
    "python-inprocess": [*PYTHON, "inprocess"],
}


def lines_of(scenario: Path, folder: str, suffix: str) -> str:
    """The scenario as a runner reads it. Models have names of their own on a server that others use too."""
    places = {"$MODEL": str(ROOT / "models" / "all-minilm-l6-v2"), "$DATA": str(ROOT / "data"), "$FOLDER": folder}
    lines = []
    for step in json.loads(scenario.read_text())["steps"]:
        words = []
        for word in step:
            for place, value in places.items():
                word = word.replace(place, value)
            words.append(word)
        if step[0] == "model":
            words[1] += suffix
        if step[0] == "dataset":
            words[1] += suffix
        if step[0] == "train":
            words[2] += suffix
        lines.append("\t".join(words))
    return "\n".join(lines) + "\n"


def play(runner: str, scenario: Path) -> list[str]:
    """What a runner answers."""
    with tempfile.TemporaryDirectory() as folder:
        text = lines_of(scenario, folder, f"-{scenario.stem}-{runner}")
        done = subprocess.run(RUNNERS[runner], input=text, capture_output=True, text=True, timeout=180, env=os.environ)
    if done.returncode != 0:
        raise AssertionError(f"{runner} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout.splitlines()


class ConformanceTests(unittest.TestCase):
    maxDiff = None


def _add(scenario: Path) -> None:
    expected: list[str] = []

    def answers() -> list[str]:
        if not expected:
            expected.extend(play("engine", scenario))
        return expected

    def engine(self: ConformanceTests) -> None:
        found = answers()
        steps = json.loads(scenario.read_text())["steps"]
        wanted = sum(step[0] in ("ids", "texts", "classify") for step in steps)
        self.assertGreaterEqual(len(found), wanted, "\n".join(found)[:2000])
        if scenario.stem != "errors":
            self.assertEqual([line for line in found if line.startswith("error")], [])
        named = dict(line.split("\t", 1) for line in found if not line.startswith("error"))
        if "base again" in named:
            self.assertEqual(named["base"], named["base again"])
            self.assertNotEqual(named["base"], named["a"])
        if "loaded" in named:
            self.assertEqual(named["after"], named["loaded"])
            self.assertNotEqual(named["before"], named["after"])

    setattr(ConformanceTests, f"test_{scenario.stem}_engine", engine)
    for runner in RUNNERS:
        if runner == "engine":
            continue

        def compare(self: ConformanceTests, runner: str = runner) -> None:
            for found, wanted in zip(play(runner, scenario), answers(), strict=True):
                self.assertEqual(found[:2000], wanted[:2000])
                self.assertEqual(found, wanted)

        setattr(ConformanceTests, f"test_{scenario.stem}_{runner.replace('-', '_')}", compare)


for _scenario in sorted(HERE.glob("*.json")):
    _add(_scenario)


if __name__ == "__main__":
    unittest.main()
