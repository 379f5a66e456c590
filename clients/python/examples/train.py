"""Trains an adapter on sentences of one's own and keeps it in a local folder: train.py ADDRESS MODEL_FOLDER OUTPUT_FOLDER."""

import sys

import adapterbridge
from adapterbridge import LoraConfig, Setup

ROWS = [
    {"text": "please refund my order", "label": "billing"},
    {"text": "the invoice is wrong", "label": "billing"},
    {"text": "the app crashes on start", "label": "bug"},
    {"text": "nothing happens when I press save", "label": "bug"},
] * 8

address, folder, output = sys.argv[1:]
with adapterbridge.connect(address) as client:
    model = client.models.load("support", path=folder).result(timeout=120)
    dataset = client.datasets.upload("tickets", ROWS, labels=["billing", "bug"])
    adapter = model.adapters.create("tickets", LoraConfig(r=8, alpha=16), seed=1)
    head = model.heads.create("tickets", labels=dataset.labels, seed=1)
    with model.train(adapter, dataset, head=head, epochs=10, batch_size=8, learning_rate=2e-3) as job:  # cancelled on an exception
        print("loss", job.result(progress=True).final_loss)
    for found in model.classify(["I was charged twice"], setup=Setup(adapter.id, head=head.id)):
        print(found.label, dict(found.scores))
    for file in model.adapters.download(adapter, output, head=head):
        print(output, file.file, file.byte_size)
