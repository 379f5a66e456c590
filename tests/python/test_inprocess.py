"""The same tests as against a server, against an engine in this process (BRIDGE_LIBRARY names the library), and what only exists here."""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import unittest
from typing import Any

import numpy
import test_integration as shared
import test_integration_images as images
import test_integration_sessions as sessions
import test_integration_training as training
import test_integration_parts as parts
from support import CLIENT, adapterbridge
from adapterbridge import aio, native
from adapterbridge._native import Library

LIBRARY = os.environ.get("BRIDGE_LIBRARY")
IDS, MODEL, LABELS = shared.IDS, shared.MODEL, shared.LABELS


def load_tests(loader: unittest.TestLoader, tests: unittest.TestSuite, pattern: str | None) -> unittest.TestSuite:
    """The tests of this file, where there is a library for them."""
    suite = unittest.TestSuite()
    if LIBRARY:
        for case in (InProcessInfo, InProcessAdapters, InProcessParts, InProcessForward, InProcessTraining, InProcessTokenTraining, InProcessSessions, InProcessDatasets, InProcessImages, NativeTests, LibraryTests):
            suite.addTests(loader.loadTestsFromTestCase(case))
    return suite


class InProcess:
    """One engine for all tests: an engine is what a service would be."""

    _client: adapterbridge.Client | None = None

    @classmethod
    def connect(cls) -> adapterbridge.Client:
        InProcess._client = InProcess._client or adapterbridge.open_inprocess(timeout=60)
        return InProcess._client


class InProcessInfo(InProcess, shared.InfoTests):
    pass


class InProcessAdapters(InProcess, shared.AdapterTests):
    pass


class InProcessParts(InProcess, parts.PartTests):
    pass


class InProcessForward(InProcess, shared.ForwardTests):
    pass


class InProcessTraining(InProcess, training.TrainingTests):
    pass


class InProcessTokenTraining(InProcess, training.TokenTrainingTests):
    pass


class InProcessSessions(InProcess, sessions.SessionTests):
    remote = False


class InProcessDatasets(InProcess, shared.DatasetTests):
    pass


class InProcessImages(InProcess, images.ImageTests):
    pass


