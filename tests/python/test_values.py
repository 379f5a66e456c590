"""Tensors, configurations, setups, checksums: no server."""

from __future__ import annotations

import array
import random
import unittest

import numpy
import support  # noqa: F401
from adapterbridge import (
    Average, BatchSplit, BottleneckConfig, CompositeConfig, DataType, Fuse, LoraConfig, MtlLoraConfig, MultiTask, Parallel,
    PrefixTuningConfig, PromptTuningConfig, ReftConfig, Setup, Split, Stack, Tensor,
)  # fmt: skip
from adapterbridge import tensors
from adapterbridge._crc32c import _plain, crc32c
from adapterbridge.configs import config_from_proto
from adapterbridge.errors import DataLossError
from adapterbridge.setups import composition_from_proto, composition_to_proto, setup_from_proto


class TensorTests(unittest.TestCase):
    def test_every_type_survives(self) -> None:
        for name in ("bool", "uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64"):
            value = numpy.arange(12).reshape(3, 4).astype(name)
            back = tensors.from_proto(tensors.to_proto(value))
            self.assertEqual(back.numpy().dtype, value.dtype)
            numpy.testing.assert_array_equal(back.numpy(), value)
            self.assertEqual(back.tolist(), value.tolist())

    def test_strides_and_byte_order_are_undone(self) -> None:
        value = numpy.arange(24, dtype=">i4").reshape(4, 6)[::-1, ::2].T
        numpy.testing.assert_array_equal(tensors.as_tensor(value).numpy(), value)

    def test_lists_become_integers_or_floats(self) -> None:
        self.assertEqual(tensors.as_tensor([[1, 2], [3, 4]]).dtype, DataType.INT64)
        self.assertEqual(tensors.as_tensor([1.5, 2]).tolist(), [1.5, 2.0])
        self.assertEqual(tensors.as_tensor([True, False]).dtype, DataType.BOOL)
        self.assertEqual(tensors.as_tensor(3).shape, ())
        with self.assertRaisesRegex(ValueError, "different lengths: 2 and 1"):
            tensors.as_tensor([[1, 2], [3]])

    def test_buffers_and_dlpack_are_read(self) -> None:
        self.assertEqual(tensors.as_tensor(array.array("f", [1, 2])).tolist(), [1.0, 2.0])
        tensor = tensors.as_tensor([[1.0, 2.0]])
        numpy.testing.assert_array_equal(numpy.from_dlpack(tensor), [[1.0, 2.0]])

    def test_bfloat16_comes_as_bits_or_numbers(self) -> None:
        tensor = Tensor(DataType.BFLOAT16, (2,), bytes([0x80, 0x3F, 0x00, 0xC0]))
        self.assertEqual(tensor.tolist(), [1.0, -2.0])

    def test_result_can_be_written_to(self) -> None:
        value = tensors.from_proto(tensors.to_proto(numpy.zeros(3))).numpy()
        value[0] = 1
        self.assertEqual(value[0], 1)

    def test_wrong_byte_count_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "takes 8 bytes, found 7"):
            Tensor(DataType.FLOAT32, (2,), b"1234567")
        with self.assertRaises(TypeError):
            tensors.as_tensor(numpy.zeros(2, dtype=complex))
        with self.assertRaises(TypeError):
            tensors.as_tensor({"a": 1})

    def test_pieces_make_the_tensor_again(self) -> None:
        value = numpy.random.default_rng(0).normal(size=(300, 257)).astype("f4")
        assembler = tensors.TensorAssembler()
        chunks = list(tensors.to_chunks("x", value))
        for chunk in chunks:
            assembler.add(chunk)
        numpy.testing.assert_array_equal(assembler.tensors["x"].numpy(), value)
        chunks[2].data = bytes(65536)
        damaged = tensors.TensorAssembler()
        with self.assertRaises(DataLossError):
            for chunk in chunks:
                damaged.add(chunk)

    def test_crc32c_is_castagnolis(self) -> None:
        self.assertEqual(crc32c(b"123456789"), 0xE3069283)
        self.assertEqual(crc32c(b""), 0)
        for size in (16 * 1024 - 1, 16 * 1024, 100_003):
            data = random.Random(size).randbytes(size)
            self.assertEqual(crc32c(data), _plain(data, 0xFFFFFFFF) ^ 0xFFFFFFFF)


