"""Training against a real server (test_integration): classes, tags of words, language models; events, cancellation, what is refused."""

from __future__ import annotations

import json
import struct
import unittest

import numpy
import small_roberta
import test_integration as shared
from support import adapterbridge
from adapterbridge import Evaluation, Setup, StateChanged, Step, TrainingState
from adapterbridge import _requests as build
from test_integration import IDS, LABELS, MASK, rows


def load_tests(loader: unittest.TestLoader, tests: unittest.TestSuite, pattern: str | None) -> unittest.TestSuite:
    """The tests, where there is a server for them."""
    return tests if shared.ADDRESS else unittest.TestSuite()


class TrainingTests(shared.ServerTest):
    def prepare(self, config: str = "lora[r=8,alpha=16]") -> Setup:
        self.model.adapters.create(self.id, config, seed=1)
        self.model.heads.create(self.id, labels=LABELS, seed=1)
        return Setup(self.id, head=self.id)

    def train(self, count: int = 128, **options) -> adapterbridge.TrainingJob:
        defaults = dict(head=self.id, learning_rate=1e-3, batch_size=8, max_length=32, seed=7)
        return self.model.train(self.id, self.dataset(count), **{**defaults, **options})

    def test_training_reports_learns_and_leaves_the_base_alone(self) -> None:
        setup = self.prepare()
        inputs = {"input_ids": IDS, "attention_mask": MASK}
        base, before = self.model.forward(inputs), self.model.forward(inputs, setup=setup)
        job = self.train(128, epochs=2, evaluation=self.dataset(32, "dev.jsonl"))
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

    def test_dropout_of_the_base_is_an_option(self) -> None:
        losses = []
        for dropout in (None, 0.1, 0.0):
            self.model.adapters.delete(self.id, allow_missing=True)
            self.model.heads.delete(self.id, allow_missing=True)
            self.prepare()
            job = self.train(32, max_steps=2, dropout=dropout)
            losses.append([event.loss for event in job.watch() if isinstance(event, Step)])
        self.assertEqual(losses[0], losses[1])  # what its config.json says
        self.assertNotEqual(losses[0], losses[2])

    def test_evaluate_agrees_with_classify(self) -> None:
        setup = self.prepare()
        self.train(64, epochs=1).result(timeout=120)
        dev = rows(64, "dev.jsonl")
        found = self.model.classify([row["text"] for row in dev], setup=setup, max_length=32)
        right = sum(c.label == row["label"] for c, row in zip(found, dev)) / len(dev)
        result = self.model.evaluate(self.dataset(64, "dev.jsonl"), setup=setup, max_length=32)
        self.assertEqual(result.row_count, 64)
        self.assertAlmostEqual(result.metrics["accuracy"], right, places=6)
        self.assertAlmostEqual(sum(found[0].scores.values()), 1.0, places=5)
        self.assertEqual(tuple(found[0].scores), tuple(LABELS))
        streamed = [c for batch in self.model.stream_classify([[r["text"] for r in dev[i : i + 16]] for i in range(0, 64, 16)], setup=setup, max_length=32) for c in batch]
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
        error = self.assert_error(adapterbridge.InvalidArgumentError, "ARGUMENT_INVALID", self.train, 16, dropout=1.0, beta1=1.0)
        self.assertEqual([v.field for v in error.violations], ["spec.options.beta1", "spec.options.dropout"])
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


class TokenTrainingTests(shared.ServerTest):
    """Heads over tokens: tags of words, and the texts themselves."""

    def test_tags_are_learned_word_by_word(self) -> None:
        cities = ["Paris", "London", "Tokyo", "Oslo"]
        data = [{"text": ["We", "went", "to", cities[i % 4], "in", "spring"], "label": ["O", "O", "O", "PLACE", "O", "O"]} for i in range(64)]
        dataset = self.client.datasets.upload(f"d-{build.request_id()}", data)
        self.assertEqual(dataset.label_kind, adapterbridge.LabelKind.TAGS)
        self.model.adapters.create(self.id, "lora")
        head = self.model.heads.create(self.id, config={"head_type": "tagging", "num_labels": 2, "layers": 1, "label2id": dict(dataset.label_ids)})
        job = self.model.train(self.id, dataset, head=head, evaluation=dataset, max_steps=24, batch_size=8, learning_rate=3e-3)
        self.assertGreater(job.result().metrics["accuracy"], 0.95)

    def test_masked_language_model_learns_texts(self) -> None:
        dataset = self.client.datasets.upload(f"d-{build.request_id()}", [{"text": r["text"]} for r in rows(32)], label_kind="NONE")
        self.model.adapters.create(self.id, "lora")
        head = self.model.heads.create(self.id, config={"head_type": "masked_lm"})
        setup = Setup(self.id, head=self.id)
        before = self.model.evaluate(dataset, setup=setup).metrics
        self.model.train(self.id, dataset, head=head, max_steps=8, batch_size=8, max_length=32, learning_rate=2e-3).result()
        after = self.model.evaluate(dataset, setup=setup).metrics
        self.assertLess(after["loss"], before["loss"])
        self.assertGreater(after["perplexity"], 1)

    def test_head_of_a_roberta_checkpoint_learns_and_is_saved_as_its_class_saves_it(self) -> None:
        folder = self.folder / "roberta"
        folder.mkdir()
        small_roberta.write(folder, ["calm", "loud"])
        model_id = f"roberta-{build.request_id()[:8]}"
        model = self.client.models.load(model_id, path=folder).result(timeout=60)
        self.addCleanup(self.client.models.unload, model_id, allow_missing=True)
        head = model.heads.create(self.id, config={"head_type": "own"})
        self.assertEqual((head.head_type, head.seed, head.config["model_class"]), ("classification", None, "RobertaForSequenceClassification"))
        data = [{"text": f"{'the house is quiet' if i % 2 else 'they shout all day'} {i}", "label": "calm" if i % 2 else "loud"} for i in range(32)]
        dataset = self.client.datasets.upload(f"d-{build.request_id()}", data, labels=["calm", "loud"])
        adapter = model.adapters.create(self.id, "seq_bn[reduction_factor=2]", seed=1)
        setup = Setup(self.id, head=self.id)
        before = model.evaluate(dataset, setup=setup).metrics["loss"]
        model.train(adapter, dataset, head=head, max_steps=40, batch_size=16, learning_rate=1e-2).result(timeout=120)
        after = model.evaluate(dataset, setup=setup).metrics
        self.assertLess(after["loss"], 0.5 * before)
        model.adapters.save(adapter, self.folder / "saved", head=head)
        config = json.loads((self.folder / "saved" / "head_config.json").read_text())
        self.assertEqual((config["config"], config["model_class"], config["label2id"]), (None, "RobertaForSequenceClassification", {"calm": 0, "loud": 1}))
        self.assertEqual(set(shared.read_safetensors(self.folder / "saved" / "model_head.safetensors")),
                         {f"classifier.{part}.{kind}" for part in ("dense", "out_proj") for kind in ("weight", "bias")})  # fmt: skip
        again = model.adapters.load(self.folder / "saved", adapter_id="again", head_id="again")
        self.assertEqual(model.evaluate(dataset, setup=Setup("again", head="again")).metrics["loss"], after["loss"])
        self.assertEqual(again.head.config["model_class"], "RobertaForSequenceClassification")


if __name__ == "__main__":
    unittest.main()
