"""A table of rows that draws only what is seen, so that 10,000 rows sort and filter at once.

The header is its first line and stays in place. One row has the cursor, unless there are no rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qa_bot.tui.actions import LIBRARY_TABLE
from qa_bot.tui.library.columns import Column, columns_for
from qa_bot.wording.library import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType
    from textual.events import Click

    from qa_bot.wording.library import Row

HEADER_LINES = 1
UP, DOWN = " ▲", " ▼"


class LibraryTable(ScrollView, can_focus=True):
    """Rows of the library under a header, with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = LIBRARY_TABLE
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header",
        "table--row",
        "table--quiet",
        "table--trouble",
        "table--cursor",
    }

    cursor: reactive[int] = reactive(0)
    """Number of the row with the cursor, from 0."""

    @dataclass
    class Highlighted(Message):
        """Another row has the cursor; None if there are no rows."""

        row: Row | None

    @dataclass
    class SortWanted(Message):
        """A column's header was clicked."""

        column: int

    class OpenWanted(Message):
        """A row was clicked twice."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Row] = ()
        self._sorted_by, self._descending = 0, False

    @property
    def row(self) -> Row | None:
        """The row with the cursor."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, rows: Sequence[Row], *, sorted_by: int, descending: bool) -> None:
        """Show other rows; the cursor stays on its row or its file if that is shown, else near its place."""
        held, place = self.row, self.cursor
        self._rows, self._sorted_by, self._descending = rows, sorted_by, descending
        self.virtual_size = Size(self.size.width, len(rows) + HEADER_LINES)
        self.set_reactive(LibraryTable.cursor, self._place_of(held, place))
        self._tell()
        self.refresh()
        self.call_after_refresh(self._reveal)

    def _place_of(self, held: Row | None, place: int) -> int:
        if held is not None:
            path = held.file.path
            same_file = [number for number, row in enumerate(self._rows) if row.file.path == path]
            if same_file:
                same_row = (number for number in same_file if self._rows[number].key == held.key)
                return next(same_row, same_file[0])
        return max(0, min(place, len(self._rows) - 1))

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, len(self._rows) - 1))

    def watch_cursor(self) -> None:
        """Bring the row into view."""
        self._reveal()
        self._tell()
        self.refresh()

    def _tell(self) -> None:
        self.post_message(self.Highlighted(self.row))

    def _reveal(self) -> None:
        top, room = self.scroll_offset.y, self._room
        wanted = min(max(top, self.cursor - room + 1), self.cursor)
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True, immediate=True)

    @property
    def _room(self) -> int:
        """Rows that are seen at once."""
        return max(1, self.scrollable_content_region.height - HEADER_LINES)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.cursor += step

    def action_page(self, step: int) -> None:
        """Move the cursor by a page."""
        self.cursor += step * self._room

    def action_move_to(self, place: int) -> None:
        """Move the cursor to the first row (0) or the last (-1)."""
        self.cursor = place if place >= 0 else len(self._rows) - 1

    def on_click(self, event: Click) -> None:
        """Sort by the header clicked, or put the cursor on the row clicked; open it if clicked twice."""
        place = event.get_content_offset(self)
        if place is None:
            return
        if place.y < HEADER_LINES:
            self._click_header(place.x)
            return
        number = self.scroll_offset.y + place.y - HEADER_LINES
        if number < len(self._rows):
            self.cursor = number
            if event.chain > 1:
                self.post_message(self.OpenWanted())

    def _click_header(self, x: int) -> None:
        for column in self._columns:
            if x < column.width + 1:
                self.post_message(self.SortWanted(column.number))
                return
            x -= column.width + 1

    @property
    def _columns(self) -> list[Column]:
        return columns_for(self.scrollable_content_region.width)

    def render_line(self, y: int) -> Strip:
        """Draw the header or a row."""
        width = self.size.width
        if y < HEADER_LINES:
            return self._drawn(self._header(), "table--header", width)
        number = self.scroll_offset.y + y - HEADER_LINES
        if number >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[number]
        kind = "table--row" if row.entry else "table--trouble" if row.is_trouble else "table--quiet"
        return self._drawn(row.cells, "table--cursor" if number == self.cursor else kind, width)

    def _header(self) -> list[str]:
        """Name the columns; the first also names the one that sorts the rows if that is not shown."""
        names, by = list(COLUMNS), self._sorted_by
        mark = DOWN if self._descending else UP
        if any(column.number == by for column in self._columns):
            names[by] += mark
        else:
            names[0] += f" · by {names[by]}{mark}"
        return names

    def _drawn(self, cells: Sequence[str], kind: str, width: int) -> Strip:
        text = " ".join(_fitted(cells[column.number], column) for column in self._columns)
        style = self.get_component_rich_style(kind)
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)


def _fitted(text: str, column: Column) -> str:
    """Return the text in exactly the column's width, cut with an ellipsis."""
    length = cell_len(text)
    if length > column.width:
        return f"{set_cell_size(text, column.width - 1)}…"
    blanks = " " * (column.width - length)
    return blanks + text if column.right else text + blanks