class ConfigTests(unittest.TestCase):
    CONFIGS = [
        LoraConfig(), LoraConfig(r=4, alpha=0.0, attn_matrices=("q", "k"), leave_out=(0, 11), use_dora=True, dtype=DataType.BFLOAT16),
        LoraConfig(vera_d=0.1, vera_b=1), BottleneckConfig(reduction_factor=8.0, non_linearity="", scaling="learned", residual_before_ln="post_add"),
        BottleneckConfig(reduction_factor={"0": 2.0, "default": 16.0}, scaling=4.0, residual_before_ln=False, factorized_phm_W=False, shared_W_phm=True),
        BottleneckConfig(reduction_factor={"0": 2.0}), PrefixTuningConfig(prefix_length=5, flat=True), PromptTuningConfig(prompt_init="from_string", prompt_init_text="a b"),
        ReftConfig(layers=(1, 2), r=2), MtlLoraConfig(lora=LoraConfig(r=2), n_up_projection=3),
        CompositeConfig((LoraConfig(r=2), BottleneckConfig(mh_adapter=True))),
    ]  # fmt: skip

    def test_messages_come_back_equal(self) -> None:
        for config in self.CONFIGS:
            message = config.to_proto()
            self.assertEqual(config_from_proto(message).to_proto(), message, config)

    def test_unset_keys_stay_unset(self) -> None:
        self.assertEqual(LoraConfig(r=4).to_proto().lora.ByteSize(), 2)
        back = config_from_proto(LoraConfig(r=4).to_proto())
        self.assertEqual((back.r, back.alpha, back.use_dora), (4, None, None))

    def test_text_is_the_string_notation(self) -> None:
        self.assertEqual(str(LoraConfig()), "lora")
        self.assertEqual(str(LoraConfig(r=4, attn_matrices=("q", "k"), use_gating=True)), "lora[r=4,attn_matrices=['q', 'k'],use_gating=True]")
        self.assertEqual(str(BottleneckConfig(non_linearity="", reduction_factor={"0": 2})), "seq_bn[reduction_factor={'0': 2},non_linearity=None]")
        self.assertEqual(str(CompositeConfig((LoraConfig(), BottleneckConfig()))), "lora|seq_bn")

    def test_unknown_method_is_kept(self) -> None:
        from adapterbridge._proto.bridge.v1 import config_pb2
        from adapterbridge.configs import UnknownConfig

        message = config_pb2.AdapterConfig()
        message.ParseFromString(bytes([0xFA, 0x01, 0x00]))  # field 31, empty
        config = config_from_proto(message)
        self.assertIsInstance(config, UnknownConfig)
        self.assertEqual(config.to_proto().SerializeToString(), bytes([0xFA, 0x01, 0x00]))


class SetupTests(unittest.TestCase):
    def test_every_block_comes_back_equal(self) -> None:
        tree = Stack(
            "a", Parallel("b", "c"), Fuse("d", "e", name="f"), Split("g", "h", splits=[3, 4]), BatchSplit("i", "j", batch_sizes=2),
            Average("k", "l", weights=[0.25, 0.75], normalize_weights=False), MultiTask("m", "n"),
        )  # fmt: skip
        self.assertEqual(composition_from_proto(composition_to_proto(tree)), tree)
        self.assertEqual(str(Stack("a", BatchSplit("i", "j", batch_sizes=2))), "Stack(a, BatchSplit(i, j, batch_sizes=2))")

    def test_setup_comes_back_equal(self) -> None:
        for setup in (Setup(), Setup("Stack(a)"), Setup(Stack("a"), head="h"), Setup(Parallel("a", "b"), head=("x", "y"))):
            self.assertEqual(setup_from_proto(setup.to_proto()), setup)
