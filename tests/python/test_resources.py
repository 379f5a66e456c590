from __future__ import annotations

import json
import os

from support import FakeServerTest, adapterbridge
from adapterbridge import DataType, LoraConfig, UnknownValue


class ResourceTests(FakeServerTest):
    def test_server_info_reads_unknown_enum_values(self) -> None:
        info = self.client.server.info()
        self.assertEqual(info.version, "0.0.fake")
        self.assertEqual(info.devices[0].data_types, (DataType.FLOAT32, UnknownValue(99)))
        self.assertEqual(info.limits.request_id_lifetime, 600.0)
        self.assertIsNotNone(info.start_time.tzinfo)
        self.assertTrue(self.model.capabilities().methods[0].supported)

    def test_operation_gives_the_model_or_its_error(self) -> None:
        self.assertEqual((self.model.id, self.model.hidden_size, self.model.data_type), ("m", 8, DataType.FLOAT32))
        operation = self.client.models.load("gone", path="/nowhere/at/all")
        with self.assertRaises(adapterbridge.NotFoundError) as caught:
            operation.result(timeout=5)
        self.assertEqual(caught.exception.reason, "FILE_NOT_FOUND")
        self.assertTrue(operation.done())

    def test_lists_go_over_all_pages(self) -> None:
        for i in range(5):
            self.model.adapters.create(f"a{i}", "lora")
        self.assertEqual([a.id for a in self.model.adapters.list()], ["a0", "a1", "a2", "a3", "a4"])
        self.assertEqual([m.name for m in self.client.models.list()], ["models/m"])
        self.assertEqual(len(self.calls("ListAdapters")), 3)

    def test_create_sends_text_object_or_dictionary(self) -> None:
        self.model.adapters.create("a", "seq_bn[reduction_factor=8]")
        self.model.adapters.create("b", LoraConfig(r=4, attn_matrices=("q",)), seed=2**63)
        self.model.adapters.create("c", {"architecture": "lora", "r": 2})
        first, second, third = self.calls("CreateAdapter")
        self.assertEqual(first.config_string, "seq_bn[reduction_factor=8]")
        self.assertEqual((second.config.lora.r, list(second.config.lora.attn_matrices), second.seed), (4, ["q"], 2**63))
        self.assertFalse(second.config.lora.HasField("alpha"))
        self.assertEqual(json.loads(third.config_string), {"architecture": "lora", "r": 2})
        self.assertFalse(first.HasField("seed"))

    def test_plan_creates_nothing(self) -> None:
        plan = self.model.adapters.plan("a", "lora")
        self.assertEqual((plan.parameter_count, plan.parameters[0].shape), (64, (8, 8)))
        self.assertEqual(list(self.model.adapters.list()), [])

    def test_delete_tells_or_allows_what_is_missing(self) -> None:
        adapter = self.model.adapters.create("a", "lora")
        self.model.adapters.delete(adapter)
        with self.assertRaises(adapterbridge.NotFoundError):
            self.model.adapters.delete("a")
        self.model.adapters.delete("a", allow_missing=True)

    def test_head_has_labels_and_count(self) -> None:
        head = self.model.heads.create("h", labels=["no", "yes", "maybe"], dropout_prob=0.0)
        self.assertEqual(head.labels, ("no", "yes", "maybe"))
        self.assertEqual(head.config["num_labels"], 3)
        self.assertEqual(head.config["dropout_prob"], 0.0)
        self.assertIsNone(head.config["layers"])
        self.assertEqual(self.model.heads.get("h").id, "h")

    def test_dataset_is_uploaded_in_pieces(self) -> None:
        rows = [{"text": "ä" * 1000, "label": "yes" if i % 2 else "no"} for i in range(200)]
        dataset = self.client.datasets.upload("d", rows)
        self.assertEqual((dataset.row_count, dataset.labels), (200, ("no", "yes")))
        path = self.folder / "rows.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        self.assertEqual(self.client.datasets.upload("e", path, labels=["yes", "no"]).label_ids, {"yes": 0, "no": 1})
        self.assertEqual(self.client.datasets.create("f", path=path).row_count, 200)
        self.assertEqual(self.client.datasets.create("g", rows=rows[:3], label_field=None).row_count, 3)
        self.assertEqual([d.id for d in self.client.datasets.list()], ["d", "e", "f", "g"])

    def test_failure_while_reading_rows_is_the_callers_own(self) -> None:
        def rows():
            yield {"text": "x" * 100_000, "label": "a"}
            raise KeyError("mine")

        with self.assertRaises(KeyError):
            self.client.datasets.upload("d", rows())


