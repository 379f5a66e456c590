"""Fusions, sharing, token embeddings, heads of one's own and whole setups against a real server (test_integration)."""

from __future__ import annotations

import unittest
from typing import Any

import test_integration as shared
from support import adapterbridge
from adapterbridge import Setup


def load_tests(loader: unittest.TestLoader, tests: unittest.TestSuite, pattern: str | None) -> unittest.TestSuite:
    """The tests, where there is a server for them."""
    return tests if shared.ADDRESS else unittest.TestSuite()


class PartTests(shared.ServerTest):
    """Fusions, token embeddings, and setups as a whole."""

    def states(self, setup: Any, text: str = "a lovely film") -> Any:
        return self.model.forward(text, setup=setup, outputs=["last_hidden_state"])["last_hidden_state"].tolist()

    def test_fusion_is_trained_and_its_adapters_are_not(self) -> None:
        one, two = (self.model.adapters.create(f"{self.id[-20:]}{n}", "seq_bn", seed=n) for n in (1, 2))
        head = self.model.heads.create(self.id, labels=shared.LABELS, seed=1)
        fusion = self.model.fusions.create([one, two], seed=3)
        self.assertEqual((fusion.id, fusion.adapters, fusion.seed), (f"{one.id},{two.id}", (one.id, two.id), 3))
        self.assertIn(fusion.name, [f.name for f in self.model.fusions.list()])
        before = self.states(one.id)
        job = self.model.train(None, self.dataset(24), head=head, fusions=fusion, max_steps=2, batch_size=8, learning_rate=1e-3)
        self.assertEqual((job.spec.fusions, str(job.spec.setup.adapters)), ((fusion.id,), f"Fuse({one.id}, {two.id}, name='{fusion.id}')"))
        self.assertEqual(job.result(timeout=120).steps, 2)
        self.assertNotEqual(self.model.fusions.get(fusion).digest, fusion.digest)
        self.assertEqual([self.model.adapters.get(a).digest for a in (one, two)], [one.digest, two.digest])
        self.assertEqual(self.states(one.id), before)
        self.assert_error(adapterbridge.AlreadyExistsError, "FUSION_NAME_TAKEN", self.model.fusions.create, [one, two])
        self.assert_error(adapterbridge.InvalidArgumentError, "CONFIG_UNKNOWN_METHOD", self.model.fusions.create, [one], "nothing", fusion_id="x")
        self.model.fusions.save(fusion, self.folder / "fusion")
        self.model.fusions.delete(fusion)
        self.assert_error(adapterbridge.NotFoundError, "FUSION_NOT_FOUND", self.states, f"Fuse({one.id}, {two.id})")
        self.assertEqual(self.model.fusions.load(self.folder / "fusion", fusion_id="again").adapters, (one.id, two.id))

    def test_fusion_of_lora_and_reft_is_trained_saved_and_loaded(self) -> None:
        configs = ("lora[r=4,init_weights='bert']", "loreft[r=4]", "ia3[init_weights='bert',intermediate_lora=False]")
        parts = [self.model.adapters.create(f"{self.id[-16:]}{n}", config, seed=n) for n, config in enumerate(configs)]
        head = self.model.heads.create(self.id, labels=shared.LABELS, seed=1)
        fusion = self.model.fusions.create(parts, fusion_id="methods", seed=3)
        # Of LoRA in queries and values, (IA)^3 in keys and values, ReFT on the states: four matrices' places in six layers, 384 wide.
        self.assertEqual(fusion.parameter_count, 6 * 4 * (3 * 384 * 384 + 2 * 384))
        setup = adapterbridge.Fuse(*(p.id for p in parts), name="methods")
        before, alone = self.states(setup), [self.states(p.id) for p in parts]
        job = self.model.train(None, self.dataset(24), head=head, fusions=fusion, setup=setup, max_steps=2, batch_size=8, learning_rate=1e-3)
        self.assertEqual(job.result(timeout=240).steps, 2)
        after = self.states(setup)
        self.assertNotEqual(after, before)
        self.assertEqual([self.states(p.id) for p in parts], alone)
        self.model.fusions.save(fusion, self.folder / "fusion")
        self.model.fusions.delete(fusion)
        self.assertEqual(self.model.fusions.load(self.folder / "fusion").digest, self.model.fusions.get("methods").digest)
        self.assertEqual(self.states(setup), after)
        prefix = self.model.adapters.create(f"{self.id[-16:]}p", "lora[r=4]|prefix_tuning[prefix_length=2]", seed=1)
        self.model.fusions.create([parts[0], prefix], fusion_id="refused")
        error = self.assert_error(adapterbridge.FailedPreconditionError, "SLOT_NOT_SUPPORTED", self.states, adapterbridge.Fuse(parts[0].id, prefix.id, name="refused"))
        self.assertEqual((error.metadata["node"], error.metadata["adapter"]), ("Fuse", prefix.id))

    def test_shared_parameters_learn_from_all_and_are_copied_apart(self) -> None:
        one, two = (self.model.adapters.create(f"{self.id[-40:]}{n}", "mtl_lora[r=2,init_weights='bert']", seed=n) for n in (1, 2))
        group = self.model.adapters.share([one, two], group="g")
        self.assertEqual((group.group, group.adapters, self.model.adapters.groups()), ("g", (one.id, two.id), (group,)))
        self.assertEqual(self.model.adapters.get(two).parameter_group, "g")
        before, head = self.states(two.id), self.model.heads.create(self.id, labels=shared.LABELS, seed=1)
        self.model.train(one, self.dataset(16), head=head, max_steps=2, batch_size=8, learning_rate=1e-2).result(timeout=120)
        after = self.states(two.id)
        self.assertNotEqual(after, before)
        self.model.adapters.unshare(group)
        self.assertEqual((self.model.adapters.groups(), self.states(two.id)), ((), after))
        self.assert_error(adapterbridge.InvalidArgumentError, "ARGUMENT_INVALID", self.model.adapters.unshare, "g")

    def test_embeddings_are_chosen_by_the_call(self) -> None:
        copy = self.model.embeddings.create("copy")
        self.assertEqual((copy.vocabulary_size, copy.has_tokenizer), (30522, True))
        base = self.states(None)
        self.assertEqual(self.states(Setup(embedding="copy")), base)
        other = self.model.embeddings.create("other", vocabulary_size=30522, seed=1)
        ids = {"input_ids": shared.IDS, "attention_mask": shared.MASK}
        self.assertNotEqual(self.model.forward(ids, setup=Setup(embedding="other"))["last_hidden_state"].tolist(), self.model.forward(ids)["last_hidden_state"].tolist())
        self.assert_error(adapterbridge.FailedPreconditionError, "FILE_NOT_FOUND", self.states, Setup(embedding="other"))
        head = self.model.heads.create(self.id, labels=shared.LABELS, seed=1)
        job = self.model.train(None, self.dataset(16), head=head, train_embedding=True, setup=Setup(None, head.id, "copy"), max_steps=1, batch_size=8)
        job.result(timeout=120)
        self.assertNotEqual(self.model.embeddings.get("copy").digest, copy.digest)
        self.assertEqual(self.model.embeddings.get("other").digest, other.digest)
        self.assertEqual(self.states(None), base)
        self.model.embeddings.save("copy", self.folder)
        self.assertEqual(self.model.embeddings.load(self.folder, "loaded").digest, self.model.embeddings.get("copy").digest)
        self.assert_error(adapterbridge.InvalidArgumentError, "ARGUMENT_INVALID", self.model.embeddings.delete, "default")
        self.model.embeddings.delete("copy")
        self.assert_error(adapterbridge.NotFoundError, "EMBEDDING_NOT_FOUND", self.states, Setup(embedding="copy"))

    def test_declared_head_is_trained_saved_and_asked(self) -> None:
        network = [{"dropout": 0.1}, {"linear": 32}, {"activation": "gelu"}, {"residual": [{"linear": 8}, {"activation": "tanh"}, {"linear": 32}]}, {"norm": 1e-5}, {"linear": 2}]
        config = {"head_type": "declared", "network": network, "label2id": {"negative": 0, "positive": 1}}
        adapter = self.model.adapters.create(self.id, "lora[r=4]", seed=1)
        head = self.model.heads.create(self.id, config=config, seed=1)
        self.assertEqual((head.head_type, head.config["network"], head.labels), ("declared", network, ("negative", "positive")))
        dataset = self.dataset(32)
        result = self.model.train(adapter, dataset, head=head, evaluation=dataset, epochs=8, batch_size=8, max_length=32, learning_rate=2e-3).result(timeout=240)
        self.assertGreater(result.metrics["accuracy"], 0.8)
        found = self.model.classify(["I love it"], setup=Setup(adapter.id, head=head.id))
        self.assertEqual(set(found[0].scores), {"negative", "positive"})
        self.model.adapters.save(adapter, self.folder / "both", head=head)
        loaded = self.model.adapters.load(self.folder / "both", adapter_id=self.id + "2", head_id=self.id + "2")
        again = self.model.classify(["I love it"], setup=Setup(loaded.adapter.id, head=loaded.head.id))
        self.assertEqual(again[0].logits, found[0].logits)
        error = self.assert_error(
            adapterbridge.InvalidArgumentError, "ARGUMENT_INVALID", self.model.heads.create, self.id + "x", config={"head_type": "declared", "network": [{"linear": 4}, {"conv": 2}]}
        )
        self.assertEqual(error.metadata["key"], "network[1]")

    def test_setup_is_saved_loaded_described_and_compared_as_one(self) -> None:
        names = [f"{self.id[-20:]}{n}" for n in (1, 2)]
        for n, name in enumerate(names):
            self.model.adapters.create(name, "seq_bn", seed=n)
        self.model.heads.create("whole", labels=shared.LABELS, seed=1)
        self.model.fusions.create(names, fusion_id="mix", seed=3)
        setup = Setup(adapterbridge.Fuse(*names, name="mix"), "whole")
        saved = self.model.setups.save(setup, self.folder / "a")
        self.assertEqual([(p.kind.name, p.id) for p in saved.parts], [("ADAPTER", names[0]), ("ADAPTER", names[1]), ("FUSION", "mix"), ("HEAD", "whole")])
        logits = self.model.forward("a lovely film", setup=setup)["logits"].tolist()
        self.assert_error(adapterbridge.AlreadyExistsError, "ADAPTER_NAME_TAKEN", self.model.setups.load, self.folder / "a")
        fresh = self.client.models.load(f"{self.model_id}-2", path=shared.MODEL).result(timeout=120)
        self.addCleanup(fresh.unload)
        loaded = fresh.setups.load(self.folder / "a")
        self.assertEqual((loaded.setup, [a.id for a in loaded.adapters], loaded.unused), (setup, names, ()))
        self.assertEqual(fresh.forward("a lovely film", setup=loaded.setup)["logits"].tolist(), logits)
        self.model.setups.save(names[0], self.folder / "b")
        self.assertEqual([d.what for d in self.model.setups.diff(self.folder / "a", self.folder / "b")], ["setup", "heads", f"adapter {names[1]}", "fusion mix", "head whole"])
        (self.folder / "a" / "mix" / "model_adapter_fusion.safetensors").unlink()
        self.assertEqual([p.id for p in self.model.setups.describe(self.folder / "a").parts if p.missing], ["mix"])
        error = self.assert_error(adapterbridge.NotFoundError, "FILE_NOT_FOUND", fresh.setups.load, self.folder / "a", replace=True)
        self.assertEqual(error.metadata["missing"], 'fusion "mix"')
