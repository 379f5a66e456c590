"""Against a real server, whose address BRIDGE_TEST_SERVER holds (./bridge test starts one). Without it there is nothing here.

The server must be able to read this checkout: models and datasets are named by path.
"""

from __future__ import annotations

import asyncio
import json
import os
import struct
import tempfile
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import numpy
from support import ROOT, adapterbridge
from adapterbridge import BottleneckConfig, LoraConfig, Parallel, Setup, Stack, aio
from adapterbridge import _requests as build
from adapterbridge._proto.bridge.v1 import adapters_pb2, inference_pb2, tensor_pb2
from adapterbridge._transport.base import method_of

ADDRESS = os.environ.get("BRIDGE_TEST_SERVER")
MODEL = ROOT / "models" / "all-minilm-l6-v2"
DATA = ROOT / "data" / "vader-sentiment"
LABELS = ["negative", "positive"]
IDS = numpy.array([[101, 7592, 2088, 102], [101, 2204, 102, 0]])
MASK = numpy.array([[1, 1, 1, 1], [1, 1, 1, 0]])


def load_tests(loader: unittest.TestLoader, tests: unittest.TestSuite, pattern: str | None) -> unittest.TestSuite:
    """The tests, where there is a server for them."""
    if not ADDRESS:
        return unittest.TestSuite()
    return tests


def rows(count: int, file: str = "train.jsonl") -> list[dict[str, str]]:
    with open(DATA / file, encoding="utf-8") as source:
        return [json.loads(line) for line, _ in zip(source, range(count))]


