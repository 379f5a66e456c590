"""Many requests at once on one model, each with an adapter of its own: many_setups.py ADDRESS MODEL_ID ADAPTER..."""

import asyncio
import sys

import numpy
from adapterbridge import aio


async def main(address: str, model_id: str, adapters: list[str]) -> None:
    async with aio.connect(address) as client:
        model = await client.models.get(model_id)
        ids = numpy.array([[101, 7592, 2088, 102]])
        answers = await asyncio.gather(*(model.forward({"input_ids": ids}, setup=adapter) for adapter in adapters))
        for adapter, answer in zip(adapters, answers):
            print(adapter, {name: tensor.numpy().ravel()[:3].tolist() for name, tensor in answer.items()})


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