class NativeTests(InProcess, shared.ServerTest):
    def test_arrays_go_in_and_out_without_a_copy(self) -> None:
        array = numpy.arange(1 << 24, dtype=numpy.float32).reshape(4096, 4096)
        tensor = native.Tensor(array)
        self.assertEqual((tensor.address, tensor.shape, tensor.nbytes, tensor.dtype), (array.ctypes.data, (4096, 4096), 64 << 20, adapterbridge.DataType.FLOAT32))
        back = tensor.numpy()
        self.assertEqual(back.ctypes.data, array.ctypes.data)
        del tensor, array
        gc.collect()
        self.assertEqual(float(back[4095, 4095]), float(numpy.float32((1 << 24) - 1)))

    def test_views_keep_their_strides_and_what_cannot_be_shared_is_copied(self) -> None:
        array = numpy.arange(24, dtype=numpy.int32).reshape(4, 6)
        numpy.testing.assert_array_equal(native.Tensor(array.T[1:, ::2]).numpy(), array.T[1:, ::2])
        array.flags.writeable = False
        copied = native.Tensor(array)
        self.assertNotEqual(copied.address, array.ctypes.data)
        numpy.testing.assert_array_equal(copied.numpy(), array)
        self.assertEqual(native.Tensor([[1, 2], [3, 4]]).numpy().tolist(), [[1, 2], [3, 4]])

    def test_forward_equals_the_messages_bit_for_bit_and_leaks_nothing(self) -> None:
        self.model.adapters.create(self.id, "lora[init_weights='bert']", seed=3)
        self.model.heads.create(self.id, labels=LABELS, seed=3)
        setup = adapterbridge.Setup(self.id, head=self.id)
        inputs = {"input_ids": IDS, "attention_mask": shared.MASK}
        message = self.model.forward(inputs, setup=setup, outputs=["logits", "last_hidden_state"])
        gc.collect()
        before = Library.load().bridge_live_handles()
        shared_memory = native.forward(self.model, inputs, setup=setup, outputs=["logits", "last_hidden_state"])
        for name in ("logits", "last_hidden_state"):
            self.assertEqual(shared_memory[name].numpy().tobytes(), message[name].tobytes())
        del shared_memory
        gc.collect()
        self.assertEqual(Library.load().bridge_live_handles(), before)

    def test_errors_are_those_of_the_service(self) -> None:
        self.assert_error(adapterbridge.InvalidArgumentError, "TENSOR_VALUE", native.forward, self.model, {"input_ids": numpy.array([[101, 30522]])})
        self.assert_error(adapterbridge.NotFoundError, "ADAPTER_NOT_FOUND", native.forward, self.model, {"input_ids": IDS}, setup="nobody")

    def test_token_embeddings_of_the_setup_act(self) -> None:
        self.model.embeddings.create("fresh", vocabulary_size=30522, seed=1)
        setup = adapterbridge.Setup(embedding="fresh")
        states = native.forward(self.model, {"input_ids": IDS}, setup=setup)["last_hidden_state"].numpy()
        self.assertEqual(states.tobytes(), self.model.forward({"input_ids": IDS}, setup=setup)["last_hidden_state"].tobytes())
        self.assertNotEqual(states.tobytes(), native.forward(self.model, {"input_ids": IDS})["last_hidden_state"].numpy().tobytes())
        self.assert_error(adapterbridge.NotFoundError, "EMBEDDING_NOT_FOUND", native.forward, self.model, {"input_ids": IDS}, setup=adapterbridge.Setup(embedding="none"))

    def test_jobs_are_remembered_by_the_next_engine(self) -> None:
        state = self.folder / "state"
        with adapterbridge.open_inprocess(state_folder=state) as client:
            model = client.models.load("m", path=MODEL).result()
            client.datasets.upload("d", shared.rows(32), labels=LABELS)
            model.adapters.create("a", "lora")
            model.heads.create("a", labels=LABELS)
            job = model.train("a", "d", head="a", job_id="j", max_steps=2, batch_size=8, max_length=32)
            outcome, events = job.result(timeout=60), list(job.watch())
            self.assert_error(adapterbridge.FailedPreconditionError, "ARGUMENT_INVALID", adapterbridge.open_inprocess, state_folder=state)
        with adapterbridge.open_inprocess(state_folder=state) as client:
            again = client.models.jobs("m").get("j")
            self.assertEqual((again.outcome, list(again.watch())), (outcome, events))

    def test_asyncio_client_works_too(self) -> None:
        async def main() -> None:
            async with aio.open_inprocess() as client:
                model = await (await client.models.load("m", path=MODEL)).result()
                await model.adapters.create("a", "lora")
                answers = await asyncio.gather(*(model.forward({"input_ids": IDS}, setup="a") for _ in range(8)))
                self.assertEqual(len({a["last_hidden_state"] for a in answers}), 1)

                async def batches() -> Any:
                    for n in (2, 3, 4):
                        yield {"input_ids": IDS[:, :n]}

                streamed = [answer async for answer in model.stream_forward(batches())]
                self.assertEqual([s["last_hidden_state"].shape[1] for s in streamed], [2, 3, 4])

        asyncio.run(main())

    def test_closed_client_says_so(self) -> None:
        client = adapterbridge.open_inprocess()
        client.close()
        client.close()
        with self.assertRaises(adapterbridge.UnavailableError):
            client.server.info()

    def test_many_threads_share_an_engine(self) -> None:
        failures: list[BaseException] = []

        def work() -> None:
            try:
                for _ in range(50):
                    self.model.forward({"input_ids": IDS})
            except BaseException as failure:
                failures.append(failure)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])


