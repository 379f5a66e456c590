"""Builds the messages of a training session; both clients use it."""

from __future__ import annotations

from typing import Any, Iterator, Sequence

from adapterbridge import _requests as build
from adapterbridge import tensors
from adapterbridge._proto.bridge.v1 import sessions_pb2 as pb
from adapterbridge._proto.bridge.v1 import training_pb2
from adapterbridge.setups import SetupLike, setup_to_proto

Labels = Any
"""Names of classes, numbers, or anything array-like."""


def start(
    model: str,
    adapters: Any,
    head: Any,
    fusions: Any,
    train_embedding: bool,
    setup: SetupLike,
    max_length: int | None,
    queue: bool,
    options: training_pb2.TrainingOptions,
) -> pb.RunTrainingSessionRequest:
    message = pb.TrainingSessionStart(
        model=model, adapters=build.ids_of(adapters), heads=build.ids_of(head), fusions=build.ids_of(fusions), train_embedding=train_embedding,
        max_length=max_length or 0, queue=queue, options=options,
    )  # fmt: skip
    if setup is not None:
        message.setup.CopyFrom(setup_to_proto(setup))
    return pb.RunTrainingSessionRequest(start=message)


def batch(
    kind: str,
    inputs: build.Inputs | None,
    texts: str | Sequence[str] | None,
    pairs: str | Sequence[str] | None,
    labels: Labels,
    max_length: int | None,
    step: bool | None,
    return_logits: bool,
) -> Iterator[pb.RunTrainingSessionRequest]:
    """The messages of one batch: large tensors in pieces, then `train` or `evaluate` with the others."""
    if (inputs is None) == (texts is None):
        raise ValueError("give inputs or texts, one of them")
    values, text_batch = build.batch_of(texts if inputs is None else inputs, pairs, max_length)  # type: ignore[arg-type]
    message = pb.TrainingBatch(texts=text_batch, step=step, return_logits=return_logits)  # type: ignore[arg-type]
    names = [labels] if isinstance(labels, str) else labels
    if isinstance(names, (list, tuple)) and names and all(isinstance(n, str) for n in names):
        message.label_names.extend(names)
    elif labels is not None:
        values["labels"] = tensors.as_tensor(labels)
    inline: dict[str, tensors.Tensor] = {}
    for name, value in values.items():
        if value.nbytes <= tensors.CHUNK_BYTES and tensors.total_bytes(inline) + value.nbytes <= tensors.INLINE_BYTES:
            inline[name] = value
            continue
        for chunk in tensors.to_chunks(name, value):
            yield pb.RunTrainingSessionRequest(tensor=chunk)
    for name, value in inline.items():
        (message.labels if name == "labels" else message.inputs[name]).CopyFrom(tensors.to_proto(value))
    yield pb.RunTrainingSessionRequest(**{kind: message})


def publish() -> pb.RunTrainingSessionRequest:
    return pb.RunTrainingSessionRequest(publish=pb.TrainingSessionPublish())


def finish() -> pb.RunTrainingSessionRequest:
    return pb.RunTrainingSessionRequest(finish=pb.TrainingSessionFinish())
