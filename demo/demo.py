#!/usr/bin/env python3
"""The whole way, over gRPC: load a model, train an adapter on real sentences, evaluate it, save it, load it in a second server,
compare the logits bit for bit, and classify the sentences given on the command line.

`./bridge demo [SENTENCE...]` runs it. By hand: demo.py --address ADDRESS --server-command "adapterbridge serve" [SENTENCE...]
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Iterator

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "clients" / "python" / "src"))

import adapterbridge  # noqa: E402
from adapterbridge import Setup  # noqa: E402

LABELS = ["negative", "positive"]
NAME = "mood"
SENTENCES = [
    "The plot was thin, but I could not stop smiling.",
    "Two hours of my life that I will never get back.",
    "Not bad at all!",
    "The battery died after a week and nobody answers my mails.",
]


def main() -> int:
    options = parse()
    started = time.monotonic()
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bridge-demo-")))
        address = options.address or stack.enter_context(server(options.server_command, work / "first.sock"))
        saved = options.save or work / "saved"
        client = stack.enter_context(adapterbridge.connect(address))
        client.wait_ready(60)
        say(f"connected to AdapterBridge {client.server.info().version} at {address}")
        probe, logits = train_and_save(client, options, saved)

        fresh = stack.enter_context(server(options.server_command, work / "second.sock"))
        second = stack.enter_context(adapterbridge.connect(fresh))
        second.wait_ready(60)
        model = second.models.load("demo", path=options.model).result(timeout=120)
        loaded = model.adapters.load(saved, adapter_id=NAME, head_id=NAME)
        say(f'a second, fresh server loaded "{loaded.adapter.id}" ({loaded.report.used_count} tensors) from {saved}')
        again = model.forward(probe, setup=Setup(NAME, head=NAME))["logits"]
        if again.tobytes() != logits.tobytes():
            say(f"the logits differ: {logits.tolist()[0]} and {again.tolist()[0]}")
            return 1
        say(f"its logits for {len(probe)} sentences are the same, bit for bit")

        say("")
        for text, found in zip(options.sentences, model.classify(options.sentences, setup=Setup(NAME, head=NAME))):
            print(f"{found.label:>8}  {found.score:.3f}  {text}")
    say(f"\ndone in {time.monotonic() - started:.0f} s")
    return 0


def train_and_save(client: adapterbridge.Client, options: argparse.Namespace, saved: Path) -> tuple[list[str], adapterbridge.Tensor]:
    """Trains the adapter with its head and saves both; returns sentences and the logits that the first server has for them."""
    model = client.models.load("demo", path=options.model).result(timeout=120)
    say(f"loaded {model.path}: {model.architecture}, {model.layer_count} layers, {model.parameter_count / 1e6:.1f} million parameters")
    train = client.datasets.upload("train", options.data / "train.jsonl", labels=LABELS)
    dev = client.datasets.upload("dev", options.data / "dev.jsonl", labels=LABELS)
    adapter = model.adapters.create(NAME, options.config, seed=options.seed)
    head = model.heads.create(NAME, labels=LABELS, seed=options.seed)
    say(f'created "{adapter.id}": {adapter.config_string}, {adapter.parameter_count:,} parameters; training on {train.row_count} sentences')
    job = model.train(
        adapter, train, head=head, evaluation=dev, epochs=options.epochs, learning_rate=options.learning_rate, batch_size=32,
        warmup_ratio=0.06, max_length=128, seed=options.seed,
    )  # fmt: skip
    result = job.result(progress=True if sys.stderr.isatty() else "always")
    say(f"trained {result.steps} steps in {result.duration:.0f} s")
    evaluated = model.evaluate(dev, setup=Setup(NAME, head=NAME))
    metrics = ", ".join(f"{name} {value:.4f}" for name, value in sorted(evaluated.metrics.items()))
    say(f"on {evaluated.row_count} sentences that it has not seen: {metrics}")
    files = model.adapters.save(adapter, saved, head=head).files
    say(f"saved {', '.join(f.file for f in files)} to {saved}")
    return options.sentences, model.forward(options.sentences, setup=Setup(NAME, head=NAME))["logits"]


@contextmanager
def server(command: str, socket: Path) -> Iterator[str]:
    """A server of our own on a unix socket, ended afterwards."""
    address = f"unix:{socket}"
    log = open(socket.with_suffix(".log"), "wb")
    process = subprocess.Popen([*shlex.split(command), "--listen", address], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        with adapterbridge.connect(address) as client:
            for _ in range(120):
                try:
                    client.wait_ready(0.5)
                    break
                except adapterbridge.UnavailableError:
                    if process.poll() is not None:
                        text = socket.with_suffix(".log").read_text(errors="replace")
                        raise SystemExit(f"{command} ended with {process.returncode}:\n{text[-2000:]}") from None
        yield address
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def parse() -> argparse.Namespace:
    cli = os.environ.get("BRIDGE_CLI", str(ROOT / "artifacts" / "bin" / "adapterbridge"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", nargs="*", metavar="SENTENCE", help="what to classify")
    parser.add_argument("--address", help="a running server: host:port or unix:PATH; by default one is started")
    parser.add_argument("--server-command", default=f"{shlex.quote(cli)} serve", help='starts a server; "--listen ADDRESS" is added')
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "all-minilm-l6-v2")
    parser.add_argument("--data", type=Path, default=ROOT / "data" / "vader-sentiment")
    parser.add_argument("--config", default="lora[r=8,alpha=16]", help="the adapter's configuration")
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--save", type=Path, help="where to keep the adapter; by default it is gone afterwards")
    options = parser.parse_args()
    options.model, options.data = options.model.resolve(), options.data.resolve()
    options.save = options.save.resolve() if options.save else None
    options.sentences = options.sentences or SENTENCES
    return options


def say(text: str) -> None:
    """Tells how it goes, on stderr: the answer alone goes to stdout."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
