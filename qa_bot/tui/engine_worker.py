"""Calls the engine in threads and posts the results as messages.

No method blocks the caller. Cancelling a build, or quitting while it runs, ends it at its next progress
report; the index stays whole, because a build writes a new version next to it. Copying, completion and
CorpusWatcher run threads too.
"""

from __future__ import annotations

import contextlib
from functools import partial
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING

from textual import on, work
from textual.widget import Widget
from textual.worker import Worker, WorkerState, get_current_worker

from qa_bot.core.errors import QaBotError
from qa_bot.tui.corpus_watcher import CorpusWatcher
from qa_bot.tui.engine_messages import EngineMessages
from qa_bot.tui.progress_reporter import AbandonedError, ProgressReporter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult
    from textual.message import Message

    from qa_bot.core.engine import Engine, Loader, Status
    from qa_bot.core.types import Answer, Passage

CANCELLED = "The build was cancelled. What it has embedded is kept for the next one."


class EngineWorker(EngineMessages, Widget):
    """Opens the index, loads the model, asks, highlights and rebuilds."""

    def __init__(self, loader: Loader, *, k: int) -> None:
        super().__init__()
        self._loader = loader
        self._k = k
        self._engine: Engine | None = None
        self._model_loaded = False
        self._attempts = count(1)
        self._watcher = CorpusWatcher()
        self._told: Status | None = None
        self._reporting: ProgressReporter | None = None
        self._telling = Lock()
        self._number = 0

    def compose(self) -> ComposeResult:
        """Add the watcher of the corpus folder."""
        yield self._watcher

    @property
    def is_open(self) -> bool:
        """Whether questions can be asked."""
        return self._engine is not None

    @property
    def engine(self) -> Engine:
        """The open engine; only call it in a thread.

        Raises:
            RuntimeError: no index is open.
        """
        if self._engine is None:
            raise RuntimeError("the engine was called before the index was open")
        return self._engine

    def cancel(self) -> None:
        """End the build that runs, at its next step."""
        if self._reporting is not None:
            self._reporting.cancel()

    def let_go(self) -> None:
        """End what runs, and forget the engine; its messages are no longer current."""
        self.cancel()
        self._number += 1
        self._engine, self._told, self._model_loaded = None, None, False
        self._watcher.pause()
        self._watcher.forget()

    def is_current(self, message: Message) -> bool:
        """Return whether a message is not about an engine that was let go."""
        return not isinstance(message, self.OfEngine) or message.number == self._number

    def ask(self, questions: Mapping[int, str], after: Mapping[int, Answer | str] | None = None) -> int:
        """Answer each question for the card with its key; return the number of the attempt.

        One thread asks them one after the other, in their order. `after` has the answer before a question,
        or the question before it; a question without one is asked as typed.
        """
        attempt = next(self._attempts)
        self._ask(self._number, self.engine, attempt, questions, after or {})
        return attempt

    def open_index(self) -> None:
        """Open the index, building it first where there is none; then load the model."""
        self._open_index(self._number)

    def rebuild(self, *, from_scratch: bool = False) -> None:
        """Bring the index up to date, or read everything again; then load the model if it is not loaded."""
        self._rebuild(self._number, self.engine, from_scratch=from_scratch)

    def highlight(self, key: int, attempt: int, question: str, passage: Passage) -> None:
        """Find what answers best in a passage; the passage stays without marks if that fails."""
        self._highlight(self.engine, key, attempt, question, passage)

    @work(thread=True, group="index")
    def _open_index(self, number: int) -> None:
        try:
            engine = self._loader(self._reporter(number))
            if number != self._number:
                return
            self._engine = engine
            self._tell_status(number, engine, self.Opened)
        except (QaBotError, AbandonedError) as error:
            if number == self._number:
                self._engine = None
            self._post(number, self.NotOpened(str(error) or CANCELLED))
            return
        self._learn(number, engine)
        self._load_model(number, engine)

    @work(thread=True, group="index")
    def _rebuild(self, number: int, engine: Engine, *, from_scratch: bool) -> None:
        try:
            report = engine.rebuild(self._reporter(number), from_scratch=from_scratch)
            self._tell_status(number, engine, partial(self.Rebuilt, report))
        except QaBotError as error:
            self._post(number, self.NotRebuilt(str(error)))
            return
        except AbandonedError:
            self._post(number, self.Cancelled())
            return
        self._learn(number, engine)
        if number == self._number and not self._model_loaded:
            self._load_model(number, engine)

    @work(thread=True, group="highlight")
    def _highlight(self, engine: Engine, key: int, attempt: int, question: str, passage: Passage) -> None:
        with contextlib.suppress(QaBotError):
            self.post_message(self.Highlighted(key, attempt, engine.highlight(question, passage)))

    @work(thread=True, group="ask")
    def _ask(
        self,
        number: int,
        engine: Engine,
        attempt: int,
        questions: Mapping[int, str],
        after: Mapping[int, Answer | str],
    ) -> None:
        worker = get_current_worker()
        for key, question in questions.items():
            if worker.is_cancelled or number != self._number:
                return
            self._ask_one(engine, key, attempt, question, after.get(key))
        self._tell_move(number, engine)

    def _ask_one(
        self, engine: Engine, key: int, attempt: int, question: str, after: Answer | str | None
    ) -> None:
        try:
            answer = engine.ask(question, self._k, after=after)
        except QaBotError as error:
            self.post_message(self.NotAnswered(key, attempt, str(error)))
        else:
            self.post_message(self.Answered(key, attempt, answer))

    def _load_model(self, number: int, engine: Engine) -> None:
        what = "the model could not be loaded"
        try:
            if engine.status().building:
                what = "the build could not be finished"
            engine.load_model()
            self._tell_status(number, engine, self.ModelLoaded)
        except (QaBotError, AbandonedError) as error:
            self._post(number, self.ModelNotLoaded(what, str(error) or CANCELLED))
        else:
            self._model_loaded = number == self._number

    def _tell_status(
        self, number: int, engine: Engine, message: Callable[[Status], EngineMessages.OfEngine]
    ) -> None:
        """Post what is loaded, in the order of the engine's states, from whichever thread."""
        with self._telling:
            status = engine.status()
            if number == self._number:
                self._told = status
            self._post(number, message(status))

    def _tell_move(self, number: int, engine: Engine) -> None:
        """Post the new status if the engine has moved to another version of the index."""
        with contextlib.suppress(QaBotError):
            if engine.status() != self._told:
                self._tell_status(number, engine, self.Moved)
                self._learn(number, engine)

    def _post(self, number: int, message: EngineMessages.OfEngine) -> None:
        message.number = number
        self.post_message(message)

    @on(Worker.StateChanged)
    def _watch_when_idle(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.RUNNING:
            self._watcher.pause()
            if event.worker.group == "index":
                self._watcher.forget()
        elif self._engine and all(worker.is_finished for worker in self.workers if worker.node is self):
            self._watcher.keep_watch(self._engine)

    def _learn(self, number: int, engine: Engine) -> None:
        with contextlib.suppress(QaBotError):  # no completion then; the next question reports the error
            self._post(number, self.Learned(engine.filter_values()))

    def _reporter(self, number: int) -> ProgressReporter:
        """Return a callback that posts progress, and that `cancel` makes end the task."""
        self._reporting = ProgressReporter(
            get_current_worker(), lambda progress: self._post(number, self.Progressed(progress))
        )
        return self._reporting
