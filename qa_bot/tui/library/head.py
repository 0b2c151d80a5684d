"""The head of the library: the kinds of rows with their numbers, what narrows them, and the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from qa_bot.tui.library.columns import SIDE_CELLS
from qa_bot.wording.charts import months_line
from qa_bot.wording.library import COLUMNS, View
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.wording.library import Row

DATE = COLUMNS.index("date")
MONTHS_CELLS = 60
"""From this width on, months are drawn, until the counts are beside the table."""


class LibraryHead(Static):
    """Says what the table shows; in a narrow terminal, it draws the months as well."""

    def __init__(self) -> None:
        super().__init__(id="library-head", markup=False)
        self._parts: list[str | tuple[str, str]] = []
        self._dates: list[str] = []

    def show(
        self, views: Sequence[tuple[View, int]], view: View, publication: str | None, rows: Sequence[Row]
    ) -> None:
        """Show the numbers of all views, the one that is shown, its publication and its rows."""
        self._parts = [("Library", "bold"), "  "]
        for one, count in views:
            name = f" {one.value} {count:,} "
            self._parts.append((name, "reverse") if one is view else name)
        if publication is not None:
            self._parts.append(f"  · {publication or 'unknown publication'}")
        if len(rows) != dict(views)[view]:
            self._parts.append(f"  · {counted(len(rows), 'row')} found")
        self._dates = [row.cells[DATE] for row in rows]
        self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the head in the width that there is."""
        has_room = MONTHS_CELLS <= self.outer_size.width < SIDE_CELLS and not self.screen.has_class("-low")
        months = months_line(self._dates, self.content_size.width) if has_room else ""
        return Content.assemble(*self._parts, f"\n{months}" if months else "")
