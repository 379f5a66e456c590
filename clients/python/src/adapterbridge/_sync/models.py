"""Models: loading them, and what one does."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Iterable, Iterator, Sequence

from adapterbridge import _requests as build
from adapterbridge import _session_requests as session_messages
from adapterbridge import tensors
from adapterbridge._sync.adapters import Adapters, Heads
from adapterbridge._sync.core import Connection, Operation
from adapterbridge._sync.jobs import TrainingJob, TrainingJobs
from adapterbridge._sync.sessions import TrainingSession
from adapterbridge._sync.parts import Embeddings, Fusions, Setups
from adapterbridge._proto.bridge.v1 import inference_pb2, models_pb2, server_pb2, training_pb2
from adapterbridge._transport.base import method_of
from adapterbridge.enums import DataType, Schedule
from adapterbridge.errors import InvalidArgumentError
from adapterbridge.images import Image, Images
from adapterbridge.jobs import TrainingJobInfo
from adapterbridge.resources import Capabilities, Classification, EvaluationResult, ModelInfo, Outputs
from adapterbridge.setups import SetupLike, setup_to_proto

_FORWARD_SECONDS = 120.0
_ACTIVE: ContextVar[dict[str, SetupLike]] = ContextVar("adapterbridge_active", default={})


class Models:
    """The base models of the server."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def load(
        self, model_id: str | None = None, *, path: build.PathLike, device: str | None = None, data_type: DataType | str | None = None
    ) -> Operation[Model]:
        """Begins to load a model from a folder of the server: `models.load("m", path="...").result()`."""
        request = build.load_model(model_id, path, device, data_type)
        message = self._connection.call("ModelService/LoadModel", request)
        return Operation(self._connection, message, models_pb2.Model, self._make)

    def get(self, model: Any) -> Model:
        """One model."""
        request = models_pb2.GetModelRequest(name=build.name_of("models", model))
        return self._make(self._connection.call("ModelService/GetModel", request))

    def list(self) -> Iterator[Model]:
        """All models, oldest first."""
        for item in self._connection.pages("ModelService/ListModels", models_pb2.ListModelsRequest(), "models"):
            yield self._make(item)

    def unload(self, model: Any, *, allow_missing: bool = False) -> None:
        """Frees a model with its adapters and heads."""
        request = models_pb2.UnloadModelRequest(
            name=build.name_of("models", model), allow_missing=allow_missing, request_id=build.request_id()
        )
        self._connection.call("ModelService/UnloadModel", request)

    def jobs(self, model: Any) -> TrainingJobs:
        """The training jobs of a model, whether or not it is loaded: a server with a state folder remembers them."""
        return TrainingJobs(self._connection, build.name_of("models", model))

    def _make(self, message: Any) -> Model:
        return Model(**ModelInfo.values(message), _connection=self._connection)


