from __future__ import annotations

import inspect
import io
import os
import signal
import threading
import time

from support import FakeServerTest, adapterbridge
from adapterbridge._proto.bridge.v1 import training_pb2

from adapterbridge import Evaluation, ProgressBar, Stack, StateChanged, Step, TrainingState


class TrainingTests(FakeServerTest):
    def setUp(self) -> None:
        super().setUp()
        self.dataset = self.client.datasets.upload("d", [{"text": "x", "label": "y"}])
        self.adapter = self.model.adapters.create("a", "lora")

    def train(self, **options):
        return self.model.train(self.adapter, self.dataset, **options)

    def test_request_holds_what_was_given_and_nothing_else(self) -> None:
        self.train(head="h", evaluation="e", epochs=2, learning_rate=1e-3, schedule="cosine", warmup_ratio=0.1, setup=Stack("a"), max_length=64)
        spec = self.calls("CreateTrainingJob")[0].spec
        self.assertEqual((list(spec.adapters), list(spec.heads), spec.dataset, spec.evaluation_dataset), (["a"], ["h"], "datasets/d", "datasets/e"))
        self.assertEqual((spec.options.epochs, spec.options.learning_rate, spec.options.schedule, spec.options.warmup_ratio), (2, 1e-3, 2, 0.1))
        self.assertEqual(spec.setup.composition.stack.children[0].adapter, "a")
        self.assertFalse(spec.options.HasField("batch_size") or spec.options.HasField("seed"))

    def test_every_option_of_the_proto_is_an_argument(self) -> None:
        given = set(inspect.signature(self.model.train).parameters)
        self.assertEqual([f.name for f in training_pb2.TrainingOptions.DESCRIPTOR.fields if f.name not in given], [])
        renamed = {"heads": "head", "evaluation_dataset": "evaluation"}
        fields = [f.name for f in training_pb2.TrainingSpec.DESCRIPTOR.fields if f.name != "options"]
        self.assertEqual([f for f in fields if renamed.get(f, f) not in given], [])

    def test_bad_options_are_refused_here(self) -> None:
        with self.assertRaises(ValueError):
            self.train(epochs=1, max_steps=5)
        with self.assertRaisesRegex(ValueError, "linear, cosine"):
            self.train(schedule="square")

    def test_watch_gives_every_event_once(self) -> None:
        events = list(self.train(max_steps=20).watch())
        self.assertEqual([e.sequence for e in events], list(range(1, len(events) + 1)))
        self.assertEqual([e.step for e in events if isinstance(e, Step)], list(range(1, 21)))
        self.assertEqual([e.state for e in events if isinstance(e, StateChanged)], [TrainingState.QUEUED, TrainingState.RUNNING, TrainingState.SUCCEEDED])
        self.assertEqual([e.metrics["accuracy"] for e in events if isinstance(e, Evaluation)], [0.875])

    def test_watch_resumes_after_broken_connections(self) -> None:
        self.state.break_watch_after = 5
        events = list(self.train(max_steps=20).watch())
        self.assertEqual([e.sequence for e in events], list(range(1, len(events) + 1)))
        resumed = [r.after_sequence for r in self.calls("WatchTrainingJob")]
        self.assertEqual(resumed[:3], [0, 5, 10])

    def test_watch_of_an_ended_job_whose_end_was_seen_is_empty(self) -> None:
        job = self.train(max_steps=2)
        last = list(job.watch())[-1]
        self.assertEqual(list(job.watch(after_sequence=last.sequence)), [])

    def test_result_is_the_outcome(self) -> None:
        outcome = self.train(max_steps=4).result(timeout=10)
        self.assertEqual((outcome.steps, outcome.final_loss, outcome.metrics, outcome.best_step), (4, 0.25, {"accuracy": 0.875}, 4))

    def test_result_times_out_and_the_job_goes_on(self) -> None:
        self.server.training.step_seconds = 0.05
        job = self.train(max_steps=20)
        with self.assertRaises(adapterbridge.DeadlineExceededError):
            job.result(timeout=0.2)
        self.assertEqual(job.result(timeout=10).steps, 20)

    def test_failed_job_raises_its_error(self) -> None:
        job = self.train(max_steps=2, learning_rate=1e3)
        with self.assertRaises(adapterbridge.FailedPreconditionError) as caught:
            job.result(timeout=10)
        self.assertEqual((caught.exception.reason, caught.exception.metadata), ("NON_FINITE_LOSS", {"step": "20"}))
        self.assertEqual(job.refresh().state, TrainingState.FAILED)

    def test_cancel_ends_it(self) -> None:
        self.server.training.step_seconds = 0.02
        job = self.train(max_steps=1000)
        job.cancel()
        with self.assertRaises(adapterbridge.RequestCancelledError):
            job.result(timeout=10)
        self.assertTrue(job.refresh().is_done)

    def hear_interrupts(self) -> None:
        """A shell starts background programs deaf to Ctrl-C."""
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, before)

    def test_context_manager_cancels_on_exception_only(self) -> None:
        self.server.training.step_seconds = 0.02
        with self.assertRaises(RuntimeError), self.train(max_steps=1000) as job:
            raise RuntimeError("mine")
        self.assertEqual(len(self.calls("CancelTrainingJob")), 1)
        with self.train(max_steps=1) as job:
            job.result(timeout=10)
        self.assertEqual(len(self.calls("CancelTrainingJob")), 1)

    def test_interrupt_cancels_and_waits_for_the_end(self) -> None:
        self.hear_interrupts()
        self.server.training.step_seconds = 0.02
        job = self.train(max_steps=1000)
        timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        events = list(job.watch())
        self.assertEqual(events[-1].state, TrainingState.CANCELLED)
        self.assertEqual([e.sequence for e in events], list(range(1, len(events) + 1)))

    def test_second_interrupt_raises(self) -> None:
        self.hear_interrupts()
        self.server.training.step_seconds = 0.02
        job = self.train(max_steps=1000)
        self.state.jobs[job.name].deaf = True
        for seconds in (0.2, 0.6):
            threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()
        started = time.monotonic()
        with self.assertRaises(KeyboardInterrupt):
            list(job.watch())
        self.assertLess(time.monotonic() - started, 2.0)

    def test_jobs_are_listed_and_forgotten(self) -> None:
        jobs = [self.train(max_steps=1, job_id=f"j{i}") for i in range(3)]
        self.assertEqual([j.id for j in self.model.jobs.list()], ["j0", "j1", "j2"])
        jobs[0].result(timeout=5)
        jobs[0].delete()
        self.assertEqual([j.id for j in self.model.jobs.list()], ["j1", "j2"])
        self.assertEqual(jobs[1].spec.options["max_steps"], 1)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class ProgressTests(FakeServerTest):
    def setUp(self) -> None:
        super().setUp()
        self.dataset = self.client.datasets.upload("d", [{"text": "x", "label": "y"}])
        self.adapter = self.model.adapters.create("a", "lora")

    def run_with(self, bar: ProgressBar) -> None:
        for _ in self.model.train(self.adapter, self.dataset, max_steps=20).watch(progress=bar):
            pass

    def test_terminal_is_redrawn_in_place(self) -> None:
        out = Terminal()
        self.run_with(ProgressBar(out))
        self.assertIn("\r", out.getvalue())
        self.assertRegex(out.getvalue(), r"100% \[#{24}\] step 20/20  epoch 1.00  loss 0\.\d{4}  0:00 left")
        self.assertIn("epoch 1.00: accuracy 0.8750  loss 0.2500  (best)", out.getvalue())

    def test_file_gets_nothing_unless_forced(self) -> None:
        silent, forced = io.StringIO(), io.StringIO()
        self.run_with(ProgressBar(silent))
        self.run_with(ProgressBar(forced, force=True))
        self.assertEqual(silent.getvalue(), "")
        lines = [line for line in forced.getvalue().splitlines() if " step " in line]
        self.assertIn(len(lines), (10, 11))
        self.assertNotIn("\r", forced.getvalue())


