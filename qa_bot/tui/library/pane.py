"""The library: all articles, and the files that are not indexed, with what can be done to them.

It shows the rows that it is given and posts what the user wants. It keeps its search, order and cursor while
it is closed. What it lays out depends on its own width, not on that of the terminal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from qa_bot.core.pasted_paths import pasted_paths
from qa_bot.tui.actions import LIBRARY
from qa_bot.tui.library.arrangement import Arrangement
from qa_bot.tui.library.columns import SIDE_CELLS
from qa_bot.tui.library.dialogs import FROM_SCRATCH, AddDialog
from qa_bot.tui.library.head import LibraryHead
from qa_bot.tui.library.overview import Overview
from qa_bot.tui.library.search import LibrarySearch
from qa_bot.tui.library.table import LibraryTable
from qa_bot.tui.widgets.dialogs import QuestionDialog
from qa_bot.wording.library import COLUMNS, Narrowing, detail_lines, removal_question

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Resize
    from textual.screen import ModalScreen

    from qa_bot.wording.library import Row

Answer = TypeVar("Answer")

ROOMY = "-roomy"
"""A class of the library while it has that width."""


class LibraryPane(Vertical):
    """All articles and files."""

    BINDINGS: ClassVar[list[BindingType]] = LIBRARY

    class Left(Message):
        """The user closes the library."""

    class Resized(Message):
        """The library has another size."""

    @dataclass
    class ReadWanted(Message):
        """The article of this row is wanted in the reader."""

        row: Row

    @dataclass
    class ExcludeWanted(Message):
        """The file is to be excluded."""

        row: Row

    @dataclass
    class IncludeWanted(Message):
        """The excluded file is to be brought back."""

        row: Row

    @dataclass
    class RemoveWanted(Message):
        """The file is to be moved to the bin; the user has been asked."""

        row: Row

    @dataclass
    class AddWanted(Message):
        """Pages and files are to be added."""

        sources: list[str]

    @dataclass
    class UpdateWanted(Message):
        """The index is to be brought up to date, or built from scratch."""

        from_scratch: bool

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._table, self._overview = LibraryTable(), Overview()
        self._search = LibrarySearch(placeholder="Search titles, publications, authors, dates, files")
        self._head, self._detail = LibraryHead(), Static("", id="library-detail", markup=False)
        self._arrangement = Arrangement()
        self._offered: tuple[bool, bool] | None = None
        self._typed = ""
        """What was to be added last."""

    def compose(self) -> ComposeResult:
        """Lay out the head, the table with its search and details, and the counts beside it."""
        yield self._head
        with Horizontal(id="library-body"):
            with Vertical(id="library-main"):
                yield self._search
                yield self._table
                yield self._detail
            yield self._overview

    def on_mount(self) -> None:
        """Start without a search line."""
        self._search.display = False

    def on_resize(self, event: Resize) -> None:
        """Show the counts beside the table where there is room."""
        self.set_class(event.size.width >= SIDE_CELLS, ROOMY)
        self.post_message(self.Resized())

    def enter(self) -> None:
        """Focus the table."""
        self.screen.set_focus(self._table)

    def forget(self) -> None:
        """Show nothing until the rows of another library are there."""
        self._widen()
        self.show(())
        self._arrangement.rows = None

    def show(self, rows: Sequence[Row]) -> None:
        """Show the library; order, search and cursor stay as they are."""
        self._arrangement.take(rows)
        self._arrange()

    def _arrange(self) -> None:
        """Show the rows as they are arranged now."""
        now = self._arrangement
        shown = now.shown
        self._table.show(shown, sorted_by=now.column, descending=now.descending)
        self._overview.show(shown)
        self._head.show(now.views, now.narrowing, shown)

    @on(LibraryTable.Highlighted)
    def _show_detail(self, event: LibraryTable.Highlighted) -> None:
        lines = detail_lines(event.row) if event.row else [self._nothing]
        offered = event.row is not None, event.row is not None and event.row.is_excluded
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()
        first, *rest = lines
        self._detail.set_class(event.row is not None and event.row.entry is not None, "-source")
        self._detail.update(Content.assemble((first, "bold"), *(f"\n{line}" for line in rest)))

    @property
    def _nothing(self) -> str:
        if self._arrangement.rows is None:
            return "Reading the library…"
        is_empty = not self._arrangement.rows
        return "The library is empty. Press a to add." if is_empty else "Nothing found. Esc shows all."

    # Search, order, filter

    def action_search(self) -> None:
        """Open the search line."""
        self._search.display = True
        self._search.focus()

    @on(Input.Changed)
    def _search_as_typed(self, event: Input.Changed) -> None:
        self._narrow(words=event.value)

    @on(LibrarySearch.Left)
    def _enter_table(self) -> None:
        self._search.display = bool(self._search.value)
        self._table.focus()

    def action_sort(self) -> None:
        """Sort by the next column."""
        self._sort_by((self._arrangement.column + 1) % len(COLUMNS))

    def action_reverse(self) -> None:
        """Reverse the order."""
        self._sort_by(self._arrangement.column)

    @on(LibraryTable.SortWanted)
    def _sort_by_header(self, event: LibraryTable.SortWanted) -> None:
        self._sort_by(event.column)

    def _sort_by(self, column: int) -> None:
        self._arrangement.sort_by(column)
        self._arrange()

    def action_view(self) -> None:
        """Show the next kind of rows."""
        self._arrangement.next_view()
        self._arrange()

    def action_publication(self) -> None:
        """Show only the publication of the row, or all again."""
        row, is_all = self._table.row, self._arrangement.narrowing.publication is None
        self._narrow(publication=row.cells[1] if row and row.entry and is_all else None)

    def _narrow(self, **changed: Any) -> None:
        self._arrangement.narrow(**changed)
        self._arrange()

    def _widen(self) -> None:
        """Show all rows again."""
        self._arrangement.narrowing = Narrowing()
        self._search.value = ""
        self._search.display = False

    # What is done to a row

    @on(LibraryTable.OpenWanted)
    def action_open(self) -> None:
        """Open the article of the row."""
        row = self._table.row
        if row is not None and row.entry is not None:
            self.post_message(self.ReadWanted(row))
        elif row is not None:
            self.notify("This file is not in the index; the reason is below the table.", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done to the row: to exclude it, or to bring it back if it is excluded."""
        row = self._table.row
        if action in {"open", "remove"}:
            return row is not None
        if action in {"exclude", "include"}:
            return row is not None and row.is_excluded == (action == "include")
        return super().check_action(action, parameters)

    def action_exclude(self) -> None:
        """Exclude the file of the row."""
        if row := self._table.row:
            self.post_message(self.ExcludeWanted(row))

    def action_include(self) -> None:
        """Bring the file of the row back."""
        if row := self._table.row:
            self.post_message(self.IncludeWanted(row))

    def action_remove(self) -> None:
        """Ask, then move the file of the row to the bin."""
        if (row := self._table.row) is None:
            return

        def remove(meant: bool | None) -> None:
            if meant:
                self.post_message(self.RemoveWanted(row))

        self._ask(QuestionDialog(removal_question(row)), remove)

    def action_add(self) -> None:
        """Ask what to add."""
        self._ask(AddDialog(), self._add)

    def _add(self, typed: str | None) -> None:
        self._typed = typed or ""
        if sources := pasted_paths(self._typed):
            self.post_message(self.AddWanted(sources))

    def ask_again(self, failure: str) -> bool:
        """Ask again what to add, after it failed; return whether that disturbs nothing."""
        if self._table.has_focus and self.screen is self.app.screen and self._typed:
            self._ask(AddDialog(self._typed, failure), self._add)
            return True
        return False

    def _ask(self, dialog: ModalScreen[Answer], then: Callable[[Answer | None], None]) -> None:
        """Open a dialog, and clear the notifications that would cover it."""
        self.app.clear_notifications()
        self.app.push_screen(dialog, then)

    def action_update(self) -> None:
        """Bring the index up to date."""
        self.post_message(self.UpdateWanted(from_scratch=False))

    def action_rebuild(self) -> None:
        """Ask, then build the index from scratch."""
        self._ask(QuestionDialog(FROM_SCRATCH), self._rebuild)

    def _rebuild(self, meant: bool | None) -> None:
        if meant:
            self.post_message(self.UpdateWanted(from_scratch=True))

    def action_back(self) -> None:
        """Show all rows again if something narrows them, else close the library."""
        if self._arrangement.narrowing:
            self._widen()
            self._arrange()
            self._table.focus()
        else:
            self.action_close()

    def action_close(self) -> None:
        """Close the library."""
        self.post_message(self.Left())
