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
from adapterbridge import BottleneckConfig, Evaluation, LoraConfig, Parallel, Setup, Stack, StateChanged, Step, TrainingState, aio
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
        cls.model = cls.client.models.load(cls.model_id, path=MODEL).result(timeout=120)
        cls.addClassCleanup(cls.client.models.unload, cls.model_id, allow_missing=True)

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


class TrainingTests(ServerTest):
    def prepare(self, config: str = "lora[r=8,alpha=16]") -> Setup:
        self.model.adapters.create(self.id, config, seed=1)
        self.model.heads.create(self.id, labels=LABELS, seed=1)
        return Setup(self.id, head=self.id)

    def train(self, count: int = 128, **options) -> adapterbridge.TrainingJob:
        defaults = dict(head=self.id, learning_rate=1e-3, batch_size=16, max_length=48, seed=7)
        return self.model.train(self.id, self.dataset(count), **{**defaults, **options})

    def test_training_reports_learns_and_leaves_the_base_alone(self) -> None:
        setup = self.prepare()
        inputs = {"input_ids": IDS, "attention_mask": MASK}
        base, before = self.model.forward(inputs), self.model.forward(inputs, setup=setup)
        job = self.train(256, epochs=2, evaluation=self.dataset(64, "dev.jsonl"))
        events = list(job.watch())
        steps = [e for e in events if isinstance(e, Step)]
        self.assertEqual([e.step for e in steps], list(range(1, 33)))
        self.assertLess(steps[-1].loss, steps[0].loss)
        self.assertEqual([e.sequence for e in events], list(range(1, len(events) + 1)))
        self.assertEqual([e.state for e in events if isinstance(e, StateChanged)], [TrainingState.QUEUED, TrainingState.RUNNING, TrainingState.SUCCEEDED])
        evaluations = [e for e in events if isinstance(e, Evaluation)]
        self.assertGreaterEqual(len(evaluations), 2)
        outcome = job.result(timeout=10)
        self.assertEqual((outcome.steps, outcome.total_steps), (32, 32))
        self.assertEqual(self.model.forward(inputs)["last_hidden_state"], base["last_hidden_state"])
        self.assertNotEqual(self.model.forward(inputs, setup=setup)["logits"], before["logits"])
        self.assertNotEqual(self.model.forward(inputs, setup=setup).adapters[0].digest, before.adapters[0].digest)

    def test_same_seed_gives_the_same_bits(self) -> None:
        logits = []
        for _ in range(2):
            self.model.adapters.delete(self.id, allow_missing=True)
            self.model.heads.delete(self.id, allow_missing=True)
            setup = self.prepare("lora[dropout=0.1]")
            self.train(64, max_steps=4).result(timeout=120)
            logits.append(self.model.forward({"input_ids": IDS, "attention_mask": MASK}, setup=setup)["logits"])
        self.assertEqual(*logits)

    def test_gradient_checkpointing_trains_alike(self) -> None:
        losses = []
        for again in (False, True):
            self.model.adapters.delete(self.id, allow_missing=True)
            self.model.heads.delete(self.id, allow_missing=True)
            self.prepare("lora[dropout=0.1]")
            job = self.train(64, max_steps=4, gradient_checkpointing=again)
            losses.append([event.loss for event in job.watch() if isinstance(event, Step)])
        numpy.testing.assert_allclose(losses[0], losses[1], atol=1e-5)

    def test_evaluate_agrees_with_classify(self) -> None:
        setup = self.prepare()
        self.train(128, epochs=1).result(timeout=120)
        dev = rows(64, "dev.jsonl")
        found = self.model.classify([row["text"] for row in dev], setup=setup, max_length=48)
        right = sum(c.label == row["label"] for c, row in zip(found, dev)) / len(dev)
        result = self.model.evaluate(self.dataset(64, "dev.jsonl"), setup=setup, max_length=48)
        self.assertEqual(result.row_count, 64)
        self.assertAlmostEqual(result.metrics["accuracy"], right, places=6)
        self.assertAlmostEqual(sum(found[0].scores.values()), 1.0, places=5)
        self.assertEqual(tuple(found[0].scores), tuple(LABELS))
        streamed = [c for batch in self.model.stream_classify([[r["text"] for r in dev[i : i + 16]] for i in range(0, 64, 16)], setup=setup, max_length=48) for c in batch]
        self.assertEqual([c.label for c in streamed], [c.label for c in found])

    def test_saved_and_loaded_gives_the_same_bits(self) -> None:
        setup = self.prepare("seq_bn")
        self.train(64, max_steps=3).result(timeout=120)
        inputs = {"input_ids": IDS, "attention_mask": MASK}
        expected = self.model.forward(inputs, setup=setup)["logits"]
        saved = self.model.adapters.save(self.id, self.folder / "saved", head=self.id)
        self.assertEqual({f.file for f in saved.files}, {"adapter_config.json", "adapter.safetensors", "head_config.json", "model_head.safetensors"})
        loaded = self.model.adapters.load(self.folder / "saved", adapter_id="loaded", head_id="loaded")
        self.assertEqual((loaded.report.missing, loaded.report.unexpected), ((), ()))
        self.assertEqual(loaded.head.labels, tuple(LABELS))
        self.assertEqual(self.model.forward(inputs, setup=Setup("loaded", head="loaded"))["logits"], expected)
        self.model.adapters.download(self.id, self.folder / "got", head=self.id)
        for info in saved.files:
            self.assertEqual((self.folder / "got" / info.file).read_bytes(), (self.folder / "saved" / info.file).read_bytes())
        self.model.adapters.upload(self.folder / "got", adapter_id="sent", head_id="sent")
        self.assertEqual(self.model.forward(inputs, setup=Setup("sent", head="sent"))["logits"], expected)

    def test_damaged_files_are_refused(self) -> None:
        self.prepare()
        self.model.adapters.save(self.id, self.folder / "saved")
        path = self.folder / "saved" / "adapter.safetensors"
        whole = path.read_bytes()
        path.write_bytes(whole[:-100])
        self.assert_error(adapterbridge.DataLossError, "CHECKPOINT_CORRUPT", self.model.adapters.load, self.folder / "saved", adapter_id="bad")
        path.write_bytes(struct.pack("<Q", 1 << 62) + whole[8:])
        self.assert_error(adapterbridge.DataLossError, "CHECKPOINT_CORRUPT", self.model.adapters.upload, self.folder / "saved", adapter_id="bad")
        self.assert_error(adapterbridge.NotFoundError, "FILE_NOT_FOUND", self.model.adapters.load, "/nowhere/at/all")
        self.assert_error(adapterbridge.NotFoundError, "ADAPTER_NOT_FOUND", self.model.adapters.get, "bad")

    def test_cancel_ends_a_running_job(self) -> None:
        self.prepare()
        with self.train(256, epochs=500) as job:
            watch = job.watch()
            next(e for e in watch if isinstance(e, Step))
            job.cancel()
            last = list(watch)[-1]
        self.assertEqual(last.state, TrainingState.CANCELLED)
        with self.assertRaises(adapterbridge.RequestCancelledError):
            job.result(timeout=5)
        self.assertEqual(self.model.refresh().training_job, "")

    def test_watch_continues_after_a_sequence(self) -> None:
        self.prepare()
        job = self.train(64, max_steps=4)
        job.result(timeout=120)
        events = list(job.watch())
        self.assertEqual([e.sequence for e in job.watch(after_sequence=3)], [e.sequence for e in events[3:]])

    def test_second_writer_is_refused_or_queued(self) -> None:
        self.prepare()
        first = self.train(256, epochs=500)
        self.addCleanup(first._cancel_quietly)
        self.assert_error(adapterbridge.AbortedError, "MODEL_BUSY", self.train, 64, max_steps=1)
        second = self.train(64, max_steps=1, queue=True)
        self.assertEqual(second.state, TrainingState.QUEUED)
        first.cancel()
        self.assertEqual(second.result(timeout=120).steps, 1)

    def test_readers_see_the_version_before_while_a_job_trains(self) -> None:
        setup = self.prepare()
        inputs = {"input_ids": IDS, "attention_mask": MASK}
        before = self.model.forward(inputs, setup=setup)["logits"]
        with self.train(256, epochs=500) as job:
            watch = job.watch()
            for _ in range(3):
                next(e for e in watch if isinstance(e, Step))
            self.assertEqual(self.model.forward(inputs, setup=setup)["logits"], before)
            job.cancel()
            list(watch)

    def test_bad_jobs_are_refused_whole(self) -> None:
        self.prepare()
        error = self.assert_error(adapterbridge.InvalidArgumentError, "ARGUMENT_INVALID", self.train, 16, learning_rate=-1.0, batch_size=0)
        self.assertEqual(len(error.violations), 2)
        self.assert_error(adapterbridge.NotFoundError, "ADAPTER_NOT_FOUND", self.model.train, "nobody", self.dataset(4), head=self.id)
        self.assert_error(adapterbridge.NotFoundError, "HEAD_NOT_FOUND", self.train, 16, head="nobody")
        self.assert_error(adapterbridge.NotFoundError, "DATASET_NOT_FOUND", self.model.train, self.id, "nothing", head=self.id)
        self.assert_error(adapterbridge.NotFoundError, "JOB_NOT_FOUND", self.model.jobs.get, "nobody")

    def test_diverging_loss_fails_the_job_and_leaves_the_adapter(self) -> None:
        setup = self.prepare()
        inputs = {"input_ids": IDS, "attention_mask": MASK}
        before = self.model.forward(inputs, setup=setup)["logits"]
        job = self.train(256, epochs=50, learning_rate=1e30, clip_norm=0)
        self.assert_error(adapterbridge.FailedPreconditionError, "NON_FINITE_LOSS", job.result, 120)
        self.assertEqual(self.model.forward(inputs, setup=setup)["logits"], before)


