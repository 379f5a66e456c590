from adapterbridge._proto.bridge.v1 import tensor_pb2 as _tensor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AdapterConfig(_message.Message):
    __slots__ = ["bottleneck", "composite", "lora", "mtl_lora", "prefix_tuning", "prompt_tuning", "reft"]
    BOTTLENECK_FIELD_NUMBER: _ClassVar[int]
    COMPOSITE_FIELD_NUMBER: _ClassVar[int]
    LORA_FIELD_NUMBER: _ClassVar[int]
    MTL_LORA_FIELD_NUMBER: _ClassVar[int]
    PREFIX_TUNING_FIELD_NUMBER: _ClassVar[int]
    PROMPT_TUNING_FIELD_NUMBER: _ClassVar[int]
    REFT_FIELD_NUMBER: _ClassVar[int]
    bottleneck: BottleneckConfig
    composite: CompositeConfig
    lora: LoraConfig
    mtl_lora: MtlLoraConfig
    prefix_tuning: PrefixTuningConfig
    prompt_tuning: PromptTuningConfig
    reft: ReftConfig
    def __init__(self, lora: _Optional[_Union[LoraConfig, _Mapping]] = ..., bottleneck: _Optional[_Union[BottleneckConfig, _Mapping]] = ..., prefix_tuning: _Optional[_Union[PrefixTuningConfig, _Mapping]] = ..., prompt_tuning: _Optional[_Union[PromptTuningConfig, _Mapping]] = ..., reft: _Optional[_Union[ReftConfig, _Mapping]] = ..., mtl_lora: _Optional[_Union[MtlLoraConfig, _Mapping]] = ..., composite: _Optional[_Union[CompositeConfig, _Mapping]] = ...) -> None: ...

