"""The protocol of the engine that the app and the command line use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qa_bot.core.library import Curator
from qa_bot.core.types import OnProgress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qa_bot.core.types import Answer, Article, BuildReport, Changes, FileReport, Highlight, Passage

__all__ = ["Engine", "Loader", "Status"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is loaded."""

    articles: int
    passages: int
    model: str
    ready: bool
    """False while only BM25 answers, because the model is not loaded yet."""
    building: str = ""
    """The build in the background that loading the model waits for, for the user; "" for none."""


class Engine(Curator, Protocol):
    """The engine as the app uses it; each call may block, so call it in a worker.

    Every method may raise qa_bot.core.errors.QaBotError, whose text is meant for the user.
    """

    def status(self) -> Status:
        """Return what is loaded."""

    def load_model(self) -> None:
        """Load the encoder, after which answers are no longer provisional; a second call does nothing."""

    def ask(self, question: str, k: int, *, after: Answer | str | None = None) -> Answer:
        """Answer from the index; from BM25 alone (provisional) while the model is not loaded.

        `after` is the answer before it, or the question line before it; a question that leans on it is
        completed from it. None asks as typed.
        """

    def highlight(self, question: str, passage: Passage) -> Highlight:
        """Return the sentence of any passage that answers best, and the words in it."""

    def article(self, article_id: str) -> Article:
        """Return a whole article of the index."""

    def file_of(self, path: str) -> Path:
        """Return the file of the corpus folder that a source's path names; it may be gone."""

    def files(self) -> tuple[FileReport, ...]:
        """Return what happened to each file of the corpus folder in the last build."""

    def filter_values(self) -> Mapping[str, Sequence[str]]:
        """Return the values of each filter key, most frequent first."""

    def changes(self) -> Changes | None:
        """Return how the corpus folder differs from the index; None if unknown."""

    def rebuild(self, on_progress: OnProgress, *, from_scratch: bool = False) -> BuildReport:
        """Update the index from the corpus folder, and answer from it.

        `from_scratch` reads and embeds everything again. An exception raised by `on_progress` ends the build;
        the index stays as it was.
        """


Loader = Callable[[OnProgress], Engine]
"""Opens the engine, building the index first if there is none."""
