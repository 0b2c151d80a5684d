"""What EngineWorker tells the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa_bot.core.engine import Status
    from qa_bot.core.types import Answer, BuildReport, Highlight, Progress


class EngineMessages:
    """The messages of EngineWorker, nested in it by inheritance."""

    class OfEngine(Message):
        """A message about the state of an engine; see `EngineWorker.is_current`."""

        number = 0
        """Counts the engines that were let go before."""

    @dataclass
    class Progressed(OfEngine):
        """A long task made progress."""

        progress: Progress

    @dataclass
    class Opened(OfEngine):
        """The index is open; the model may still be loading."""

        status: Status

    @dataclass
    class Moved(OfEngine):
        """Answers come from another version of the index."""

        status: Status

    @dataclass
    class Learned(OfEngine):
        """The values that filters can take."""

        values: Mapping[str, Sequence[str]]

    @dataclass
    class NotOpened(OfEngine):
        """The index could not be opened or built."""

        reason: str

    @dataclass
    class ModelLoaded(OfEngine):
        """Answers are no longer provisional."""

        status: Status

    @dataclass
    class ModelNotLoaded(OfEngine):
        """Answers stay provisional."""

        what: str
        reason: str

    @dataclass
    class Answered(Message):
        """An answer to the card of that key came in."""

        key: int
        attempt: int
        answer: Answer

    @dataclass
    class NotAnswered(Message):
        """The card's question could not be answered."""

        key: int
        attempt: int
        reason: str

    @dataclass
    class Highlighted(Message):
        """What answers best in a passage of the card of that key."""

        key: int
        attempt: int
        highlight: Highlight

    @dataclass
    class Rebuilt(OfEngine):
        """The index is up to date."""

        report: BuildReport
        status: Status

    @dataclass
    class NotRebuilt(OfEngine):
        """The rebuild failed; the index on disk may have changed nevertheless."""

        reason: str

    class Cancelled(OfEngine):
        """The rebuild was cancelled; the index is as it was."""
