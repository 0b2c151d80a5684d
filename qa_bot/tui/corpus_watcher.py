"""Looks behind the screen whether the corpus folder still is what the index was built from.

It looks when told to and every few seconds, one look at a time, and rests in between: looking never takes
more than its share of the time. What cannot be seen is no news, and nothing is told twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from qa_bot.core.errors import QaBotError

if TYPE_CHECKING:
    from qa_bot.core.types import Changes, Engine


class CorpusWatcher(Widget):
    """Tells what the corpus folder has that the index has not."""

    EVERY_S: ClassVar[float] = 15.0
    """Seconds from one look to the next while nothing happens."""
    REST_S: ClassVar[float] = 3.0
    """Seconds that pass at least between two looks."""
    SHARE: ClassVar[float] = 0.05
    """Of the time that looks may take: a folder of a million files is looked at less often."""

    @dataclass
    class Noticed(Message):
        """The difference between corpus folder and index is another than before; None for none."""

        changes: Changes | None

    def __init__(self) -> None:
        super().__init__()
        self._engine: Engine | None = None
        self._look: Worker[Changes | None] | None = None
        self._told: Changes | None = None
        self._begun_s = self._rested_s = 0.0

    def on_mount(self) -> None:
        """Look again and again."""
        self.set_interval(self.EVERY_S, self._look_if_rested)

    def keep_watch(self, engine: Engine) -> None:
        """Look now, if there was a rest, and from now on."""
        self._engine = engine
        self._look_if_rested()

    def pause(self) -> None:
        """Begin no look until told to watch again."""
        self._engine = None

    def forget(self) -> None:
        """Take back what was told, and look without a rest when next told to: the index is made anew."""
        if self._look is not None:
            self._look.cancel()
            self._look = None  # what it sees is of the index as it was
        self._rested_s = 0.0
        self.call_later(self._tell, None)  # not from its parent's handler, for that would stop the message

    def _look_if_rested(self) -> None:
        is_looking = self._look is not None and not self._look.is_finished
        if self._engine is not None and not is_looking and monotonic() >= self._rested_s:
            self._begun_s = monotonic()
            self._look = self._look_at_corpus(self._engine)

    @work(thread=True, group="look")
    def _look_at_corpus(self, engine: Engine) -> Changes | None:
        try:
            return engine.changes() or None
        except (QaBotError, OSError):  # a folder can go while it is looked at; who rebuilds is told
            return None

    @on(Worker.StateChanged)
    def _end_look(self, event: Worker.StateChanged) -> None:
        if event.worker is self._look and event.state is WorkerState.SUCCESS:
            ended_s = monotonic()
            self._rested_s = ended_s + max(self.REST_S, (ended_s - self._begun_s) / self.SHARE)
            self._tell(self._look.result)

    def _tell(self, changes: Changes | None) -> None:
        if changes != self._told:
            self._told = changes
            self.post_message(self.Noticed(changes))
