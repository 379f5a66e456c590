from __future__ import annotations

import numpy
from support import FakeServerTest, adapterbridge
from adapterbridge import Parallel, Setup, Stack
from adapterbridge.errors import Code


class ForwardTests(FakeServerTest):
    def test_numpy_goes_in_and_comes_out(self) -> None:
        ids = numpy.array([[1, 2, 3], [4, 5, 6]])
        outputs = self.model.forward({"input_ids": ids}, setup=Stack("a", Parallel("b", "c")))
        numpy.testing.assert_array_equal(outputs["logits"].numpy(), numpy.array([[6, 3], [15, 3]], dtype=numpy.float32))
        numpy.testing.assert_array_equal(numpy.asarray(outputs["input_ids_back"]), ids)
        self.assertEqual(outputs.adapters[0].site_count, 4)
        composition = self.state.last_requests["RunForward"].setup.composition
        self.assertEqual(composition.stack.children[1].parallel.children[0].adapter, "b")

    def test_texts_go_as_texts(self) -> None:
        outputs = self.model.forward(["two words", "one"], setup="Stack(a)", max_length=16)
        self.assertEqual(outputs["logits"].tolist(), [[9.0, 2.0], [3.0, 1.0]])
        request = self.state.last_requests["RunForward"]
        self.assertEqual((request.texts.max_length, request.setup.composition_string), (16, "Stack(a)"))

    def test_large_tensors_go_in_pieces_by_themselves(self) -> None:
        ids = numpy.arange(400_000, dtype=numpy.int64).reshape(2, -1) % 7
        outputs = self.model.forward({"input_ids": ids, "attention_mask": numpy.ones((2, 3), numpy.int8)})
        numpy.testing.assert_array_equal(outputs["input_ids_back"].numpy(), ids)
        self.assertEqual(outputs["attention_mask_back"].shape, (2, 3))
        self.assertEqual(len(self.calls("RunForward")), 0)

    def test_large_answer_is_asked_for_again_as_a_stream(self) -> None:
        outputs = self.model.forward({"input_ids": [[1, 2]]}, outputs=["big"])
        self.assertEqual(outputs["logits"].tolist(), [[3.0, 2.0]])
        self.assertEqual((len(self.calls("RunForward")), len(self.calls("StreamForward"))), (1, 1))

    def test_stream_answers_in_order(self) -> None:
        batches = ({"input_ids": numpy.full((1, n), n)} for n in range(1, 30))
        answers = list(self.model.stream_forward(batches))
        self.assertEqual([a.batch_id for a in answers], list(range(1, 30)))
        self.assertEqual([a["logits"].tolist()[0][0] for a in answers], [float(n * n) for n in range(1, 30)])

    def test_active_setup_is_sent_with_each_call(self) -> None:
        with self.model.active(Stack("a")):
            self.model.forward({"input_ids": [[1]]})
            self.assertEqual(self.state.last_requests["RunForward"].setup.composition.stack.children[0].adapter, "a")
            self.model.forward({"input_ids": [[1]]}, setup=Setup())
            self.assertIsNone(self.state.last_requests["RunForward"].setup.WhichOneof("adapters"))
        self.model.forward({"input_ids": [[1]]})
        self.assertFalse(self.state.last_requests["RunForward"].HasField("setup"))

    def test_error_of_a_stream_is_typed(self) -> None:
        other = self.client.models.load("gone", path=self.folder).result(5)
        self.client.models.unload("gone")
        with self.assertRaises(adapterbridge.NotFoundError) as caught:
            other.forward({"input_ids": [[1]]})
        self.assertEqual(caught.exception.code, Code.NOT_FOUND)


class ClassifyTests(FakeServerTest):
    def test_scores_come_by_label(self) -> None:
        good, bad = self.model.classify(["good one", "a bad one"], setup=Setup(Stack("a"), head="h"))
        self.assertEqual((good.label, good.score, bad.label, bad.scores["positive"]), ("positive", 0.75, "negative", 0.25))
        self.assertEqual(good.logits, (-1.0, 1.0))
        self.assertEqual(list(self.state.last_requests["Classify"].setup.heads), ["h"])

    def test_one_text_gives_one_result(self) -> None:
        self.assertEqual(len(self.model.classify("good", setup="a")), 1)

    def test_stream_gives_a_list_a_batch(self) -> None:
        answers = list(self.model.stream_classify([["good"], ["bad", "good"]], setup="a"))
        self.assertEqual([[c.label for c in a] for a in answers], [["positive"], ["negative", "positive"]])

    def test_evaluate_gives_metrics(self) -> None:
        self.client.datasets.upload("d", [{"text": "x", "label": "y"}])
        result = self.model.evaluate("d", setup="a")
        self.assertEqual((result.metrics, result.row_count), ({"accuracy": 0.5}, 1))
