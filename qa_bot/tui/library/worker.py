"""Lists the library and changes it in threads, and posts the results as messages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from qa_bot.core.errors import QaBotError
from qa_bot.core.library import AddOutcome
from qa_bot.tui.progress_reporter import AbandonedError, ProgressReporter
from qa_bot.wording.library import added_lines, rows_of_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_bot.core.library import Curator
    from qa_bot.core.types import Progress
    from qa_bot.wording.library import Row


class LibraryWorker(Widget):
    """Lists articles and files, adds, excludes, brings back and removes; one change at a time."""

    @dataclass
    class Listed(Message):
        """The rows of the library, articles first."""

        rows: Sequence[Row]

    @dataclass
    class Progressed(Message):
        """Adding made progress."""

        progress: Progress

    @dataclass
    class Added(Message):
        """A line for each source that was to be added."""

        lines: Sequence[str]
        is_new: bool
        """Whether anything was added."""

    @dataclass
    class Changed(Message):
        """The corpus folder was changed, so the index needs an update."""

        what: str

    @dataclass
    class Failed(Message):
        """Nothing was changed or listed."""

        reason: str

    def __init__(self, curator: Callable[[], Curator]) -> None:
        """Take what returns the open engine; of the library shown."""
        super().__init__()
        self._curator = curator
        self._reporting: ProgressReporter | None = None

    def cancel(self) -> None:
        """Stop adding after the source that is being added."""
        if self._reporting is not None:
            self._reporting.cancel()

    def list_all(self) -> None:
        """List all articles and files."""
        self._list_all(self._curator())

    @work(thread=True, group="catalogue", exclusive=True)
    def _list_all(self, curator: Curator) -> None:
        try:
            rows = rows_of_catalogue(curator.catalogue())
        except QaBotError as error:
            self.post_message(self.Failed(str(error)))
        else:
            self.post_message(self.Listed(rows))

    def add(self, sources: Sequence[str]) -> None:
        """Add web pages, files and folders."""
        self._add(self._curator(), sources)

    @work(thread=True, group="change")
    def _add(self, curator: Curator, sources: Sequence[str]) -> None:
        self._reporting = ProgressReporter(
            get_current_worker(), lambda progress: self.post_message(self.Progressed(progress))
        )
        try:
            reports = curator.add(sources, self._reporting)
        except QaBotError as error:
            self.post_message(self.Failed(str(error)))
        except AbandonedError:
            self.post_message(self.Added(["Cancelled. What was added before stays."], is_new=True))
        else:
            is_new = any(report.outcome is AddOutcome.ADDED for report in reports)
            self.post_message(self.Added(added_lines(reports), is_new))

    def exclude(self, path: str) -> None:
        """Exclude a file."""
        self._change(partial(self._curator().exclude, [path]), f"Excluded {path}.")

    def include(self, path: str) -> None:
        """Bring an excluded file back."""
        self._change(partial(self._curator().include, [path]), f"Brought {path} back.")

    def move_to_bin(self, path: str) -> None:
        """Move a file to the bin."""
        self._change(partial(self._curator().remove, [path]), f"Moved {path} to the bin.")

    @work(thread=True, group="change")
    def _change(self, step: Callable[[], None], what: str) -> None:
        try:
            step()
        except QaBotError as error:
            self.post_message(self.Failed(str(error)))
        else:
            self.post_message(self.Changed(what))