def read_safetensors(path: Path) -> dict[str, numpy.ndarray]:
    data = path.read_bytes()
    size = struct.unpack_from("<Q", data)[0]
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    types = {"F32": "<f4", "F16": "<f2", "I64": "<i8"}
    return {
        name: numpy.frombuffer(data[8 + size :][entry["data_offsets"][0] : entry["data_offsets"][1]], types[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
    }


class ServerTest(unittest.TestCase):
    """One client and one model for all tests of a class; adapters have the test's name."""

    @classmethod
    def connect(cls) -> adapterbridge.Client:
        client = adapterbridge.connect(ADDRESS)
        cls.addClassCleanup(client.close)
        return client

    @classmethod
    def setUpClass(cls) -> None:
        cls.client = cls.connect()
        cls.client.wait_ready(60)
        cls.model_id = f"{cls.__name__}-{build.request_id()[:8]}"
        cls.model = cls.client.models.load(cls.model_id, path=cls.model_folder()).result(timeout=120)
        cls.addClassCleanup(cls.client.models.unload, cls.model_id, allow_missing=True)

    @classmethod
    def model_folder(cls) -> Path:
        """The folder of the class's model."""
        return MODEL

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.id = self._testMethodName[-50:]

    def dataset(self, count: int, file: str = "train.jsonl") -> adapterbridge.Dataset:
        dataset = self.client.datasets.upload(f"d-{build.request_id()}", rows(count, file), labels=LABELS)
        self.addCleanup(self.client.datasets.delete, dataset, allow_missing=True)
        return dataset

    def assert_error(self, kind: type[adapterbridge.BridgeError], reason: str, call, *arguments, **options) -> adapterbridge.BridgeError:
        with self.assertRaises(kind) as caught:
            call(*arguments, **options)
        self.assertEqual(caught.exception.reason, reason, str(caught.exception))
        self.assertTrue(caught.exception.metadata, "an error without metadata")
        return caught.exception


class InfoTests(ServerTest):
    def test_server_tells_what_it_is(self) -> None:
        info = self.client.server.info()
        self.assertIn("v1", info.api_versions)
        self.assertIn("lora", info.methods)
        self.assertIn("bert", info.architectures)
        self.assertEqual(info.devices[0].name, "cpu")
        self.assertEqual(info.limits.kept_events, 4096)

    def test_model_is_described(self) -> None:
        model = self.model.refresh()
        self.assertEqual((model.architecture, model.layer_count, model.hidden_size, model.vocabulary_size, model.max_length), ("bert", 6, 384, 30522, 512))
        self.assertTrue(model.has_tokenizer)
        self.assertIn(model.name, [m.name for m in self.client.models.list()])
        supported = {m.method for m in model.capabilities().methods if m.supported}
        self.assertGreaterEqual(supported, {"lora", "seq_bn", "double_seq_bn", "par_bn"})

    def test_model_errors(self) -> None:
        self.assert_error(adapterbridge.AlreadyExistsError, "MODEL_NAME_TAKEN", lambda: self.client.models.load(self.model_id, path=MODEL).result(60))
        self.assert_error(adapterbridge.NotFoundError, "FILE_NOT_FOUND", lambda: self.client.models.load("gone", path="/nowhere/at/all").result(60))
        self.assert_error(adapterbridge.NotFoundError, "MODEL_NOT_FOUND", self.client.models.get, "nobody")
        error = self.assert_error(adapterbridge.InvalidArgumentError, "ARGUMENT_INVALID", lambda: self.client.models.load("a.b", path=MODEL).result(60))
        self.assertIn("a.b", error.message)



class AdapterTests(ServerTest):
    def test_create_answers_the_whole_configuration(self) -> None:
        adapter = self.model.adapters.create(self.id, LoraConfig(r=4), seed=5)
        self.assertEqual((adapter.config.r, adapter.config.alpha, adapter.config.attn_matrices, adapter.seed), (4, 8.0, ("q", "v"), 5))
        self.assertEqual(adapter.parameter_count, 2 * 6 * 2 * 4 * 384)
        self.assertEqual(self.model.adapters.get(self.id).digest, adapter.digest)

    def test_text_and_object_mean_the_same(self) -> None:
        config = BottleneckConfig(reduction_factor=8.0, non_linearity="gelu")
        one = self.model.adapters.create(self.id + "1", config, seed=3)
        two = self.model.adapters.create(self.id + "2", str(config), seed=3)
        self.assertEqual(one.config, two.config)
        self.assertEqual(one.parameter_count, 6 * (384 * 48 + 48 + 48 * 384 + 384))

    def test_plan_counts_and_creates_nothing(self) -> None:
        plan = self.model.adapters.plan(self.id, "lora[r=8]")
        self.assertEqual(plan.parameter_count, 2 * 6 * 2 * 8 * 384)
        self.assertEqual(sum(int(numpy.prod(p.shape)) for p in plan.parameters), plan.parameter_count)
        self.assert_error(adapterbridge.NotFoundError, "ADAPTER_NOT_FOUND", self.model.adapters.get, self.id)

    def test_average_of_two_is_their_mean(self) -> None:
        adapters = self.model.adapters
        one, two = (adapters.create(f"{self.id}{n}", "lora[r=4,init_weights='bert']", seed=n) for n in (1, 2))
        mean = adapters.average(self.id + "m", [one, two])
        self.assertEqual((mean.config_string, mean.parameter_count), (one.config_string, one.parameter_count))
        same = adapters.average(self.id + "s", [one], weights=[3.0])
        self.assertEqual(self.logits_of(same), self.logits_of(one))
        self.assertNotEqual(self.logits_of(mean), self.logits_of(one))
        self.assert_error(adapterbridge.NotFoundError, "ADAPTER_NOT_FOUND", adapters.average, self.id + "x", ["nobody"])
        other = adapters.create(self.id + "o", "lora[r=2]")
        self.assert_error(adapterbridge.InvalidArgumentError, "ARGUMENT_INVALID", adapters.average, self.id + "x", [one, other])
        wide = adapters.average(self.id + "w", [one, two], weights=[1.0, -0.5], normalize=False, strategy="delta_svd", rank=8)
        self.assertEqual(wide.config.r, 8)

    def test_merged_adapter_acts_without_being_named_until_reset(self) -> None:
        adapters = self.model.adapters
        adapter = adapters.create(self.id, "lora[r=4,init_weights='bert']", seed=1)
        before, acting = self.logits_of(None), self.logits_of(adapter)
        try:
            self.assertTrue(adapters.merge(adapter).merged)
            numpy.testing.assert_allclose(self.logits_of(None), acting, rtol=0, atol=2e-5)
            two = adapters.create(self.id + "2", "lora", seed=2)
            self.assert_error(adapterbridge.FailedPreconditionError, "ADAPTER_MERGED", adapters.merge, two)
        finally:
            adapters.reset_merged()
        self.assertEqual(self.logits_of(None), before)
        self.assertFalse(adapters.get(adapter).merged)

    def logits_of(self, adapter: Any) -> list[float]:
        """The last hidden states of one short input."""
        ids = numpy.array([[101, 2023, 2003, 102]], dtype=numpy.int64)
        outputs = self.model.forward({"input_ids": ids}, setup=None if adapter is None else adapter.id, outputs=["last_hidden_state"])
        return [float(v) for v in numpy.asarray(outputs["last_hidden_state"]).reshape(-1)]

    def test_every_kind_of_head_is_made_from_its_configuration(self) -> None:
        kinds = {
            "tagging": {"num_labels": 5}, "question_answering": {}, "multiple_choice": {"num_choices": 3, "layers": 1}, "masked_lm": {}, "causal_lm": {},
            "dependency_parsing": {"num_labels": 3}, "image_classification": {"num_labels": 2}, "multilabel_classification": {"num_labels": 4},
        }  # fmt: skip
        for kind, keys in kinds.items():
            head = self.model.heads.create(f"{self.id[-20:]}-{kind}", config={"head_type": kind, **keys}, seed=1)
            self.assertEqual(head.head_type, kind)
            self.assertGreater(head.parameter_count, 0)
            self.assertEqual(self.model.heads.get(head).digest, head.digest)
            for key, value in keys.items():
                self.assertEqual(head.config[key], value)
        head = self.model.heads.create(self.id + "t", config={"head_type": "tagging", "label2id": {"out": 0, "name": 1}, "num_labels": 2})
        self.assertEqual(head.labels, ("out", "name"))
        bad = adapterbridge.InvalidArgumentError
        self.assert_error(bad, "ARGUMENT_INVALID", self.model.heads.create, self.id, config={"head_type": "tagging", "num_labels": "five"})
        self.assert_error(adapterbridge.UnimplementedError, "METHOD_NOT_AVAILABLE", self.model.heads.create, self.id, config={"head_type": "none"})

    def test_bad_configurations_are_located(self) -> None:
        bad = adapterbridge.InvalidArgumentError
        create = self.model.adapters.create
        self.assert_error(bad, "CONFIG_UNKNOWN_METHOD", create, self.id, "lorra")
        error = self.assert_error(bad, "CONFIG_UNKNOWN_KEY", create, self.id, "lora[alhpa=2]")
        self.assertIn("alpha", error.message)
        self.assert_error(bad, "CONFIG_VALUE_RANGE", create, self.id, "lora[r=0]")
        self.assert_error(bad, "CONFIG_VALUE_RANGE", create, self.id, LoraConfig(r=0))
        self.assert_error(bad, "CONFIG_TYPE", create, self.id, "lora[r='four']")
        self.assert_error(bad, "CONFIG_SYNTAX", create, self.id, "lora[r=4")
        with self.assertRaises(bad) as caught:
            create(self.id, "lora[r=0,dropout=7]")
        self.assertEqual(len(caught.exception.violations), 2)
        self.assert_error(bad, "ARGUMENT_INVALID", create, "no.dots", "lora")

    def test_name_is_taken_once(self) -> None:
        self.model.adapters.create(self.id, "lora")
        error = self.assert_error(adapterbridge.AlreadyExistsError, "ADAPTER_NAME_TAKEN", self.model.adapters.create, self.id, "lora")
        self.assertIn(self.id, error.metadata.values())

    def test_deleted_is_gone(self) -> None:
        self.model.adapters.create(self.id, "lora")
        self.model.adapters.delete(self.id)
        self.assert_error(adapterbridge.NotFoundError, "ADAPTER_NOT_FOUND", self.model.adapters.delete, self.id)
        self.model.adapters.delete(self.id, allow_missing=True)

    def test_request_id_makes_a_retry_safe(self) -> None:
        call = self.client._connection.call
        request = build.create_adapter(self.model.name, self.id, "lora", 1)
        first = call("AdapterService/CreateAdapter", request)
        self.assertEqual(call("AdapterService/CreateAdapter", request), first)
        request.config_string = "lora[r=2]"
        self.assert_error(adapterbridge.InvalidArgumentError, "REQUEST_ID_REUSED", call, "AdapterService/CreateAdapter", request)

    def test_pages_hold_what_was_asked_for(self) -> None:
        names = [f"page-{i:02}" for i in range(7)]
        for name in names:
            self.model.adapters.create(name, "lora[r=1]")
        request = adapters_pb2.ListAdaptersRequest(parent=self.model.name, page_size=3)
        page = self.client._connection.call("AdapterService/ListAdapters", request)
        self.assertEqual(len(page.adapters), 3)
        self.assertTrue(page.next_page_token)
        listed = [a.id for a in self.model.adapters.list()]
        self.assertEqual([n for n in listed if n.startswith("page-")], names)
        request.page_size = -1
        self.assert_error(adapterbridge.InvalidArgumentError, "ARGUMENT_INVALID", self.client._connection.call, "AdapterService/ListAdapters", request)


class ForwardTests(ServerTest):
    def test_outputs_are_those_of_the_reference(self) -> None:
        inputs = json.loads((MODEL / "reference_inputs.json").read_text())
        expected = read_safetensors(MODEL / "reference_outputs.safetensors")
        texts = inputs["texts"] if isinstance(inputs, dict) else inputs
        outputs = self.model.forward(texts, outputs=["last_hidden_state", "pooler_output"], max_length=512)
        pooler = next(v for k, v in expected.items() if "pooler" in k)
        numpy.testing.assert_allclose(outputs["pooler_output"].numpy(), pooler, atol=1e-5, rtol=1e-4)

    def test_fresh_lora_changes_nothing_and_is_named(self) -> None:
        self.model.adapters.create(self.id, "lora")
        base = self.model.forward({"input_ids": IDS, "attention_mask": MASK})
        adapted = self.model.forward({"input_ids": IDS, "attention_mask": MASK}, setup=self.id)
        numpy.testing.assert_allclose(adapted["last_hidden_state"].numpy(), base["last_hidden_state"].numpy(), atol=1e-5)
        self.assertEqual([u.adapter for u in adapted.adapters], [self.id])
        self.assertEqual(base.adapters, ())

    def test_large_outputs_come_in_pieces(self) -> None:
        ids = numpy.tile(IDS[:1], (16, 32))
        outputs = self.model.forward({"input_ids": ids}, outputs=["last_hidden_state"])
        self.assertEqual(outputs["last_hidden_state"].shape, (16, 128, 384))
        single = self.model.forward({"input_ids": ids[:1]}, outputs=["last_hidden_state"])
        numpy.testing.assert_allclose(outputs["last_hidden_state"].numpy()[:1], single["last_hidden_state"].numpy(), atol=1e-5)

    def test_stream_equals_calls(self) -> None:
        batches = [{"input_ids": IDS[:, :n], "attention_mask": MASK[:, :n]} for n in (2, 3, 4)]
        streamed = list(self.model.stream_forward(batches))
        for batch, answer in zip(batches, streamed):
            self.assertEqual(answer["last_hidden_state"], self.model.forward(batch)["last_hidden_state"])

    def test_bad_inputs_are_typed_and_the_server_goes_on(self) -> None:
        bad, forward = adapterbridge.InvalidArgumentError, self.model.forward
        error = self.assert_error(bad, "TENSOR_VALUE", forward, {"input_ids": numpy.array([[101, 30522]])})
        self.assertIn("30522", error.message)
        self.assert_error(bad, "TENSOR_VALUE", forward, {"input_ids": numpy.array([[-1]])})
        self.assert_error(bad, "SEQUENCE_TOO_LONG", forward, {"input_ids": numpy.ones((1, 513), numpy.int64)})
        self.assert_error(bad, "TENSOR_DTYPE", forward, {"input_ids": numpy.ones((1, 2), numpy.float32)})
        self.assert_error(bad, "TENSOR_SHAPE", forward, {"input_ids": numpy.ones(3, numpy.int64)})
        self.assert_error(bad, "TENSOR_SHAPE", forward, {"input_ids": IDS, "attention_mask": MASK[:, :2]})
        self.assert_error(bad, "BATCH_EMPTY", forward, {"input_ids": numpy.zeros((0, 4), numpy.int64)})
        self.assert_error(bad, "BATCH_EMPTY", self.model.classify, [], setup="x")
        self.assert_error(adapterbridge.NotFoundError, "ADAPTER_NOT_FOUND", forward, {"input_ids": IDS}, setup="nobody")
        self.assert_error(bad, "COMPOSITION_INVALID", forward, {"input_ids": IDS}, setup="Stack(a")
        request = inference_pb2.RunForwardRequest(model=self.model.name)
        request.inputs["input_ids"].CopyFrom(tensor_pb2.Tensor(data_type=6, shape=[1, 4], data=b"1234567"))
        self.assert_error(bad, "TENSOR_SIZE", self.client._connection.call, "InferenceService/RunForward", request)
        request.inputs["input_ids"].CopyFrom(tensor_pb2.Tensor(data_type=6, shape=[1 << 40, 1 << 40], data=b""))
        self.assert_error(bad, "TENSOR_SIZE", self.client._connection.call, "InferenceService/RunForward", request)
        self.assertEqual(forward({"input_ids": IDS})["last_hidden_state"].shape, (2, 4, 384))

    def test_deadline_stops_the_call_not_the_server(self) -> None:
        dataset = self.dataset(400)
        self.model.adapters.create(self.id, "lora")
        self.model.heads.create(self.id, labels=LABELS)
        with self.assertRaises(adapterbridge.DeadlineExceededError):
            self.model.evaluate(dataset, setup=Setup(self.id, head=self.id), timeout=0.02)
        self.assertEqual(self.model.forward({"input_ids": IDS})["last_hidden_state"].shape, (2, 4, 384))

    def test_callers_with_different_setups_do_not_disturb_each_other(self) -> None:
        for name in ("left", "right"):
            self.model.adapters.create(name, "lora[init_weights='bert',r=4]", seed=len(name))
        inputs = {"input_ids": IDS, "attention_mask": MASK}
        expected = {name: self.model.forward(inputs, setup=name)["last_hidden_state"] for name in ("left", "right")}
        self.assertNotEqual(expected["left"], expected["right"])
        with ThreadPoolExecutor(4) as pool:
            names = ["left", "right"] * 40
            answers = list(pool.map(lambda name: self.model.forward(inputs, setup=name)["last_hidden_state"], names))
        for name, answer in zip(names, answers):
            self.assertEqual(answer, expected[name])

    def test_parallel_repeats_rows(self) -> None:
        for name in ("pa", "pb"):
            self.model.adapters.create(name, "lora[init_weights='bert',r=4]", seed=ord(name[1]))
        outputs = self.model.forward({"input_ids": IDS, "attention_mask": MASK}, setup=Parallel("pa", "pb"))["last_hidden_state"].numpy()
        for row, name in ((0, "pa"), (2, "pb")):
            single = self.model.forward({"input_ids": IDS, "attention_mask": MASK}, setup=Stack(name))["last_hidden_state"].numpy()
            numpy.testing.assert_allclose(outputs[row : row + 2], single, atol=1e-5)


class DatasetTests(ServerTest):
    def test_upload_path_and_rows_agree(self) -> None:
        ids = [f"{n}-{build.request_id()[:8]}" for n in "abc"]
        uploaded = self.client.datasets.upload(ids[0], DATA / "dev.jsonl", labels=LABELS)
        named = self.client.datasets.create(ids[1], path=DATA / "dev.jsonl", labels=LABELS)
        small = self.client.datasets.create(ids[2], rows=rows(5), labels=LABELS)
        self.assertEqual((uploaded.row_count, named.row_count, small.row_count), (616, 616, 5))
        self.assertEqual(uploaded.digest, named.digest)
        self.assertEqual(uploaded.labels, tuple(LABELS))
        for dataset in (uploaded, named, small):
            self.client.datasets.delete(dataset)
        self.assert_error(adapterbridge.NotFoundError, "DATASET_NOT_FOUND", self.client.datasets.get, ids[0])

    def test_bad_rows_are_all_told(self) -> None:
        data = [{"text": "fine", "label": "positive"}, {"label": "positive"}, {"text": "x", "label": "neutral"}, {"text": "y"}]
        error = self.assert_error(adapterbridge.InvalidArgumentError, "DATA_INVALID", self.client.datasets.upload, f"bad-{build.request_id()[:8]}", data, labels=LABELS)
        self.assertEqual(len(error.violations), 3)
        self.assert_error(adapterbridge.NotFoundError, "FILE_NOT_FOUND", self.client.datasets.create, "bad", path="/nowhere/at.all")


class WireTests(ServerTest):
    def test_health_is_serving(self) -> None:
        # grpc.health.v1.Health/Check without its package: an empty request, and field 1 of the answer is SERVING (1).
        with grpc.insecure_channel(ADDRESS) as channel:
            check = channel.unary_unary("/grpc.health.v1.Health/Check", lambda message: message, lambda message: message)
            self.assertEqual(check(b"", timeout=10), b"\x08\x01")

    def test_message_over_the_limit_is_refused(self) -> None:
        with self.assertRaises(adapterbridge.ResourceExhaustedError):
            self.client._connection.call("InferenceService/RunForward", inference_pb2.RunForwardRequest(model=self.model.name, outputs=["x" * (5 << 20)]))
        self.assertTrue(self.client.server.info().version)

    def test_limits_are_those_of_messages(self) -> None:
        self.assertEqual(self.client.server.info().limits.max_inline_tensor_bytes, 1 << 20)

    def test_asyncio_client_works_too(self) -> None:
        async def main() -> None:
            async with aio.connect(ADDRESS) as client:
                model = await client.models.get(self.model_id)
                await model.adapters.create(self.id, "lora")
                answers = await asyncio.gather(*(model.forward({"input_ids": IDS}, setup=self.id) for _ in range(8)))
                self.assertEqual(len({a["last_hidden_state"] for a in answers}), 1)

        asyncio.run(main())

    def test_abandoned_streams_leave_the_server_serving(self) -> None:
        method = method_of("InferenceService/StreamForward")
        for _ in range(5):
            stream = self.client._connection.transport.bidi_stream(method, iter([build.forward_start(self.model.name, None, [])]), None)
            thread = threading.Thread(target=lambda s=stream: list(s), daemon=True)
            thread.start()
            thread.join(5)
            self.assertFalse(thread.is_alive())
        self.assertTrue(self.client.server.info().version)


if __name__ == "__main__":
    unittest.main()
