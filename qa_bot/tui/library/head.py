"""The head of the library: the kinds of rows with their numbers, what narrows them, and the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from qa_bot.tui.library.columns import SIDE_CELLS
from qa_bot.wording.charts import months_line
from qa_bot.wording.library import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.wording.library import Narrowing, Row, View

DATE = COLUMNS.index("date")
MONTHS_CELLS = 60
"""From this width on, months are drawn, until the counts are beside the table."""


class LibraryHead(Static):
    """Says what the table shows, and what narrows it; where the counts have no room, it draws the months."""

    def __init__(self) -> None:
        super().__init__(id="library-head", markup=False)
        self._parts: list[str | tuple[str, str]] = []
        self._dates: list[str] = []

    def show(self, views: Sequence[tuple[View, int]], narrowing: Narrowing, rows: Sequence[Row]) -> None:
        """Show the numbers of all views, what narrows the rows, and the rows that are left."""
        self._parts = [("Library", "bold"), "  "]
        for one, count in views:
            name = f" {one.value} {count:,} "
            self._parts.append((name, "reverse") if one is narrowing.view else name)
        if lines := narrowing.lines(len(rows)):
            self._parts += ["\n", (lines[0], "bold"), lines[1]]
        self._dates = [row.cells[DATE] for row in rows]
        self.refresh(layout=True)

    def on_resize(self) -> None:
        """Draw the months, or no longer."""
        self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the head in the width that there is."""
        has_room = MONTHS_CELLS <= self.outer_size.width < SIDE_CELLS and not self.screen.has_class("-low")
        months = months_line(self._dates, self.content_size.width) if has_room else ""
        return Content.assemble(*self._parts, f"\n{months}" if months else "")