class BottleneckConfig(_message.Message):
    __slots__ = ["adapter_residual_before_ln", "cross_adapter", "dropout", "factorized_phm_rule", "factorized_phm_w", "hypercomplex_nonlinearity", "init_weights", "init_weights_seed", "inv_adapter", "inv_adapter_reduction_factor", "is_parallel", "learn_phm", "learned_scaling", "leave_out", "ln_after", "ln_before", "mh_adapter", "non_linearity", "original_ln_after", "original_ln_before", "output_adapter", "phm_bias", "phm_c_init", "phm_dim", "phm_init_range", "phm_layer", "phm_rank", "reduction_factor", "residual_at", "residual_before_ln", "scaling", "shared_phm_rule", "shared_w_phm", "stochastic_depth", "use_gating"]
    ADAPTER_RESIDUAL_BEFORE_LN_FIELD_NUMBER: _ClassVar[int]
    CROSS_ADAPTER_FIELD_NUMBER: _ClassVar[int]
    DROPOUT_FIELD_NUMBER: _ClassVar[int]
    FACTORIZED_PHM_RULE_FIELD_NUMBER: _ClassVar[int]
    FACTORIZED_PHM_W_FIELD_NUMBER: _ClassVar[int]
    HYPERCOMPLEX_NONLINEARITY_FIELD_NUMBER: _ClassVar[int]
    INIT_WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    INIT_WEIGHTS_SEED_FIELD_NUMBER: _ClassVar[int]
    INV_ADAPTER_FIELD_NUMBER: _ClassVar[int]
    INV_ADAPTER_REDUCTION_FACTOR_FIELD_NUMBER: _ClassVar[int]
    IS_PARALLEL_FIELD_NUMBER: _ClassVar[int]
    LEARNED_SCALING_FIELD_NUMBER: _ClassVar[int]
    LEARN_PHM_FIELD_NUMBER: _ClassVar[int]
    LEAVE_OUT_FIELD_NUMBER: _ClassVar[int]
    LN_AFTER_FIELD_NUMBER: _ClassVar[int]
    LN_BEFORE_FIELD_NUMBER: _ClassVar[int]
    MH_ADAPTER_FIELD_NUMBER: _ClassVar[int]
    NON_LINEARITY_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_LN_AFTER_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_LN_BEFORE_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_ADAPTER_FIELD_NUMBER: _ClassVar[int]
    PHM_BIAS_FIELD_NUMBER: _ClassVar[int]
    PHM_C_INIT_FIELD_NUMBER: _ClassVar[int]
    PHM_DIM_FIELD_NUMBER: _ClassVar[int]
    PHM_INIT_RANGE_FIELD_NUMBER: _ClassVar[int]
    PHM_LAYER_FIELD_NUMBER: _ClassVar[int]
    PHM_RANK_FIELD_NUMBER: _ClassVar[int]
    REDUCTION_FACTOR_FIELD_NUMBER: _ClassVar[int]
    RESIDUAL_AT_FIELD_NUMBER: _ClassVar[int]
    RESIDUAL_BEFORE_LN_FIELD_NUMBER: _ClassVar[int]
    SCALING_FIELD_NUMBER: _ClassVar[int]
    SHARED_PHM_RULE_FIELD_NUMBER: _ClassVar[int]
    SHARED_W_PHM_FIELD_NUMBER: _ClassVar[int]
    STOCHASTIC_DEPTH_FIELD_NUMBER: _ClassVar[int]
    USE_GATING_FIELD_NUMBER: _ClassVar[int]
    adapter_residual_before_ln: bool
    cross_adapter: bool
    dropout: float
    factorized_phm_rule: bool
    factorized_phm_w: bool
    hypercomplex_nonlinearity: str
    init_weights: str
    init_weights_seed: int
    inv_adapter: str
    inv_adapter_reduction_factor: float
    is_parallel: bool
    learn_phm: bool
    learned_scaling: str
    leave_out: _containers.RepeatedScalarFieldContainer[int]
    ln_after: bool
    ln_before: bool
    mh_adapter: bool
    non_linearity: str
    original_ln_after: bool
    original_ln_before: bool
    output_adapter: bool
    phm_bias: bool
    phm_c_init: str
    phm_dim: int
    phm_init_range: float
    phm_layer: bool
    phm_rank: int
    reduction_factor: ReductionFactor
    residual_at: str
    residual_before_ln: bool
    scaling: float
    shared_phm_rule: bool
    shared_w_phm: bool
    stochastic_depth: float
    use_gating: bool
    def __init__(self, mh_adapter: bool = ..., output_adapter: bool = ..., reduction_factor: _Optional[_Union[ReductionFactor, _Mapping]] = ..., non_linearity: _Optional[str] = ..., original_ln_before: bool = ..., original_ln_after: bool = ..., ln_before: bool = ..., ln_after: bool = ..., init_weights: _Optional[str] = ..., init_weights_seed: _Optional[int] = ..., is_parallel: bool = ..., scaling: _Optional[float] = ..., learned_scaling: _Optional[str] = ..., use_gating: bool = ..., residual_before_ln: bool = ..., residual_at: _Optional[str] = ..., adapter_residual_before_ln: bool = ..., inv_adapter: _Optional[str] = ..., inv_adapter_reduction_factor: _Optional[float] = ..., cross_adapter: bool = ..., leave_out: _Optional[_Iterable[int]] = ..., dropout: _Optional[float] = ..., phm_layer: bool = ..., phm_dim: _Optional[int] = ..., factorized_phm_w: bool = ..., shared_w_phm: bool = ..., shared_phm_rule: bool = ..., factorized_phm_rule: bool = ..., phm_c_init: _Optional[str] = ..., phm_init_range: _Optional[float] = ..., learn_phm: bool = ..., hypercomplex_nonlinearity: _Optional[str] = ..., phm_rank: _Optional[int] = ..., phm_bias: bool = ..., stochastic_depth: _Optional[float] = ...) -> None: ...

class CompositeConfig(_message.Message):
    __slots__ = ["configs"]
    CONFIGS_FIELD_NUMBER: _ClassVar[int]
    configs: _containers.RepeatedCompositeFieldContainer[AdapterConfig]
    def __init__(self, configs: _Optional[_Iterable[_Union[AdapterConfig, _Mapping]]] = ...) -> None: ...

