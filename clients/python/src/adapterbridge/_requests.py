"""Builds requests; both clients use it."""

from __future__ import annotations

import hashlib
import json
import uuid
from pathlib import Path
from typing import Any, Iterable, Iterator, Mapping, Sequence, Union

from adapterbridge import images, tensors
from adapterbridge._proto.bridge.v1 import adapters_pb2, config_pb2, datasets_pb2, heads_pb2, inference_pb2, models_pb2, training_pb2
from adapterbridge.enums import AverageStrategy, DataType, LabelKind, Schedule, enum_named
from adapterbridge.images import Images
from adapterbridge.setups import SetupLike, setup_to_proto

PathLike = Union[str, Path]
Rows = Iterable[Mapping[str, Any]]

ADAPTER_FILES = ("adapter_config.json", "adapter.safetensors")
HEAD_FILES = ("head_config.json", "model_head.safetensors")


def request_id() -> str:
    """A fresh id; it makes a retry of the same request safe."""
    return str(uuid.uuid4())


def name_of(parent: str, value: Any) -> str:
    """The resource name of something given as an object with a name, a name, or an id: name_of("models", "a") is "models/a"."""
    name: str = value if isinstance(value, str) else value.name
    return name if "/" in name else f"{parent}/{name}"


def id_of(value: Any) -> str:
    """The id of something given as an object with a name, a name, or an id."""
    name: str = value if isinstance(value, str) else value.name
    return name.rpartition("/")[2]


def ids_of(values: Any) -> list[str]:
    """The ids of one thing or several; None is none."""
    if values is None:
        return []
    return [id_of(v) for v in values] if isinstance(values, (list, tuple, set, frozenset)) else [id_of(values)]


def load_model(model_id: str | None, path: PathLike, device: str | None, data_type: DataType | str | None) -> models_pb2.LoadModelRequest:
    return models_pb2.LoadModelRequest(
        model_id=model_id or "", path=str(path), device=device or "", data_type=enum_named(DataType, data_type), request_id=request_id()  # type: ignore[arg-type]
    )


def create_adapter(
    parent: str, adapter_id: str, config: Any, seed: int | None, validate_only: bool = False
) -> adapters_pb2.CreateAdapterRequest:
    request = adapters_pb2.CreateAdapterRequest(
        parent=parent, adapter_id=adapter_id, seed=seed, validate_only=validate_only, request_id=request_id()
    )
    if isinstance(config, str):
        request.config_string = config
    elif isinstance(config, Mapping):
        request.config_string = json.dumps(config)
    else:
        message = config if isinstance(config, config_pb2.AdapterConfig) else config.to_proto()
        request.config.CopyFrom(message)
    return request


def average_adapters(
    parent: str, adapter_id: str, adapters: list[str], weights: Any, normalize: bool, strategy: AverageStrategy | str, rank: int | None
) -> adapters_pb2.AverageAdaptersRequest:
    return adapters_pb2.AverageAdaptersRequest(
        parent=parent, adapter_id=adapter_id, adapters=adapters, weights=weights or (), keep_weights=not normalize,
        strategy=enum_named(AverageStrategy, strategy), rank=rank or 0, request_id=request_id(),  # type: ignore[arg-type]
    )  # fmt: skip


def load_adapter(
    parent: str, path: PathLike, adapter_id: str | None, with_head: bool | None, head_id: str | None
) -> adapters_pb2.LoadAdapterRequest:
    return adapters_pb2.LoadAdapterRequest(
        parent=parent, path=str(path), adapter_id=adapter_id or "", with_head=with_head, head_id=head_id or "", request_id=request_id()  # type: ignore[arg-type]
    )


def upload_adapter(
    parent: str, folder: PathLike, adapter_id: str | None, with_head: bool, head_id: str | None, upload_id: str, done: Mapping[str, int]
) -> Iterator[adapters_pb2.UploadAdapterRequest]:
    """The messages of an upload; `done` says how much of each file has arrived before."""
    pb = adapters_pb2
    header = pb.UploadAdapterHeader(
        parent=parent, upload_id=upload_id, adapter_id=adapter_id or "", with_head=with_head, head_id=head_id or ""
    )
    yield pb.UploadAdapterRequest(header=header)
    names = ADAPTER_FILES + tuple(n for n in HEAD_FILES if with_head and (Path(folder) / n).exists())
    files = []
    for name in names:
        digest, size, sent = hashlib.sha256(), 0, done.get(name, 0)
        with open(Path(folder) / name, "rb") as source:
            while data := source.read(tensors.CHUNK_BYTES):
                digest.update(data)
                if size + len(data) > sent:
                    skip = max(sent - size, 0)
                    yield pb.UploadAdapterRequest(chunk=pb.FileChunk(file=name, offset=size + skip, data=data[skip:]))
                size += len(data)
        files.append(pb.FileInfo(file=name, byte_size=size, sha256=digest.digest()))
    yield pb.UploadAdapterRequest(finish=pb.UploadFinish(files=files))


