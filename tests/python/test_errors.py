from __future__ import annotations

import pickle

import grpc
from support import FakeServerTest, adapterbridge
from adapterbridge import Code


class ErrorTests(FakeServerTest):
    def test_rich_status_becomes_typed_error(self) -> None:
        with self.assertRaises(adapterbridge.InvalidArgumentError) as caught:
            self.model.adapters.create("a", "lora[r=0]")
        error = caught.exception
        self.assertEqual(error.code, Code.INVALID_ARGUMENT)
        self.assertEqual(error.reason, "CONFIG_VALUE_RANGE")
        self.assertEqual(error.metadata, {"key": "r", "found": "0", "allowed": "[1, 4096]"})
        self.assertEqual([v.field for v in error.violations], ["config.lora.r", "config.lora.alpha"])
        self.assertEqual(str(error), "r: 0 is outside [1, 4096] [INVALID_ARGUMENT/CONFIG_VALUE_RANGE]")

    def test_each_code_has_its_class(self) -> None:
        self.model.adapters.create("a", "lora")
        with self.assertRaises(adapterbridge.AlreadyExistsError):
            self.model.adapters.create("a", "lora")
        with self.assertRaises(adapterbridge.NotFoundError) as caught:
            self.client.models.get("nowhere")
        self.assertEqual(caught.exception.metadata["known"], "models/m")

    def test_error_without_details_keeps_code_and_message(self) -> None:
        self.state.failures["GetModel"] = [grpc.StatusCode.PERMISSION_DENIED]
        with self.assertRaises(adapterbridge.BridgeError) as caught:
            self.client.models.get("m")
        self.assertEqual(caught.exception.code, Code.PERMISSION_DENIED)
        self.assertEqual(caught.exception.reason, "")

    def test_error_survives_pickling(self) -> None:
        with self.assertRaises(adapterbridge.BridgeError) as caught:
            self.model.adapters.create("a", "lora[r=0]")
        copy = pickle.loads(pickle.dumps(caught.exception))
        self.assertIs(type(copy), adapterbridge.InvalidArgumentError)
        self.assertEqual((copy.reason, copy.violations), (caught.exception.reason, caught.exception.violations))

    def test_deadline_is_honoured(self) -> None:
        self.state.load_seconds = 30
        operation = self.client.models.load("slow", path=self.folder)
        with self.assertRaises(adapterbridge.DeadlineExceededError):
            operation.result(timeout=0.1)

    def test_unreachable_server_is_unavailable(self) -> None:
        with adapterbridge.connect("unix:/nowhere/at.all", timeout=0.4) as client:
            with self.assertRaises(adapterbridge.UnavailableError):
                client.server.info()
            with self.assertRaises(adapterbridge.UnavailableError):
                client.wait_ready(0.2)


class RetryTests(FakeServerTest):
    def test_read_is_retried_when_unavailable(self) -> None:
        self.state.failures["GetModel"] = [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.UNAVAILABLE]
        self.assertEqual(self.client.models.get("m").id, "m")
        self.assertEqual(len(self.calls("GetModel")), 3)

    def test_create_is_retried_with_the_same_request_id(self) -> None:
        self.state.failures["CreateAdapter"] = [grpc.StatusCode.UNAVAILABLE]
        self.model.adapters.create("a", "lora")
        ids = [request.request_id for request in self.calls("CreateAdapter")]
        self.assertEqual(len(ids), 2)
        self.assertEqual(ids[0], ids[1])
        self.assertEqual(len(ids[0]), 36)

    def test_other_codes_are_not_retried(self) -> None:
        self.state.failures["GetModel"] = [grpc.StatusCode.INTERNAL]
        with self.assertRaises(adapterbridge.InternalError):
            self.client.models.get("m")
        self.assertEqual(len(self.calls("GetModel")), 1)

    def test_retries_end_with_the_deadline(self) -> None:
        self.state.failures["GetServerInfo"] = [grpc.StatusCode.UNAVAILABLE] * 100
        with adapterbridge.connect(self.server.address, timeout=0.5) as client, self.assertRaises(adapterbridge.UnavailableError):
            client.server.info()
        self.assertLess(len(self.calls("GetServerInfo")), 6)

    def test_stream_of_messages_is_not_repeated(self) -> None:
        self.state.failures["UploadDataset"] = [grpc.StatusCode.UNAVAILABLE]
        with self.assertRaises(adapterbridge.UnavailableError):
            self.client.datasets.upload("d", [{"text": "x", "label": "y"}])
        self.assertEqual(len(self.calls("UploadDataset")), 1)
