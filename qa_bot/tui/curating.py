"""The library in the app: showing it, changes to the corpus folder, and bringing the index up to date.

A change of the corpus folder starts an update at once, or right after the one that runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.events import DescendantFocus

from qa_bot.tui.beside import BesideApp
from qa_bot.tui.engine_worker import EngineWorker
from qa_bot.tui.library.pane import LibraryPane
from qa_bot.tui.library.worker import LibraryWorker
from qa_bot.tui.location import Location
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.windows import LIBRARY_ID
from qa_bot.wording.build_report import summary_of, trouble_lines, troubled

if TYPE_CHECKING:
    from qa_bot.core.engine import Engine
    from qa_bot.core.types import FileReport
    from qa_bot.tui.widgets.error_panel import ErrorPanel
    from qa_bot.tui.widgets.status_line import StatusLine

AGAIN = "Press Ctrl+R to try again."
BUSY = "The index is busy. Try again when it is ready."
OF_CONVERSATION = {"clear", "page", "leave"}
"""Actions of the app that mean the conversation, and nothing while the library hides it."""


class CuratingApp(BesideApp):
    """An app that lists its library, changes it, and updates its index."""

    _engine_worker: EngineWorker
    _error_panel: ErrorPanel
    _status_line: StatusLine

    def __init__(self) -> None:
        super().__init__()
        self._library_worker = LibraryWorker(self._open_engine)
        self._told: list[FileReport] = []
        """The files with trouble that the last report named, so that the next one does not repeat them."""
        self._update_wanted = False
        """Whether the corpus folder was changed while the index was busy."""

    def _open_engine(self) -> Engine:
        return self._engine_worker.engine

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the conversation alone while the library hides it."""
        is_hidden = action in OF_CONVERSATION and self.is_library_alone
        return False if is_hidden else super().check_action(action, parameters)

    # Updates

    def action_update_index(self) -> None:
        """Bring the index up to date; open it if that failed before."""
        if self._status_line.activity:
            self._tell(BUSY)
        elif self._engine_worker.is_open:
            self._update()
        else:
            self._open_again()

    def action_rebuild_index(self) -> None:
        """Read and embed everything again."""
        if self._status_line.activity or not self._engine_worker.is_open:
            self._tell(BUSY)
        else:
            self._update(from_scratch=True)

    def action_cancel(self) -> None:
        """Cancel what runs; the index stays as it was."""
        if not self._status_line.activity:
            self._tell("Nothing is running.")
            return
        self._status_line.begin("Cancelling")
        self._engine_worker.cancel()
        self._library_worker.cancel()

    def _open_again(self) -> None:
        """Open the index after that failed; the app knows what waits for it."""
        raise NotImplementedError

    def _update(self, *, from_scratch: bool = False) -> None:
        """Start an update, or note that one is wanted after the one that runs."""
        if self._status_line.activity:
            self._update_wanted = True
            return
        self._update_wanted = False
        self._error_panel.hide()
        self._status_line.begin("Rebuilding" if from_scratch else "Updating")
        self._engine_worker.rebuild(from_scratch=from_scratch)

    @on(EngineWorker.Rebuilt)
    def _show_report(self, event: EngineWorker.Rebuilt) -> None:
        self._end_activity().loaded = event.status
        found = troubled(event.report.files)
        lines = [summary_of(event.report), *trouble_lines([one for one in found if one not in self._told])]
        self._told = found
        if not self.is_browsing:
            lines.append("Press F2 to list the files.")
        self._tell("\n".join(lines), title="Index updated")
        self._list_library()
        self._update_if_wanted()

    @on(EngineWorker.NotRebuilt)
    def _show_not_rebuilt(self, event: EngineWorker.NotRebuilt) -> None:
        self._end_activity()
        self._error_panel.tell("The index could not be updated", event.reason, AGAIN)
        if self.is_browsing:
            self._tell(f"The index could not be updated. {event.reason}", severity="error")
        self._update_if_wanted()

    @on(EngineWorker.Cancelled)
    def _show_cancelled(self) -> None:
        self._end_activity()
        self._update_wanted = False
        self._tell("The build was cancelled. The index is as it was.")

    @on(EngineWorker.ModelLoaded)
    @on(EngineWorker.ModelNotLoaded)
    def _update_if_wanted(self) -> None:
        if self._update_wanted and not self._status_line.activity:
            self._update()

    def _end_activity(self) -> StatusLine:
        self._error_panel.hide()
        self._status_line.end()
        return self._status_line

    # Showing it

    async def action_library(self) -> None:
        """Show the library and go to it; close it where it has the focus."""
        if not self._engine_worker.is_open:
            self._tell("The index is not open yet. Try again when it is.")
        elif self.is_browsing and self._library is not None and self._library.has_focus_within:
            self.leave_library()
        elif len(self.screen_stack) == 1:
            await self._show_pane()

    async def _show_pane(self) -> None:
        self.clear_notifications()
        if self._library is None:
            self._library = LibraryPane(id=LIBRARY_ID)
            await self.screen.query_one("#body").mount(self._library, before="#foot")
        self.show_library()
        self._library.enter()
        self._list_library()

    @on(LibraryPane.Left)
    def leave_library(self) -> bool:
        """Close the library, and go to the question line; return whether it was shown."""
        if not self.is_browsing:
            return False
        self.close_library()
        self._enter_question_line()
        return True

    @on(DescendantFocus)
    @on(LibraryPane.Resized)
    def _make_room_for_focus(self) -> None:
        self.give_way()

    def _list_library(self) -> None:
        if self.is_browsing:
            self._library_worker.list_all()

    @on(EngineWorker.Moved)
    def _list_again(self) -> None:
        self._list_library()

    @on(LibraryWorker.Listed)
    def _show_library(self, event: LibraryWorker.Listed) -> None:
        if self._library is not None and self._library.is_attached:
            self._library.show(event.rows)

    @on(LibraryPane.ReadWanted)
    def _read_from_library(self, event: LibraryPane.ReadWanted) -> None:
        entry = event.row.entry
        if entry is not None and self.is_browsing:
            self.post_message(PassageItem.Opened(Location(None, id=entry.id)))

    # Changes of the corpus folder

    @on(LibraryPane.UpdateWanted)
    def _update_from_library(self, event: LibraryPane.UpdateWanted) -> None:
        self.action_rebuild_index() if event.from_scratch else self.action_update_index()

    @on(LibraryPane.ExcludeWanted)
    def _exclude(self, event: LibraryPane.ExcludeWanted) -> None:
        self._library_worker.exclude(event.row.file.path)

    @on(LibraryPane.IncludeWanted)
    def _include(self, event: LibraryPane.IncludeWanted) -> None:
        self._library_worker.include(event.row.file.path)

    @on(LibraryPane.RemoveWanted)
    def _remove(self, event: LibraryPane.RemoveWanted) -> None:
        self._library_worker.move_to_bin(event.row.file.path)

    @on(LibraryWorker.Changed)
    def _follow_change(self, event: LibraryWorker.Changed) -> None:
        self._tell(f"{event.what} Updating the index.")
        self._update()

    @on(LibraryPane.AddWanted)
    def _add(self, event: LibraryPane.AddWanted) -> None:
        if not self._status_line.activity:
            self._status_line.begin("Adding")
        self._library_worker.add(event.sources)

    @on(LibraryWorker.Progressed)
    def _show_adding(self, event: LibraryWorker.Progressed) -> None:
        if self._status_line.activity == "Adding" and event.progress.total > 1:
            self._status_line.further(event.progress)

    @on(LibraryWorker.Added)
    def _show_added(self, event: LibraryWorker.Added) -> None:
        self._end_adding()
        lines = "\n".join(event.lines)
        if event.is_new:
            self._tell(lines, title="Added")
            self._update()
            return
        if self._library is None or not self._library.ask_again(lines):
            self._tell(lines, title="Nothing was added")
        self._update_if_wanted()

    @on(LibraryWorker.Failed)
    def _tell_failure_of_library(self, event: LibraryWorker.Failed) -> None:
        self._end_adding()
        self._tell(event.reason, severity="error")
        self._update_if_wanted()

    def _end_adding(self) -> None:
        if self._status_line.activity in {"Adding", "Cancelling"}:
            self._status_line.end()