@dataclass(frozen=True, slots=True)
class Model(ModelInfo):
    """A loaded base model with its adapters, heads and training jobs."""

    _connection: Connection = field(repr=False, compare=False)

    @property
    def adapters(self) -> Adapters:
        """Its adapters."""
        return Adapters(self._connection, self.name)

    @property
    def heads(self) -> Heads:
        """Its heads."""
        return Heads(self._connection, self.name)

    @property
    def fusions(self) -> Fusions:
        """Its fusions of adapters."""
        return Fusions(self._connection, self.name)

    @property
    def embeddings(self) -> Embeddings:
        """Its token embeddings beside its own."""
        return Embeddings(self._connection, self.name)

    @property
    def setups(self) -> Setups:
        """Saving and loading setups as a whole."""
        return Setups(self._connection, self.name)

    @property
    def jobs(self) -> TrainingJobs:
        """Its training jobs."""
        return TrainingJobs(self._connection, self.name)

    def refresh(self) -> Model:
        """The model as it is now."""
        return Models(self._connection).get(self.name)

    def unload(self) -> None:
        """Frees it with its adapters and heads."""
        Models(self._connection).unload(self.name)

    def capabilities(self) -> Capabilities:
        """Which methods, blocks and heads work with it."""
        request = server_pb2.GetCapabilitiesRequest(model=self.name)
        return Capabilities.from_proto(self._connection.call("ServerService/GetCapabilities", request))

    @contextmanager
    def active(self, setup: SetupLike) -> Iterator[None]:
        """Within the block, calls of this thread or task that name no setup use this one. It is sent with each call."""
        token = _ACTIVE.set({**_ACTIVE.get(), self.name: setup})
        try:
            yield
        finally:
            _ACTIVE.reset(token)

    def _setup(self, setup: SetupLike) -> SetupLike:
        return _ACTIVE.get().get(self.name) if setup is None else setup

    def train(
        self,
        adapters: Any,
        dataset: Any,
        *,
        head: Any = None,
        fusions: Any = None,
        train_embedding: bool = False,
        setup: SetupLike = None,
        evaluation: Any = None,
        job_id: str | None = None,
        queue: bool = False,
        max_length: int | None = None,
        checkpoint_folder: build.PathLike | None = None,
        resume: bool = False,
        learning_rate: float | None = None,
        epochs: float | None = None,
        max_steps: int | None = None,
        batch_size: int | None = None,
        gradient_accumulation: int | None = None,
        schedule: Schedule | str | None = None,
        warmup_steps: int | None = None,
        warmup_ratio: float | None = None,
        weight_decay: float | None = None,
        beta1: float | None = None,
        beta2: float | None = None,
        epsilon: float | None = None,
        clip_norm: float | None = None,
        seed: int | None = None,
        dropout: float | None = None,
        evaluation_steps: int | None = None,
        evaluation_batch_size: int | None = None,
        metrics: Sequence[str] = (),
        best_metric: str | None = None,
        patience: int | None = None,
        restore_best: bool | None = None,
        checkpoint_steps: int | None = None,
        keep_checkpoints: int | None = None,
        gradient_checkpointing: bool | None = None,
    ) -> TrainingJob:
        """Starts a job that trains adapters (one or several, or None), fusions and a head on a dataset; what is not named stays frozen.

        `train_embedding` trains the token embeddings that the setup names; the model's own cannot be trained, a copy can.
        Options that are not given have the defaults of TrainingOptions in training.proto.
        """
        options = build.training_options(
            learning_rate=learning_rate, epochs=epochs, max_steps=max_steps, batch_size=batch_size,
            gradient_accumulation=gradient_accumulation, schedule=schedule, warmup_steps=warmup_steps, warmup_ratio=warmup_ratio,
            weight_decay=weight_decay, beta1=beta1, beta2=beta2, epsilon=epsilon, clip_norm=clip_norm, seed=seed, dropout=dropout,
            evaluation_steps=evaluation_steps, evaluation_batch_size=evaluation_batch_size, metrics=metrics, best_metric=best_metric,
            patience=patience, restore_best=restore_best, checkpoint_steps=checkpoint_steps, keep_checkpoints=keep_checkpoints,
            gradient_checkpointing=gradient_checkpointing,
        )  # fmt: skip
        spec = build.training_spec(
            adapters, dataset, head, self._setup(setup), evaluation, max_length, checkpoint_folder, resume, options, fusions, train_embedding
        )
        request = training_pb2.CreateTrainingJobRequest(
            parent=self.name, training_job_id=job_id or "", spec=spec, queue=queue, request_id=build.request_id()
        )
        message = self._connection.call("TrainingService/CreateTrainingJob", request, 120.0)
        return TrainingJob(**TrainingJobInfo.values(message), _connection=self._connection)

    def training_session(
        self,
        adapters: Any,
        *,
        head: Any = None,
        fusions: Any = None,
        train_embedding: bool = False,
        setup: SetupLike = None,
        queue: bool = False,
        max_length: int | None = None,
        timeout: float | None = None,
        learning_rate: float | None = None,
        max_steps: int | None = None,
        gradient_accumulation: int | None = None,
        schedule: Schedule | str | None = None,
        warmup_steps: int | None = None,
        warmup_ratio: float | None = None,
        weight_decay: float | None = None,
        beta1: float | None = None,
        beta2: float | None = None,
        epsilon: float | None = None,
        clip_norm: float | None = None,
        seed: int | None = None,
        dropout: float | None = None,
        gradient_checkpointing: bool | None = None,
    ) -> TrainingSession:
        """A training loop of the caller's: `with model.training_session("a", head="a") as s: s.step(texts=..., labels=...)`.

        It trains what `train` would, with the same options: same batches, seed and options give the same bits. Schedules that fall need
        `max_steps`; without it the learning rate stays the same. MODEL_BUSY where another writer holds the model, unless `queue`.
        `timeout` seconds after its opening the session ends.
        """
        options = build.training_options(
            learning_rate=learning_rate, max_steps=max_steps, gradient_accumulation=gradient_accumulation, schedule=schedule,
            warmup_steps=warmup_steps, warmup_ratio=warmup_ratio, weight_decay=weight_decay, beta1=beta1, beta2=beta2, epsilon=epsilon,
            clip_norm=clip_norm, seed=seed, dropout=dropout, gradient_checkpointing=gradient_checkpointing,
        )  # fmt: skip
        start = session_messages.start(self.name, adapters, head, fusions, train_embedding, self._setup(setup), max_length, queue, options)
        return TrainingSession(self._connection, start, timeout)

    def forward(
        self,
        inputs: build.Inputs,
        *,
        setup: SetupLike = None,
        outputs: Sequence[str] = (),
        pairs: str | Sequence[str] | None = None,
        max_length: int | None = None,
    ) -> Outputs:
        """One batch: tensors by name ({"input_ids": ids, "attention_mask": mask}), texts or Images; returns tensors by name.

        Tensors over 1 MiB travel in pieces, in either direction, by themselves.
        """
        values, rows = build.batch_of(inputs, pairs, max_length)
        setup = self._setup(setup)
        if not build.is_large(values):
            request = build.forward(self.name, setup, values, rows, outputs)
            try:
                return Outputs.from_proto(self._connection.call("InferenceService/RunForward", request, _FORWARD_SECONDS))
            except InvalidArgumentError as error:
                if error.reason != "TENSOR_TOO_LARGE":
                    raise
        answer = Outputs({})
        for answer in self._streamed(_single((values, rows)), setup, outputs):
            pass  # one batch, one answer; reading on to the stream's end leaves nothing to cancel
        return answer

    def stream_forward(
        self,
        batches: Iterable[build.Inputs],
        *,
        setup: SetupLike = None,
        outputs: Sequence[str] = (),
        max_length: int | None = None,
    ) -> Iterator[Outputs]:
        """Many batches over one stream; answers come in order, while later batches are being sent."""
        for answer in self._streamed(_prepared(batches, max_length), self._setup(setup), outputs):
            yield answer

    def _streamed(self, batches: Iterable[Any], setup: SetupLike, outputs: Sequence[str]) -> Iterator[Outputs]:
        method, assembler = method_of("InferenceService/StreamForward"), tensors.TensorAssembler()
        messages = _forward_messages(self.name, batches, setup, outputs)
        for message in self._connection.transport.bidi_stream(method, messages, None):
            if message.WhichOneof("part") == "tensor":
                assembler.add(message.tensor)
            elif message.WhichOneof("part") == "result":
                yield Outputs.from_proto(message.result, assembler.tensors, message.result.batch_id)
                assembler = tensors.TensorAssembler()

    def classify(
        self,
        texts: str | Sequence[str] | None = None,
        *,
        images: Iterable[Image] | None = None,
        setup: SetupLike = None,
        pairs: str | Sequence[str] | None = None,
        max_length: int | None = None,
    ) -> list[Classification]:
        """The labels of texts, or of images (paths, bytes of files, arrays of uint8), one result a row."""
        if (texts is None) == (images is None):
            raise ValueError("give texts or images, one of them")
        if images is not None:
            return self._classify_images(images, self._setup(setup))
        request = build.classify(self.name, self._setup(setup), texts or (), pairs, max_length)
        answer = self._connection.call("InferenceService/Classify", request, _FORWARD_SECONDS)
        return [Classification.from_proto(c) for c in answer.classifications]

    def _classify_images(self, images: Iterable[Image], setup: SetupLike) -> list[Classification]:
        found: list[Classification] = []
        # As many calls as messages are needed.
        for files in Images(images).batches():
            request = build.classify_images(self.name, setup, files)
            answer = self._connection.call("InferenceService/Classify", request, _FORWARD_SECONDS)
            found += [Classification.from_proto(c) for c in answer.classifications]
        return found

    def stream_classify(
        self, batches: Iterable[Sequence[str] | Images], *, setup: SetupLike = None, max_length: int | None = None
    ) -> Iterator[list[Classification]]:
        """The labels of many batches of texts, or of Images, over one stream, in order."""
        messages = _classify_messages(self.name, batches, self._setup(setup), max_length)
        for answer in self._connection.transport.bidi_stream(method_of("InferenceService/StreamClassify"), messages, None):
            yield [Classification.from_proto(c) for c in answer.classifications]

    def evaluate(
        self,
        dataset: Any,
        *,
        setup: SetupLike = None,
        batch_size: int | None = None,
        max_length: int | None = None,
        metrics: Sequence[str] = (),
        timeout: float = 3600.0,
    ) -> EvaluationResult:
        """Metrics over the rows of a dataset."""
        request = inference_pb2.EvaluateRequest(
            model=self.name, setup=setup_to_proto(self._setup(setup)), dataset=build.name_of("datasets", dataset),
            batch_size=batch_size or 0, max_length=max_length or 0, metrics=metrics,
        )  # fmt: skip
        return EvaluationResult.from_proto(self._connection.call("InferenceService/Evaluate", request, timeout))


def _single(item: Any) -> Iterator[Any]:
    yield item


def _prepared(batches: Iterable[build.Inputs], max_length: int | None) -> Iterator[Any]:
    for batch in batches:
        yield build.batch_of(batch, None, max_length)


def _forward_messages(model: str, batches: Iterable[Any], setup: SetupLike, outputs: Sequence[str]) -> Iterator[Any]:
    yield build.forward_start(model, setup, outputs)
    number = 0
    for values, rows in batches:
        number += 1
        for message in build.forward_batch(number, values, rows):
            yield message


def _classify_messages(
    model: str, batches: Iterable[Sequence[str] | Images], setup: SetupLike, max_length: int | None
) -> Iterator[Any]:
    number = 0
    for batch in batches:
        number += 1
        if isinstance(batch, Images):
            yield build.classify_images(model, setup, batch.files, number)
        else:
            yield build.classify(model, setup, batch, None, max_length, number)