def create_head(
    parent: str,
    head_id: str,
    labels: Sequence[str] | None,
    num_labels: int | None,
    layers: int | None,
    activation_function: str | None,
    multilabel: bool | None,
    use_pooler: bool | None,
    bias: bool | None,
    dropout_prob: float | None,
    seed: int | None,
    config_json: Mapping[str, Any] | None = None,
) -> heads_pb2.CreateHeadRequest:
    if config_json is not None:
        whole = heads_pb2.HeadConfig(json=json.dumps(config_json))
        return heads_pb2.CreateHeadRequest(parent=parent, head_id=head_id, config=whole, seed=seed, request_id=request_id())
    config = heads_pb2.ClassificationHeadConfig(
        num_labels=num_labels if num_labels is not None or not labels else len(labels), layers=layers,
        activation_function=activation_function, multilabel=multilabel, use_pooler=use_pooler, bias=bias, dropout_prob=dropout_prob,  # type: ignore[arg-type]
        labels=labels or (),
    )  # fmt: skip
    return heads_pb2.CreateHeadRequest(
        parent=parent, head_id=head_id, config=heads_pb2.HeadConfig(classification=config), seed=seed, request_id=request_id()
    )


def dataset_schema(
    text_field: str, pair_field: str | None, label_field: str | None, label_kind: LabelKind | str | None, labels: Any, image_field: str | None = None
) -> datasets_pb2.DatasetSchema:
    """`labels` are names in the order of their ids, or ids by name. A label field of None reads no labels."""
    kind = LabelKind.NONE if label_field is None and label_kind is None else label_kind
    ids = dict(labels) if isinstance(labels, Mapping) else {label: i for i, label in enumerate(labels or ())}
    return datasets_pb2.DatasetSchema(
        text_field=text_field, pair_field=pair_field or "", label_field=label_field or "", label_kind=enum_named(LabelKind, kind), label_ids=ids,  # type: ignore[arg-type]
        image_field=image_field or "",
    )  # fmt: skip


def json_lines(rows: Rows, image_field: str | None = None) -> Iterator[bytes]:
    """Rows as lines of JSON, with the bytes of their images in them."""
    for row in rows if image_field is None else images.rows_of_json(rows, image_field):
        yield json.dumps(row, ensure_ascii=False).encode() + b"\n"


def upload_dataset(
    dataset_id: str, source: PathLike | Rows, schema: datasets_pb2.DatasetSchema
) -> Iterator[datasets_pb2.UploadDatasetRequest]:
    """The messages of an upload, of a local JSON lines file or of rows."""
    pb = datasets_pb2
    yield pb.UploadDatasetRequest(header=pb.UploadDatasetHeader(dataset_id=dataset_id, schema=schema))
    digest, offset = hashlib.sha256(), 0
    for data in _pieces(source, schema.image_field or None):
        digest.update(data)
        yield pb.UploadDatasetRequest(chunk=pb.DatasetChunk(offset=offset, data=data))
        offset += len(data)
    yield pb.UploadDatasetRequest(finish=pb.UploadDatasetFinish(byte_size=offset, sha256=digest.digest()))


def _pieces(source: PathLike | Rows, image_field: str | None) -> Iterator[bytes]:
    if isinstance(source, (str, Path)) and image_field is not None:
        source = images.rows_of_file(source, image_field)
    if isinstance(source, (str, Path)):
        with open(source, "rb") as file:
            while data := file.read(tensors.CHUNK_BYTES):
                yield data
        return
    buffer = bytearray()
    for line in json_lines(source, image_field):
        buffer += line
        while len(buffer) >= tensors.CHUNK_BYTES:
            yield bytes(buffer[: tensors.CHUNK_BYTES])
            del buffer[: tensors.CHUNK_BYTES]
    if buffer:
        yield bytes(buffer)


