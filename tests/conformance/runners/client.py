"""The Python client: `client.py ADDRESS` over gRPC, `client.py inprocess` over the C library."""

from __future__ import annotations

import sys

import numpy

import adapterbridge
from adapterbridge import Setup


def show(name: str, values: numpy.ndarray) -> None:
    print(name, " ".join(f"{v:08x}" for v in numpy.ascontiguousarray(values, dtype="<f4").view("<u4").reshape(-1)), sep="\t")


def setup_of(composition: str, heads: str) -> Setup | None:
    return Setup(composition or None, [h for h in heads.split(",") if h]) if composition or heads else None


def main() -> None:
    client = adapterbridge.open_inprocess() if sys.argv[1] == "inprocess" else adapterbridge.connect(sys.argv[1])
    model = None
    with client:
        for line in sys.stdin:
            step, *words = line.rstrip("\n").split("\t")
            try:
                if step == "model":
                    model = client.models.load(words[0], path=words[1]).result()
                elif step == "adapter":
                    model.adapters.create(words[0], words[1], seed=int(words[2]))
                elif step == "head":
                    model.heads.create(words[0], labels=words[1].split(","), seed=int(words[2]))
                elif step in ("ids", "texts"):
                    name, composition, heads, output, *rest = words
                    inputs = rest
                    if step == "ids":
                        inputs = {"input_ids": numpy.array([int(n) for n in rest[2:]]).reshape(int(rest[0]), int(rest[1]))}
                    show(name, model.forward(inputs, setup=setup_of(composition, heads), outputs=[output])[output].numpy())
                elif step == "classify":
                    print(words[0], ",".join(c.label for c in model.classify(words[2:], setup=words[1])), sep="\t")
                elif step == "dataset":
                    client.datasets.create(words[0], path=words[1], labels=["negative", "positive"])
                elif step == "train":
                    options = {"max_steps": int(words[2]), "batch_size": int(words[3]), "learning_rate": float(words[4])}
                    model.train(words[0], words[1], head=words[0], **options).result()
                elif step == "save":
                    model.adapters.save(words[0], words[1], head=words[0])
                elif step == "load":
                    model.adapters.load(words[1], adapter_id=words[0])
                elif step == "merge":
                    model.adapters.merge(words[0])
                elif step == "reset":
                    model.adapters.reset_merged()
                elif step == "delete":
                    model.adapters.delete(words[0])
            except adapterbridge.BridgeError as error:
                print("error", error.reason, sep="\t")


main()