class LibraryTests(unittest.TestCase):
    def run_code(self, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "PYTHONPATH": str(CLIENT / "src"), **environment}
        return subprocess.run([sys.executable, "-c", textwrap.dedent(code)], env=env, capture_output=True, text=True, timeout=120)

    def test_missing_library_and_missing_libtorch_are_typed_errors(self) -> None:
        code = """
            import adapterbridge
            try:
                adapterbridge.open_inprocess()
            except adapterbridge.UnimplementedError as error:
                print(error.reason, error.metadata)
        """
        self.assertIn("RUNTIME_NOT_FOUND {'file': '/nonexistent/lib.so'}", self.run_code(code, BRIDGE_LIBRARY="/nonexistent/lib.so").stdout)
        self.assertRegex(self.run_code(code, BRIDGE_TORCH_DIR="/nonexistent").stdout, "RUNTIME_NOT_FOUND .*/nonexistent")

    def test_needs_no_grpc_and_no_numpy(self) -> None:
        code = f"""
            import sys
            sys.modules["grpc"] = sys.modules["numpy"] = None
            import adapterbridge
            with adapterbridge.open_inprocess() as client:
                model = client.models.load("m", path={str(MODEL)!r}).result()
                print(len(model.forward(["hello"], outputs=["pooler_output"])["pooler_output"].tolist()[0]))
        """
        done = self.run_code(code)
        self.assertEqual(done.stdout.strip(), "384", done.stderr)

    @unittest.skipUnless(importlib.util.find_spec("torch"), "no torch here")
    def test_torch_shares_tensors_both_ways_whichever_comes_first(self) -> None:
        code = f"""
            import gc
            first = {{first}}
            if first: import torch
            import adapterbridge
            from adapterbridge import native
            with adapterbridge.open_inprocess() as client:
                model = client.models.load("m", path={str(MODEL)!r}).result()
                expected = model.forward({{"input_ids": {IDS.tolist()!r}}})["last_hidden_state"].numpy()
                import torch
                ids = torch.tensor({IDS.tolist()!r})
                tensor = native.Tensor(ids)
                assert tensor.address == ids.data_ptr()
                outputs = native.forward(model, {{"input_ids": ids}})
                hidden = torch.from_dlpack(outputs["last_hidden_state"])
                assert hidden.data_ptr() == outputs["last_hidden_state"].address
                assert hidden.numpy().tobytes() == expected.tobytes()
                del outputs, tensor, ids
                gc.collect()
                head = torch.nn.Linear(hidden.shape[-1], 2)
                head(hidden).sum().backward()
                rows = hidden.shape[0] * hidden.shape[1]
                assert head.bias.grad.tolist() == [rows, rows], head.bias.grad
                model.adapters.create("a", "lora")
                again = native.forward(model, {{"input_ids": torch.tensor({IDS.tolist()!r})}})["last_hidden_state"].numpy()
                assert again.tobytes() == expected.tobytes()
            print("shared")
        """
        for first in ("True", "False"):
            with self.subTest(torch_first=first):
                done = self.run_code(code.replace("{first}", first))
                self.assertEqual((done.returncode, done.stdout.strip()), (0, "shared"), done.stderr)

    @unittest.skipUnless(importlib.util.find_spec("torch"), "no torch here")
    def test_libtorch_that_all_libraries_see_is_refused(self) -> None:
        code = """
            import os, sys
            sys.setdlopenflags(os.RTLD_NOW | os.RTLD_GLOBAL)
            import torch
            import adapterbridge
            try:
                adapterbridge.open_inprocess()
            except adapterbridge.UnimplementedError as error:
                print(error.reason, error.metadata["file"])
        """
        done = self.run_code(code)
        self.assertRegex(done.stdout, "RUNTIME_NOT_FOUND .*libtorch_cpu", done.stderr)

    def test_interrupt_ends_a_wait(self) -> None:
        code = f"""
            import adapterbridge
            with adapterbridge.open_inprocess() as client:
                model = client.models.load("m", path={str(MODEL)!r}).result()
                model.adapters.create("a", "lora")
                model.heads.create("a", labels={LABELS!r})
                data = client.datasets.upload("d", [{{"text": "fine " * 40, "label": "positive"}}] * 2000, labels={LABELS!r})
                job = model.train("a", data, head="a", epochs=100)
                print("training", flush=True)
                try:
                    job.result()
                except KeyboardInterrupt:
                    print("interrupted", flush=True)
                except adapterbridge.BridgeError as error:
                    print(error.code.name, flush=True)
        """
        env = {**os.environ, "PYTHONPATH": str(CLIENT / "src")}
        process = subprocess.Popen(
            [sys.executable, "-c", "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n" + textwrap.dedent(code)],
            env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.addCleanup(process.kill)
        self.assertEqual(process.stdout.readline().strip(), "training", process.stderr.read() if process.poll() is not None else "")
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=60)
        self.assertRegex(out, "interrupted|CANCELLED", error)


if __name__ == "__main__":
    unittest.main()