def training_spec(
    adapters: Any,
    dataset: Any,
    head: Any,
    setup: SetupLike,
    evaluation: Any,
    max_length: int | None,
    checkpoint_folder: PathLike | None,
    resume: bool,
    options: training_pb2.TrainingOptions,
    fusions: Any = None,
    train_embedding: bool = False,
) -> training_pb2.TrainingSpec:
    spec = training_pb2.TrainingSpec(
        adapters=ids_of(adapters), heads=ids_of(head), dataset=name_of("datasets", dataset), max_length=max_length or 0, options=options,
        checkpoint_folder=str(checkpoint_folder or ""), resume=resume, fusions=ids_of(fusions), train_embedding=train_embedding,
        evaluation_dataset="" if evaluation is None else name_of("datasets", evaluation),
    )  # fmt: skip
    if setup is not None:
        spec.setup.CopyFrom(setup_to_proto(setup))
    return spec


def training_options(
    *,
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
) -> training_pb2.TrainingOptions:
    """What is not given stays unset: the service has the defaults."""
    if epochs is not None and max_steps is not None:
        raise ValueError("give epochs or max_steps, not both")
    if warmup_steps is not None and warmup_ratio is not None:
        raise ValueError("give warmup_steps or warmup_ratio, not both")
    return training_pb2.TrainingOptions(
        learning_rate=learning_rate, epochs=epochs, max_steps=max_steps, batch_size=batch_size, gradient_accumulation=gradient_accumulation,
        schedule=enum_named(Schedule, schedule), warmup_steps=warmup_steps, warmup_ratio=warmup_ratio, weight_decay=weight_decay,  # type: ignore[arg-type]
        beta1=beta1, beta2=beta2, epsilon=epsilon, clip_norm=clip_norm, seed=seed, dropout=dropout, evaluation_steps=evaluation_steps,
        evaluation_batch_size=evaluation_batch_size, metrics=list(metrics), best_metric=best_metric or "", patience=patience,
        restore_best=restore_best, checkpoint_steps=checkpoint_steps, keep_checkpoints=keep_checkpoints,  # type: ignore[arg-type]
        gradient_checkpointing=gradient_checkpointing,  # type: ignore[arg-type]
    )  # fmt: skip


Inputs = Union[Mapping[str, tensors.ArrayLike], str, Sequence[str], Images]
"""Tensors by name, or a text, or texts, or images."""

Rowwise = Union[inference_pb2.TextBatch, Images, None]
"""Texts or images on their way, or None beside tensors."""


def text_batch(texts: str | Sequence[str], pairs: str | Sequence[str] | None, max_length: int | None) -> inference_pb2.TextBatch:
    return inference_pb2.TextBatch(texts=_texts(texts), pairs=_texts(pairs), max_length=max_length or 0)


def _texts(texts: str | Sequence[str] | None) -> list[str]:
    return [] if texts is None else [texts] if isinstance(texts, str) else list(texts)


def batch_of(inputs: Inputs, pairs: str | Sequence[str] | None, max_length: int | None) -> tuple[dict[str, tensors.Tensor], Rowwise]:
    """The tensors, or the texts or images."""
    if isinstance(inputs, Images):
        return {}, inputs
    if isinstance(inputs, Mapping):
        return {name: tensors.as_tensor(value) for name, value in inputs.items()}, None
    return {}, text_batch(inputs, pairs, max_length)


def _fields(rows: Rowwise) -> dict[str, Any]:
    return {"images": rows.files} if isinstance(rows, Images) else {"texts": rows}


def forward(
    model: str, setup: SetupLike, values: Mapping[str, tensors.Tensor], rows: Rowwise, outputs: Sequence[str]
) -> inference_pb2.RunForwardRequest:
    return inference_pb2.RunForwardRequest(
        model=model, setup=None if setup is None else setup_to_proto(setup), outputs=outputs,
        inputs={name: tensors.to_proto(t) for name, t in values.items()}, **_fields(rows),
    )  # fmt: skip


def forward_start(model: str, setup: SetupLike, outputs: Sequence[str]) -> inference_pb2.StreamForwardRequest:
    start = inference_pb2.StreamForwardStart(model=model, setup=None if setup is None else setup_to_proto(setup), outputs=outputs)
    return inference_pb2.StreamForwardRequest(start=start)


