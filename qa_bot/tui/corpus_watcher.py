"""Watches in the background whether the corpus folder still matches the index.

It checks on request and every three seconds, one check at a time, within its share of the time. A folder that
cannot be read counts as unchanged, and no difference is reported twice.
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
    from qa_bot.core.engine import Engine
    from qa_bot.core.types import Changes


class CorpusWatcher(Widget):
    """Reports how the corpus folder differs from the index."""

    EVERY_S: ClassVar[float] = 1.0
    """Seconds after which it sees whether a check is due while nothing happens."""
    REST_S: ClassVar[float] = 3.0
    """Minimum seconds between two checks."""
    SHARE: ClassVar[float] = 0.05
    """Share of the time that checks may take: a folder of a million files is checked less often."""

    @dataclass
    class Noticed(Message):
        """The difference between corpus folder and index has changed; None for no difference."""

        changes: Changes | None

    def __init__(self) -> None:
        super().__init__()
        self._engine: Engine | None = None
        self._look: Worker[Changes | None] | None = None
        self._told: Changes | None = None
        self._took_s = self._rested_s = 0.0

    def on_mount(self) -> None:
        """Check at intervals; those between two checks are longer for a folder that takes long."""
        self.set_interval(self.EVERY_S, self._look_if_rested)

    def keep_watch(self, engine: Engine) -> None:
        """Check now, unless it is too early, and from now on."""
        self._engine = engine
        self._look_if_rested()

    def pause(self) -> None:
        """Stop checking until keep_watch is called."""
        self._engine = None

    def forget(self) -> None:
        """Withdraw the last report, and check without delay next time: the index is being rebuilt."""
        if self._look is not None:
            self._look.cancel()
            self._look = None  # it compares with the old index
        self._rested_s = 0.0
        self.call_later(self._tell, None)  # posted from its parent's handler, the message would be stopped

    def _look_if_rested(self) -> None:
        is_looking = self._look is not None and not self._look.is_finished
        if self._engine is not None and not is_looking and monotonic() >= self._rested_s:
            self._look = self._look_at_corpus(self._engine)

    @work(thread=True, group="look")
    def _look_at_corpus(self, engine: Engine) -> Changes | None:
        begun_s = monotonic()
        try:
            return engine.changes() or None
        except (QaBotError, OSError):  # a folder can vanish meanwhile; a rebuild reports it
            return None
        finally:
            self._took_s = monotonic() - begun_s  # without waiting for a busy app

    @on(Worker.StateChanged)
    def _end_look(self, event: Worker.StateChanged) -> None:
        if event.worker is self._look and event.state is WorkerState.SUCCESS:
            self._rested_s = monotonic() + max(self.REST_S, self._took_s / self.SHARE)
            self._tell(self._look.result)

    def _tell(self, changes: Changes | None) -> None:
        if changes != self._told:
            self._told = changes
            self.post_message(self.Noticed(changes))
