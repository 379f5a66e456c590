"""Adapter configurations: one dataclass a method, with the keys of `adapter_config.json`.

None leaves a key at its default (the server's, which is the reference library's). Presets of these, such as `double_seq_bn`,
`par_bn` or `ia3`, are most easily given as text: "double_seq_bn[reduction_factor=8]".
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar, Mapping, Sequence, Union

from adapterbridge._proto.bridge.v1 import config_pb2
from adapterbridge.enums import DataType, UnknownValue, enum_of


@dataclass(frozen=True)
class _Method:
    """What the configurations of single methods share."""

    method_field: ClassVar[str]
    identifier: ClassVar[str]

    def to_proto(self) -> config_pb2.AdapterConfig:
        """The message."""
        message = config_pb2.AdapterConfig()
        part = getattr(message, self.method_field)
        part.SetInParent()
        self._fill(part)
        return message

    def __str__(self) -> str:
        """The string notation: "lora[r=8]"."""
        keys = [(k, v) for k, v in self._keys() if v is not None]
        return self.identifier + (f"[{','.join(f'{k}={v!r}' for k, v in keys)}]" if keys else "")

    def _keys(self) -> list[tuple[str, Any]]:
        result = []
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if isinstance(value, DataType):
                value = value.name.lower()
            elif isinstance(value, (tuple, list)):
                value = list(value)
            if field.name == "non_linearity" and value == "":
                value = _Literal("None")
            result.append((field.name, value))
        return result

    def _fill(self, part: Any) -> None:
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if value is not None:
                self._fill_field(part, field.name, value)

    def _fill_field(self, part: Any, name: str, value: Any) -> None:
        if isinstance(value, (tuple, list)):
            getattr(part, name).extend(value)
        elif name in ("vera_d", "vera_b"):
            getattr(part, name).CopyFrom(config_pb2.VeraValue(value=value, integer=isinstance(value, int)))
        else:
            setattr(part, name, int(value) if isinstance(value, DataType) else value)

    @classmethod
    def _read(cls, part: Any) -> Any:
        values = {field.name: cls._read_field(part, field.name) for field in dataclasses.fields(cls)}
        return cls(**values)

    @classmethod
    def _read_field(cls, part: Any, name: str) -> Any:
        descriptor = part.DESCRIPTOR.fields_by_name[name]
        if descriptor.label == descriptor.LABEL_REPEATED:
            return tuple(getattr(part, name))
        if descriptor.enum_type is not None:
            return enum_of(DataType, getattr(part, name)) if getattr(part, name) else None
        if descriptor.message_type is not None or descriptor.containing_oneof is not None:
            if not part.HasField(name):
                return None
        value = getattr(part, name)
        if name in ("vera_d", "vera_b"):
            return int(value.value) if value.integer else value.value
        return value


@dataclass(frozen=True)
class LoraConfig(_Method):
    """LoRA, and with other settings (IA)3, VeRA, DoRA and DVoRA."""

    method_field: ClassVar[str] = "lora"
    identifier: ClassVar[str] = "lora"

    selfattn_lora: bool | None = None
    intermediate_lora: bool | None = None
    output_lora: bool | None = None
    leave_out: Sequence[int] | None = None
    r: int | None = None
    alpha: float | None = None
    dropout: float | None = None
    attn_matrices: Sequence[str] | None = None
    composition_mode: str | None = None
    init_weights: str | None = None
    init_weights_seed: int | None = None
    use_gating: bool | None = None
    use_dora: bool | None = None
    vera_d: float | int | None = None
    vera_b: float | int | None = None
    dtype: DataType | UnknownValue | None = None


@dataclass(frozen=True)
class BottleneckConfig(_Method):
    """Bottleneck adapters; the defaults are those of seq_bn. `non_linearity=""` is the identity."""

    method_field: ClassVar[str] = "bottleneck"
    identifier: ClassVar[str] = "seq_bn"

    mh_adapter: bool | None = None
    output_adapter: bool | None = None
    reduction_factor: float | Mapping[str, float] | None = None
    non_linearity: str | None = None
    original_ln_before: bool | None = None
    original_ln_after: bool | None = None
    ln_before: bool | None = None
    ln_after: bool | None = None
    init_weights: str | None = None
    init_weights_seed: int | None = None
    is_parallel: bool | None = None
    scaling: float | str | None = None
    use_gating: bool | None = None
    residual_before_ln: bool | str | None = None
    adapter_residual_before_ln: bool | None = None
    inv_adapter: str | None = None
    inv_adapter_reduction_factor: float | None = None
    cross_adapter: bool | None = None
    leave_out: Sequence[int] | None = None
    dropout: float | None = None
    phm_layer: bool | None = None
    phm_dim: int | None = None
    factorized_phm_W: bool | None = None  # noqa: N815 - the file's key
    shared_W_phm: bool | None = None  # noqa: N815 - the file's key
    shared_phm_rule: bool | None = None
    factorized_phm_rule: bool | None = None
    phm_c_init: str | None = None
    phm_init_range: float | None = None
    learn_phm: bool | None = None
    hypercomplex_nonlinearity: str | None = None
    phm_rank: int | None = None
    phm_bias: bool | None = None
    stochastic_depth: float | None = None

    def _fill_field(self, part: Any, name: str, value: Any) -> None:
        if name == "reduction_factor":
            factors = dict(value) if isinstance(value, Mapping) else {"default": value}
            part.reduction_factor.SetInParent()
            if "default" in factors:
                part.reduction_factor.factor = factors.pop("default")
            part.reduction_factor.per_layer.update({str(k): float(v) for k, v in factors.items()})
        elif name == "scaling":
            setattr(part, "learned_scaling" if isinstance(value, str) else "scaling", value)
        elif name == "residual_before_ln":
            setattr(part, "residual_at" if isinstance(value, str) else "residual_before_ln", value)
        else:
            super()._fill_field(part, name.lower(), value)

    @classmethod
    def _read_field(cls, part: Any, name: str) -> Any:
        if name == "reduction_factor":
            if not part.HasField("reduction_factor"):
                return None
            factor, layers = part.reduction_factor, dict(part.reduction_factor.per_layer)
            if not layers:
                return factor.factor if factor.HasField("factor") else {}
            return {**layers, **({"default": factor.factor} if factor.HasField("factor") else {})}
        if name == "scaling" and part.HasField("learned_scaling"):
            return part.learned_scaling
        if name == "residual_before_ln" and part.HasField("residual_at"):
            return part.residual_at
        return super()._read_field(part, name.lower())


@dataclass(frozen=True)
class PrefixTuningConfig(_Method):
    """Learned keys and values before the sequence."""

    method_field: ClassVar[str] = "prefix_tuning"
    identifier: ClassVar[str] = "prefix_tuning"

    encoder_prefix: bool | None = None
    cross_prefix: bool | None = None
    leave_out: Sequence[int] | None = None
    flat: bool | None = None
    prefix_length: int | None = None
    bottleneck_size: int | None = None
    non_linearity: str | None = None
    dropout: float | None = None
    use_gating: bool | None = None
    shared_gating: bool | None = None
    init_weights_seed: int | None = None


@dataclass(frozen=True)
class PromptTuningConfig(_Method):
    """Learned embeddings before the sequence."""

    method_field: ClassVar[str] = "prompt_tuning"
    identifier: ClassVar[str] = "prompt_tuning"

    prompt_length: int | None = None
    prompt_init: str | None = None
    prompt_init_text: str | None = None
    combine: str | None = None
    init_weights_seed: int | None = None
    random_uniform_scale: float | None = None


@dataclass(frozen=True)
class ReftConfig(_Method):
    """Interventions on hidden states; the defaults are those of loreft. Empty `layers` are all."""

    method_field: ClassVar[str] = "reft"
    identifier: ClassVar[str] = "loreft"

    layers: Sequence[int] | None = None
    prefix_positions: int | None = None
    suffix_positions: int | None = None
    r: int | None = None
    orthogonality: bool | None = None
    tied_weights: bool | None = None
    subtract_projection: bool | None = None
    dropout: float | None = None
    non_linearity: str | None = None
    dtype: DataType | UnknownValue | None = None
    output_reft: bool | None = None
    init_weights_seed: int | None = None

    def _keys(self) -> list[tuple[str, Any]]:
        return [(k, None if k == "layers" and not v else v) for k, v in super()._keys()]


@dataclass(frozen=True)
class MtlLoraConfig(_Method):
    """LoRA shared by several tasks."""

    method_field: ClassVar[str] = "mtl_lora"
    identifier: ClassVar[str] = "mtl_lora"

    lora: LoraConfig | None = None
    n_up_projection: int | None = None
    task_specific_matrix_type: str | None = None
    weights_sharpness: float | None = None

    def _keys(self) -> list[tuple[str, Any]]:
        return (self.lora._keys() if self.lora else []) + [k for k in super()._keys() if k[0] != "lora"]

    def _fill_field(self, part: Any, name: str, value: Any) -> None:
        if name == "lora":
            part.lora.SetInParent()
            value._fill(part.lora)
        else:
            super()._fill_field(part, name, value)

    @classmethod
    def _read_field(cls, part: Any, name: str) -> Any:
        if name == "lora":
            return LoraConfig._read(part.lora) if part.HasField("lora") else None
        return super()._read_field(part, name)


@dataclass(frozen=True)
class CompositeConfig:
    """Several methods at once: `CompositeConfig((LoraConfig(r=8), BottleneckConfig()))` or `"lora[r=8]|seq_bn"`."""

    configs: Sequence["AdapterConfig"]

    def to_proto(self) -> config_pb2.AdapterConfig:
        """The message."""
        parts = [config.to_proto() for config in self.configs]
        return config_pb2.AdapterConfig(composite=config_pb2.CompositeConfig(configs=parts))

    def __str__(self) -> str:
        return "|".join(str(config) for config in self.configs)


@dataclass(frozen=True)
class UnknownConfig:
    """A method of a newer server."""

    message: config_pb2.AdapterConfig

    def to_proto(self) -> config_pb2.AdapterConfig:
        """The message as it came."""
        return self.message


AdapterConfig = Union[
    LoraConfig, BottleneckConfig, PrefixTuningConfig, PromptTuningConfig, ReftConfig, MtlLoraConfig, CompositeConfig, UnknownConfig
]

_METHODS: dict[str, Any] = {
    getattr(c, "method_field"): c for c in (LoraConfig, BottleneckConfig, PrefixTuningConfig, PromptTuningConfig, ReftConfig, MtlLoraConfig)
}


def config_from_proto(message: config_pb2.AdapterConfig) -> AdapterConfig:
    """The configuration of a message."""
    method = message.WhichOneof("method")
    if method == "composite":
        return CompositeConfig(tuple(config_from_proto(part) for part in message.composite.configs))
    if method not in _METHODS:
        return UnknownConfig(message)
    config: AdapterConfig = _METHODS[method]._read(getattr(message, method))
    return config


class _Literal:
    """A text that is written as it is."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text