def forward_batch(batch_id: int, values: Mapping[str, tensors.Tensor], rows: Rowwise) -> Iterator[inference_pb2.StreamForwardRequest]:
    """The messages of one batch: large tensors in pieces, the others in the message that runs it."""
    pb = inference_pb2
    inline: dict[str, tensors.Tensor] = {}
    for name, value in values.items():
        if value.nbytes <= tensors.CHUNK_BYTES and tensors.total_bytes(inline) + value.nbytes <= tensors.INLINE_BYTES:
            inline[name] = value
            continue
        for chunk in tensors.to_chunks(name, value):
            yield pb.StreamForwardRequest(tensor=chunk)
    run = pb.StreamForwardRun(batch_id=batch_id, inputs={name: tensors.to_proto(t) for name, t in inline.items()}, **_fields(rows))
    yield pb.StreamForwardRequest(run=run)


def classify(
    model: str, setup: SetupLike, texts: str | Sequence[str], pairs: str | Sequence[str] | None, max_length: int | None, batch_id: int = 0
) -> inference_pb2.ClassifyRequest:
    return inference_pb2.ClassifyRequest(
        model=model, setup=setup_to_proto(setup), texts=_texts(texts), pairs=_texts(pairs), max_length=max_length or 0, batch_id=batch_id
    )


def classify_images(model: str, setup: SetupLike, files: Sequence[bytes], batch_id: int = 0) -> inference_pb2.ClassifyRequest:
    return inference_pb2.ClassifyRequest(model=model, setup=setup_to_proto(setup), images=files, batch_id=batch_id)


def is_large(values: Mapping[str, tensors.Tensor]) -> bool:
    """Whether tensors must travel in pieces."""
    return any(t.nbytes > tensors.INLINE_BYTES for t in values.values()) or tensors.total_bytes(values) > 3 * tensors.INLINE_BYTES


class FileReceiver:
    """Writes the files of a download to a folder, checks their sums, and puts them in place when all are whole."""

    def __init__(self, folder: PathLike) -> None:
        self._folder = Path(folder)
        self._folder.mkdir(parents=True, exist_ok=True)
        self.files: tuple[Any, ...] = ()
        self.etag = ""
        self._received: dict[str, int] = {}
        self._digests: dict[str, Any] = {}

    def position(self) -> tuple[str, int]:
        """Where to continue: the file and the offset."""
        for info in self.files:
            if self._received.get(info.file, 0) < info.byte_size:
                return info.file, self._received.get(info.file, 0)
        return "", 0

    def add(self, message: adapters_pb2.DownloadAdapterResponse) -> None:
        """Takes the next message."""
        from adapterbridge.errors import Code, DataLossError

        if message.WhichOneof("part") == "header":
            if not self.files:
                self.files, self.etag = tuple(message.header.files), message.header.adapter.etag
                for info in self.files:
                    _check_file_name(info.file)
                    self._temporary(info.file).write_bytes(b"")
            return
        chunk = message.chunk
        have = self._received.get(chunk.file, 0)
        if chunk.file not in {info.file for info in self.files} or chunk.offset != have:
            text = f"{chunk.file}: a piece at {chunk.offset} came where {have} is next"
            raise DataLossError(Code.DATA_LOSS, text, reason="OFFSET_MISMATCH")
        with open(self._temporary(chunk.file), "ab") as target:
            target.write(chunk.data)
        self._digests.setdefault(chunk.file, hashlib.sha256()).update(chunk.data)
        self._received[chunk.file] = have + len(chunk.data)

    def finish(self) -> None:
        """Checks everything and moves the files to their names."""
        from adapterbridge.errors import Code, DataLossError

        for info in self.files:
            digest = self._digests.setdefault(info.file, hashlib.sha256()).digest()
            if self._received.get(info.file, 0) != info.byte_size or digest != info.sha256:
                text = f"{info.file}: {self._received.get(info.file, 0)} bytes with SHA-256 {digest.hex()} came, {info.byte_size} with {info.sha256.hex()} were announced"
                raise DataLossError(Code.DATA_LOSS, text, reason="CHECKSUM_MISMATCH", metadata={"file": info.file})
        for info in self.files:
            self._temporary(info.file).replace(self._folder / info.file)

    def abandon(self) -> None:
        """Removes what came."""
        for info in self.files:
            self._temporary(info.file).unlink(missing_ok=True)

    def _temporary(self, name: str) -> Path:
        return self._folder / f".{name}.partial"


def _check_file_name(name: str) -> None:
    if name not in ADAPTER_FILES + HEAD_FILES:
        raise ValueError(f"the server sent a file called {name!r}; allowed are {', '.join(ADAPTER_FILES + HEAD_FILES)}")