class LoraConfig(_message.Message):
    __slots__ = ["alpha", "attn_matrices", "composition_mode", "dropout", "dtype", "init_weights", "init_weights_seed", "intermediate_lora", "leave_out", "output_lora", "r", "selfattn_lora", "use_dora", "use_gating", "vera_b", "vera_d"]
    ALPHA_FIELD_NUMBER: _ClassVar[int]
    ATTN_MATRICES_FIELD_NUMBER: _ClassVar[int]
    COMPOSITION_MODE_FIELD_NUMBER: _ClassVar[int]
    DROPOUT_FIELD_NUMBER: _ClassVar[int]
    DTYPE_FIELD_NUMBER: _ClassVar[int]
    INIT_WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    INIT_WEIGHTS_SEED_FIELD_NUMBER: _ClassVar[int]
    INTERMEDIATE_LORA_FIELD_NUMBER: _ClassVar[int]
    LEAVE_OUT_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_LORA_FIELD_NUMBER: _ClassVar[int]
    R_FIELD_NUMBER: _ClassVar[int]
    SELFATTN_LORA_FIELD_NUMBER: _ClassVar[int]
    USE_DORA_FIELD_NUMBER: _ClassVar[int]
    USE_GATING_FIELD_NUMBER: _ClassVar[int]
    VERA_B_FIELD_NUMBER: _ClassVar[int]
    VERA_D_FIELD_NUMBER: _ClassVar[int]
    alpha: float
    attn_matrices: _containers.RepeatedScalarFieldContainer[str]
    composition_mode: str
    dropout: float
    dtype: _tensor_pb2.DataType
    init_weights: str
    init_weights_seed: int
    intermediate_lora: bool
    leave_out: _containers.RepeatedScalarFieldContainer[int]
    output_lora: bool
    r: int
    selfattn_lora: bool
    use_dora: bool
    use_gating: bool
    vera_b: VeraValue
    vera_d: VeraValue
    def __init__(self, selfattn_lora: bool = ..., intermediate_lora: bool = ..., output_lora: bool = ..., leave_out: _Optional[_Iterable[int]] = ..., r: _Optional[int] = ..., alpha: _Optional[float] = ..., dropout: _Optional[float] = ..., attn_matrices: _Optional[_Iterable[str]] = ..., composition_mode: _Optional[str] = ..., init_weights: _Optional[str] = ..., init_weights_seed: _Optional[int] = ..., use_gating: bool = ..., use_dora: bool = ..., vera_d: _Optional[_Union[VeraValue, _Mapping]] = ..., vera_b: _Optional[_Union[VeraValue, _Mapping]] = ..., dtype: _Optional[_Union[_tensor_pb2.DataType, str]] = ...) -> None: ...

class MtlLoraConfig(_message.Message):
    __slots__ = ["lora", "n_up_projection", "task_specific_matrix_type", "weights_sharpness"]
    LORA_FIELD_NUMBER: _ClassVar[int]
    N_UP_PROJECTION_FIELD_NUMBER: _ClassVar[int]
    TASK_SPECIFIC_MATRIX_TYPE_FIELD_NUMBER: _ClassVar[int]
    WEIGHTS_SHARPNESS_FIELD_NUMBER: _ClassVar[int]
    lora: LoraConfig
    n_up_projection: int
    task_specific_matrix_type: str
    weights_sharpness: float
    def __init__(self, lora: _Optional[_Union[LoraConfig, _Mapping]] = ..., n_up_projection: _Optional[int] = ..., task_specific_matrix_type: _Optional[str] = ..., weights_sharpness: _Optional[float] = ...) -> None: ...

class PrefixTuningConfig(_message.Message):
    __slots__ = ["bottleneck_size", "cross_prefix", "dropout", "encoder_prefix", "flat", "init_weights_seed", "leave_out", "non_linearity", "prefix_length", "shared_gating", "use_gating"]
    BOTTLENECK_SIZE_FIELD_NUMBER: _ClassVar[int]
    CROSS_PREFIX_FIELD_NUMBER: _ClassVar[int]
    DROPOUT_FIELD_NUMBER: _ClassVar[int]
    ENCODER_PREFIX_FIELD_NUMBER: _ClassVar[int]
    FLAT_FIELD_NUMBER: _ClassVar[int]
    INIT_WEIGHTS_SEED_FIELD_NUMBER: _ClassVar[int]
    LEAVE_OUT_FIELD_NUMBER: _ClassVar[int]
    NON_LINEARITY_FIELD_NUMBER: _ClassVar[int]
    PREFIX_LENGTH_FIELD_NUMBER: _ClassVar[int]
    SHARED_GATING_FIELD_NUMBER: _ClassVar[int]
    USE_GATING_FIELD_NUMBER: _ClassVar[int]
    bottleneck_size: int
    cross_prefix: bool
    dropout: float
    encoder_prefix: bool
    flat: bool
    init_weights_seed: int
    leave_out: _containers.RepeatedScalarFieldContainer[int]
    non_linearity: str
    prefix_length: int
    shared_gating: bool
    use_gating: bool
    def __init__(self, encoder_prefix: bool = ..., cross_prefix: bool = ..., leave_out: _Optional[_Iterable[int]] = ..., flat: bool = ..., prefix_length: _Optional[int] = ..., bottleneck_size: _Optional[int] = ..., non_linearity: _Optional[str] = ..., dropout: _Optional[float] = ..., use_gating: bool = ..., shared_gating: bool = ..., init_weights_seed: _Optional[int] = ...) -> None: ...

