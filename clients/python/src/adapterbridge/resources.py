"""What the service describes: frozen records of models, adapters, heads, datasets and answers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Mapping

from adapterbridge import tensors
from adapterbridge._fields import last_of, optional_of, time_of
from adapterbridge.configs import AdapterConfig, config_from_proto
from adapterbridge.enums import DataType, LabelKind, ModelState, UnknownValue, enum_of
from adapterbridge.tensors import Tensor

@dataclass(frozen=True, slots=True)
class Device:
    """Where tensors can lie."""

    name: str
    description: str
    memory_bytes: int
    data_types: tuple[DataType | UnknownValue, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of requests."""

    max_message_bytes: int
    max_inline_tensor_bytes: int
    max_chunk_bytes: int
    max_upload_bytes: int
    kept_events: int
    max_page_size: int
    request_id_lifetime: float


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What a server is."""

    version: str
    api_versions: tuple[str, ...]
    torch_version: str
    devices: tuple[Device, ...]
    methods: tuple[str, ...]
    architectures: tuple[str, ...]
    limits: Limits
    start_time: datetime | None
    intra_op_threads: int

    @classmethod
    def from_proto(cls, m: Any) -> ServerInfo:
        """Of a message."""
        devices = tuple(
            Device(d.name, d.description, d.memory_bytes, tuple(enum_of(DataType, t) for t in d.data_types)) for d in m.devices
        )
        life = m.limits.request_id_lifetime
        limits = Limits(
            m.limits.max_message_bytes, m.limits.max_inline_tensor_bytes, m.limits.max_chunk_bytes, m.limits.max_upload_bytes,
            m.limits.kept_events, m.limits.max_page_size, life.seconds + life.nanos / 1e9,
        )  # fmt: skip
        return cls(
            m.version, tuple(m.api_versions), m.torch_version, devices, tuple(m.methods), tuple(m.architectures), limits,
            time_of(m, "start_time"), m.intra_op_threads,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MethodCapability:
    """Whether an adapter method works."""

    method: str
    title: str
    paper: str
    supported: bool
    why: str
    config_string: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What works, on the server or for a model."""

    model: str
    methods: tuple[MethodCapability, ...]
    blocks: tuple[str, ...]
    heads: tuple[str, ...]
    metrics: tuple[str, ...]
    schedules: tuple[str, ...]
    slots: tuple[str, ...]

    @classmethod
    def from_proto(cls, m: Any) -> Capabilities:
        """Of a message."""
        methods = tuple(MethodCapability(c.method, c.title, c.paper, c.supported, c.why, c.config_string) for c in m.methods)
        return cls(m.model, methods, tuple(m.blocks), tuple(m.heads), tuple(m.metrics), tuple(m.schedules), tuple(m.slots))


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A loaded base model."""

    name: str
    path: str
    architecture: str
    class_name: str
    data_type: DataType | UnknownValue
    device: str
    layer_count: int
    hidden_size: int
    vocabulary_size: int
    max_length: int
    parameter_count: int
    byte_size: int
    has_tokenizer: bool
    adapter_count: int
    head_count: int
    training_job: str
    state: ModelState | UnknownValue
    create_time: datetime | None
    update_time: datetime | None
    etag: str

    @property
    def id(self) -> str:
        """The last part of its name."""
        return last_of(self.name)

    @staticmethod
    def values(m: Any) -> dict[str, Any]:
        """The fields of a message."""
        return dict(
            name=m.name, path=m.path, architecture=m.architecture, class_name=m.class_name, data_type=enum_of(DataType, m.data_type),
            device=m.device, layer_count=m.layer_count, hidden_size=m.hidden_size, vocabulary_size=m.vocabulary_size,
            max_length=m.max_length, parameter_count=m.parameter_count, byte_size=m.byte_size, has_tokenizer=m.has_tokenizer,
            adapter_count=m.adapter_count, head_count=m.head_count, training_job=m.training_job, state=enum_of(ModelState, m.state),
            create_time=time_of(m, "create_time"), update_time=time_of(m, "update_time"), etag=m.etag,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ParameterPlan:
    """A tensor that would be created."""

    name: str
    shape: tuple[int, ...]
    data_type: DataType | UnknownValue


@dataclass(frozen=True, slots=True)
class AdapterPlan:
    """What creating an adapter would add."""

    parameters: tuple[ParameterPlan, ...]
    sites: tuple[str, ...]
    parameter_count: int


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter of a model, in one version."""

    name: str
    config: AdapterConfig
    config_string: str
    digest: str
    parameter_count: int
    trainable_count: int
    byte_size: int
    site_count: int
    merged: bool
    parameter_group: str
    seed: int | None
    source: str
    training_job: str
    create_time: datetime | None
    update_time: datetime | None
    last_use_time: datetime | None
    etag: str
    plan: AdapterPlan | None

    @property
    def id(self) -> str:
        """The last part of its name."""
        return last_of(self.name)

    @classmethod
    def from_proto(cls, m: Any) -> Adapter:
        """Of a message."""
        plan = None
        if m.HasField("plan"):
            parameters = tuple(ParameterPlan(p.name, tuple(p.shape), enum_of(DataType, p.data_type)) for p in m.plan.parameters)
            plan = AdapterPlan(parameters, tuple(m.plan.sites), m.plan.parameter_count)
        return cls(
            m.name, config_from_proto(m.config), m.config_string, m.digest, m.parameter_count, m.trainable_count, m.byte_size,
            m.site_count, m.merged, m.parameter_group, optional_of(m, "seed"), m.source, m.training_job, time_of(m, "create_time"), time_of(m, "update_time"),
            time_of(m, "last_use_time"), m.etag, plan,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """A prediction head of a model. `config` holds what its kind has, for example labels."""

    name: str
    head_type: str
    config: Mapping[str, Any]
    digest: str
    parameter_count: int
    seed: int | None
    create_time: datetime | None
    update_time: datetime | None
    etag: str

    @property
    def id(self) -> str:
        """The last part of its name."""
        return last_of(self.name)

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the labels, by id."""
        return tuple(self.config.get("labels", ()))

    @classmethod
    def from_proto(cls, m: Any) -> Head:
        """Of a message."""
        config: dict[str, Any] = {}
        kind = m.config.WhichOneof("kind")
        if kind == "json":
            config = json.loads(m.config.json)
            names = config.get("label2id") or {}
            config["labels"] = tuple(sorted(names, key=names.__getitem__))
        elif kind is not None:
            part = getattr(m.config, kind)
            for descriptor in part.DESCRIPTOR.fields:
                if descriptor.label == descriptor.LABEL_REPEATED:
                    config[descriptor.name] = tuple(getattr(part, descriptor.name))
                else:
                    config[descriptor.name] = optional_of(part, descriptor.name)
        return cls(
            m.name, m.head_type, config, m.digest, m.parameter_count, optional_of(m, "seed"), time_of(m, "create_time"),
            time_of(m, "update_time"), m.etag,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ParameterGroup:
    """Adapters that share parameters."""

    group: str
    adapters: tuple[str, ...]
    parameter_count: int

    @classmethod
    def from_proto(cls, m: Any) -> ParameterGroup:
        """Of a message."""
        return cls(m.group, tuple(m.adapters), m.parameter_count)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What came of the tensors of files."""

    used_count: int
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoadedAdapter:
    """An adapter that came from files, with the head beside it."""

    adapter: Adapter
    head: Head | None
    report: LoadReport

    @classmethod
    def from_proto(cls, m: Any) -> LoadedAdapter:
        """Of a message."""
        report = LoadReport(m.report.used_count, tuple(m.report.missing), tuple(m.report.unexpected))
        return cls(Adapter.from_proto(m.adapter), Head.from_proto(m.head) if m.HasField("head") else None, report)


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A file of an AdapterHub folder."""

    file: str
    byte_size: int
    sha256: bytes

    @classmethod
    def from_proto(cls, m: Any) -> FileInfo:
        """Of a message."""
        return cls(m.file, m.byte_size, m.sha256)


@dataclass(frozen=True, slots=True)
class SavedAdapter:
    """The folder that an adapter was saved to."""

    path: str
    files: tuple[FileInfo, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """Labelled texts or images."""

    name: str
    text_field: str
    pair_field: str
    label_field: str
    label_kind: LabelKind | UnknownValue
    label_ids: Mapping[str, int]
    row_count: int
    byte_size: int
    digest: str
    source: str
    create_time: datetime | None
    etag: str
    image_field: str = ""

    @property
    def id(self) -> str:
        """The last part of its name."""
        return last_of(self.name)

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the labels, by id."""
        return tuple(sorted(self.label_ids, key=lambda label: self.label_ids[label]))

    @classmethod
    def from_proto(cls, m: Any) -> Dataset:
        """Of a message."""
        s = m.schema
        return cls(
            m.name, s.text_field, s.pair_field, s.label_field, enum_of(LabelKind, s.label_kind), dict(s.label_ids), m.row_count,
            m.byte_size, m.digest, m.source, time_of(m, "create_time"), m.etag, s.image_field,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AdapterUse:
    """An adapter that acted in a call, in which version and in how many places."""

    adapter: str
    digest: str
    site_count: int


def uses_of(items: Any) -> tuple[AdapterUse, ...]:
    """The uses of a message."""
    return tuple(AdapterUse(u.adapter, u.digest, u.site_count) for u in items)


class Outputs(dict[str, Tensor]):
    """Tensors by name, and which adapters acted."""

    def __init__(self, values: Mapping[str, Tensor], adapters: tuple[AdapterUse, ...] = (), batch_id: int = 0) -> None:
        super().__init__(values)
        self.adapters = adapters
        self.batch_id = batch_id

    @classmethod
    def from_proto(cls, m: Any, streamed: Mapping[str, Tensor] | None = None, batch_id: int = 0) -> Outputs:
        """Of a message and of what came in pieces."""
        values = {name: tensors.from_proto(t) for name, t in m.outputs.items()}
        return cls({**(streamed or {}), **values}, uses_of(m.adapters), batch_id)


@dataclass(frozen=True, slots=True)
class Classification:
    """The labels of one text: the best, and the scores and logits of all in the order of their ids."""

    label: str
    scores: Mapping[str, float]
    logits: tuple[float, ...]

    @property
    def score(self) -> float:
        """The score of the best label."""
        return self.scores[self.label]

    @classmethod
    def from_proto(cls, m: Any) -> Classification:
        """Of a message."""
        return cls(m.label, {s.label: s.score for s in m.scores}, tuple(s.logit for s in m.scores))


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """Metrics over the rows of a dataset."""

    metrics: Mapping[str, float]
    row_count: int
    adapters: tuple[AdapterUse, ...] = field(default=())

    @classmethod
    def from_proto(cls, m: Any) -> EvaluationResult:
        """Of a message."""
        return cls(dict(m.metrics), m.row_count, uses_of(m.adapters))