class TokenTrainingTests(ServerTest):
    """Heads over tokens: tags of words, and the texts themselves."""

    def test_tags_are_learned_word_by_word(self) -> None:
        cities = ["Paris", "London", "Tokyo", "Oslo"]
        data = [{"text": ["We", "went", "to", cities[i % 4], "in", "spring"], "label": ["O", "O", "O", "PLACE", "O", "O"]} for i in range(64)]
        dataset = self.client.datasets.upload(f"d-{build.request_id()}", data)
        self.assertEqual(dataset.label_kind, adapterbridge.LabelKind.TAGS)
        self.model.adapters.create(self.id, "lora")
        head = self.model.heads.create(self.id, config={"head_type": "tagging", "num_labels": 2, "layers": 1, "label2id": dict(dataset.label_ids)})
        job = self.model.train(self.id, dataset, head=head, evaluation=dataset, max_steps=30, batch_size=16, learning_rate=2e-3)
        self.assertGreater(job.result().metrics["accuracy"], 0.95)

    def test_masked_language_model_learns_texts(self) -> None:
        dataset = self.client.datasets.upload(f"d-{build.request_id()}", [{"text": r["text"]} for r in rows(64)], label_kind="NONE")
        self.model.adapters.create(self.id, "lora")
        head = self.model.heads.create(self.id, config={"head_type": "masked_lm"})
        setup = Setup(self.id, head=self.id)
        before = self.model.evaluate(dataset, setup=setup).metrics
        self.model.train(self.id, dataset, head=head, max_steps=10, batch_size=16, learning_rate=1e-3).result()
        after = self.model.evaluate(dataset, setup=setup).metrics
        self.assertLess(after["loss"], before["loss"])
        self.assertGreater(after["perplexity"], 1)


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