class PromptTuningConfig(_message.Message):
    __slots__ = ["combine", "init_weights_seed", "prompt_init", "prompt_init_text", "prompt_length", "random_uniform_scale"]
    COMBINE_FIELD_NUMBER: _ClassVar[int]
    INIT_WEIGHTS_SEED_FIELD_NUMBER: _ClassVar[int]
    PROMPT_INIT_FIELD_NUMBER: _ClassVar[int]
    PROMPT_INIT_TEXT_FIELD_NUMBER: _ClassVar[int]
    PROMPT_LENGTH_FIELD_NUMBER: _ClassVar[int]
    RANDOM_UNIFORM_SCALE_FIELD_NUMBER: _ClassVar[int]
    combine: str
    init_weights_seed: int
    prompt_init: str
    prompt_init_text: str
    prompt_length: int
    random_uniform_scale: float
    def __init__(self, prompt_length: _Optional[int] = ..., prompt_init: _Optional[str] = ..., prompt_init_text: _Optional[str] = ..., combine: _Optional[str] = ..., init_weights_seed: _Optional[int] = ..., random_uniform_scale: _Optional[float] = ...) -> None: ...

class ReductionFactor(_message.Message):
    __slots__ = ["factor", "per_layer"]
    class PerLayerEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    FACTOR_FIELD_NUMBER: _ClassVar[int]
    PER_LAYER_FIELD_NUMBER: _ClassVar[int]
    factor: float
    per_layer: _containers.ScalarMap[str, float]
    def __init__(self, factor: _Optional[float] = ..., per_layer: _Optional[_Mapping[str, float]] = ...) -> None: ...

class ReftConfig(_message.Message):
    __slots__ = ["dropout", "dtype", "init_weights_seed", "layers", "non_linearity", "orthogonality", "output_reft", "prefix_positions", "r", "subtract_projection", "suffix_positions", "tied_weights"]
    DROPOUT_FIELD_NUMBER: _ClassVar[int]
    DTYPE_FIELD_NUMBER: _ClassVar[int]
    INIT_WEIGHTS_SEED_FIELD_NUMBER: _ClassVar[int]
    LAYERS_FIELD_NUMBER: _ClassVar[int]
    NON_LINEARITY_FIELD_NUMBER: _ClassVar[int]
    ORTHOGONALITY_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_REFT_FIELD_NUMBER: _ClassVar[int]
    PREFIX_POSITIONS_FIELD_NUMBER: _ClassVar[int]
    R_FIELD_NUMBER: _ClassVar[int]
    SUBTRACT_PROJECTION_FIELD_NUMBER: _ClassVar[int]
    SUFFIX_POSITIONS_FIELD_NUMBER: _ClassVar[int]
    TIED_WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    dropout: float
    dtype: _tensor_pb2.DataType
    init_weights_seed: int
    layers: _containers.RepeatedScalarFieldContainer[int]
    non_linearity: str
    orthogonality: bool
    output_reft: bool
    prefix_positions: int
    r: int
    subtract_projection: bool
    suffix_positions: int
    tied_weights: bool
    def __init__(self, layers: _Optional[_Iterable[int]] = ..., prefix_positions: _Optional[int] = ..., suffix_positions: _Optional[int] = ..., r: _Optional[int] = ..., orthogonality: bool = ..., tied_weights: bool = ..., subtract_projection: bool = ..., dropout: _Optional[float] = ..., non_linearity: _Optional[str] = ..., dtype: _Optional[_Union[_tensor_pb2.DataType, str]] = ..., output_reft: bool = ..., init_weights_seed: _Optional[int] = ...) -> None: ...

class VeraValue(_message.Message):
    __slots__ = ["integer", "value"]
    INTEGER_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    integer: bool
    value: float
    def __init__(self, value: _Optional[float] = ..., integer: bool = ...) -> None: ...
