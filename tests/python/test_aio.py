from __future__ import annotations

import asyncio
import inspect
import unittest

import grpc
import numpy
from support import FakeServerTest, adapterbridge
from adapterbridge import StateChanged, aio, client


class AioTests(FakeServerTest):
    def run_async(self, make) -> None:
        async def run() -> None:
            async with aio.connect(self.server.address, timeout=5) as connected:
                await make(connected)

        asyncio.run(run())

    def test_everything_works_awaited(self) -> None:
        async def main(connected: aio.AsyncClient) -> None:
            await connected.wait_ready(5)
            model = await (await connected.models.load("async", path=self.folder)).result(timeout=5)
            dataset = await connected.datasets.upload("d", [{"text": "x" * 100_000, "label": "y"}])
            adapter = await model.adapters.create("a", "lora")
            head = await model.heads.create("h", labels=["n", "p"])
            self.state.break_watch_after = 7
            job = await model.train(adapter, dataset, head=head, max_steps=20)
            events = [event async for event in job.watch()]
            self.assertEqual([e.sequence for e in events], list(range(1, len(events) + 1)))
            self.assertIsInstance(events[-1], StateChanged)
            self.assertEqual((await job.result()).steps, 20)
            self.state.break_watch_after = None
            ids = numpy.arange(300_000).reshape(2, -1)
            outputs = await model.forward({"input_ids": ids})
            numpy.testing.assert_array_equal(outputs["input_ids_back"].numpy(), ids)

            async def batches():
                for n in range(1, 5):
                    yield ["good"] * n

            self.assertEqual([len(a) async for a in model.stream_classify(batches(), setup="a")], [1, 2, 3, 4])
            await model.adapters.download(adapter, self.folder / "out")
            loaded = await model.adapters.upload(self.folder / "out", adapter_id="b")
            self.assertEqual(loaded.adapter.id, "b")
            self.assertEqual([a.id async for a in model.adapters.list()], ["a", "b"])

        self.run_async(main)

    def test_errors_and_retries_are_the_same(self) -> None:
        async def main(connected: aio.AsyncClient) -> None:
            self.state.failures["GetModel"] = [grpc.StatusCode.UNAVAILABLE]
            model = await connected.models.get("m")
            with self.assertRaises(adapterbridge.InvalidArgumentError) as caught:
                await model.adapters.create("a", "lora[r=0]")
            self.assertEqual(caught.exception.reason, "CONFIG_VALUE_RANGE")
            with self.assertRaises(adapterbridge.UnavailableError):
                async with aio.connect("unix:/nowhere/at.all", timeout=0.3) as nowhere:
                    await nowhere.server.info()

        self.run_async(main)


class ParityTests(unittest.TestCase):
    def test_both_clients_have_the_same_methods(self) -> None:
        for name in client.__all__:
            if not name[0].isupper():
                continue
            plain, other = getattr(client, name), getattr(aio, f"Async{name}")
            self.assertEqual(self._methods(plain), self._methods(other), name)

    @staticmethod
    def _methods(kind: type) -> dict[str, list[str]]:
        names = [n for n in dir(kind) if not n.startswith("_") and callable(getattr(kind, n, None))]
        return {n: list(inspect.signature(getattr(kind, n)).parameters) for n in names}