class TransferTests(FakeServerTest):
    def setUp(self) -> None:
        super().setUp()
        self.model.adapters.create("a", "lora")
        self.sent = self.state.files["models/m/adapters/a"]

    def test_download_gives_the_files(self) -> None:
        infos = self.model.adapters.download("a", self.folder / "out")
        self.assertEqual({i.file: i.byte_size for i in infos}, {n: len(d) for n, d in self.sent.items()})
        self.assertEqual({p.name: p.read_bytes() for p in (self.folder / "out").iterdir()}, self.sent)

    def test_broken_download_continues(self) -> None:
        self.state.break_uploads_after = 3
        self.model.adapters.download("a", self.folder / "out")
        self.assertEqual((self.folder / "out" / "adapter.safetensors").read_bytes(), self.sent["adapter.safetensors"])
        requests = self.calls("DownloadAdapter")
        self.assertEqual((requests[1].file, requests[1].offset, requests[1].etag), ("adapter.safetensors", 2 * 65536, "1"))

    def test_upload_returns_what_was_loaded(self) -> None:
        self.model.adapters.save("a", self.folder / "saved")
        loaded = self.model.adapters.upload(self.folder / "saved", adapter_id="b")
        self.assertEqual((loaded.adapter.id, loaded.head, loaded.report.used_count), ("b", None, 2))
        self.assertEqual(self.state.files["models/m/adapters/b"], self.sent)

    def test_broken_upload_continues_at_the_offset(self) -> None:
        self.model.adapters.save("a", self.folder / "saved")
        self.state.break_uploads_after = 3
        self.model.adapters.upload(self.folder / "saved", adapter_id="b")
        self.assertEqual(self.state.files["models/m/adapters/b"], self.sent)
        self.assertEqual(len({h.upload_id for h in self.calls("UploadAdapter")}), 1)
        self.assertEqual(len(self.calls("GetUploadStatus")), 1)

    def test_damaged_download_leaves_no_files(self) -> None:
        self.state.files["models/m/adapters/a"] = dict(self.sent)
        original = self.state.files["models/m/adapters/a"]
        from adapterbridge import _requests

        receiver = _requests.FileReceiver(self.folder / "out")
        from adapterbridge._proto.bridge.v1 import adapters_pb2 as pb

        header = pb.DownloadHeader(files=[pb.FileInfo(file="adapter.safetensors", byte_size=3, sha256=b"0" * 32)])
        receiver.add(pb.DownloadAdapterResponse(header=header))
        receiver.add(pb.DownloadAdapterResponse(chunk=pb.FileChunk(file="adapter.safetensors", offset=0, data=b"abc")))
        with self.assertRaises(adapterbridge.DataLossError) as caught:
            receiver.finish()
        receiver.abandon()
        self.assertEqual(caught.exception.reason, "CHECKSUM_MISMATCH")
        self.assertEqual(os.listdir(self.folder / "out"), [])
        self.assertEqual(len(original), 2)

    def test_server_cannot_name_other_files(self) -> None:
        from adapterbridge import _requests
        from adapterbridge._proto.bridge.v1 import adapters_pb2 as pb

        receiver = _requests.FileReceiver(self.folder / "out")
        header = pb.DownloadHeader(files=[pb.FileInfo(file="../../evil", byte_size=3)])
        with self.assertRaises(ValueError):
            receiver.add(pb.DownloadAdapterResponse(header=header))
