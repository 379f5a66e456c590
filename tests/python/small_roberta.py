"""A random RoBERTa classifier of two layers of 32 with the recorded byte-level tokenizer, as Hugging Face saves one."""

from __future__ import annotations

import json
import shutil
import struct
from pathlib import Path

import numpy
from support import ROOT

HIDDEN, VOCABULARY, POSITIONS = 32, 1801, 66


def write(folder: Path, labels: list[str]) -> None:
    config = {
        "architectures": ["RobertaForSequenceClassification"], "model_type": "roberta", "hidden_size": HIDDEN, "num_hidden_layers": 2, "num_attention_heads": 4,
        "intermediate_size": 2 * HIDDEN, "vocab_size": VOCABULARY, "max_position_embeddings": POSITIONS, "type_vocab_size": 1, "pad_token_id": 1,
        "id2label": dict(enumerate(labels)),
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config))
    shutil.copy(ROOT / "tests" / "Bridge.Tokenization.Tests" / "Data" / "bytelevel-roberta" / "tokenizer.json", folder)
    (folder / "tokenizer_config.json").write_text(json.dumps({"pad_token": "<pad>", "cls_token": "<s>", "sep_token": "</s>", "mask_token": "<mask>"}))
    shapes: dict[str, tuple[int, ...]] = {}

    def norm(name: str) -> None:
        shapes[name + ".weight"] = shapes[name + ".bias"] = (HIDDEN,)

    def dense(name: str, start: int, end: int) -> None:
        shapes[name + ".weight"], shapes[name + ".bias"] = (end, start), (end,)

    for name, rows in (("word", VOCABULARY), ("position", POSITIONS), ("token_type", 1)):
        shapes[f"roberta.embeddings.{name}_embeddings.weight"] = (rows, HIDDEN)
    norm("roberta.embeddings.LayerNorm")
    for layer in range(2):
        path = f"roberta.encoder.layer.{layer}."
        for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            dense(path + part, HIDDEN, HIDDEN)
        dense(path + "intermediate.dense", HIDDEN, 2 * HIDDEN)
        dense(path + "output.dense", 2 * HIDDEN, HIDDEN)
        norm(path + "attention.output.LayerNorm")
        norm(path + "output.LayerNorm")
    dense("classifier.dense", HIDDEN, HIDDEN)
    dense("classifier.out_proj", HIDDEN, len(labels))
    random = numpy.random.default_rng(1)
    header, parts, start = {}, [], 0
    for name, shape in shapes.items():
        values = (random.standard_normal(shape) * 0.2 + ("LayerNorm.weight" in name)).astype("<f4")
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [start, start + values.nbytes]}
        start += values.nbytes
        parts.append(values.tobytes())
    text = json.dumps(header).encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))
