"""Which rows of the library are shown, and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qa_bot.wording.library import COLUMNS, Narrowing, View, in_order, matching, view_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.wording.library import Row

DATE = COLUMNS.index("date")
NEWEST_FIRST = {DATE, COLUMNS.index("paragraphs")}
"""Columns that are sorted from the greatest value down at first."""


class Arrangement:
    """The rows of the library, narrowed and sorted; newest first at the beginning."""

    def __init__(self) -> None:
        self.rows: Sequence[Row] | None = None
        """All rows; None until they are read."""
        self.views: list[tuple[View, int]] = [(View.ALL, 0)]
        """The kinds of rows with their numbers."""
        self.narrowing = Narrowing()
        self.column, self.descending = DATE, True

    @property
    def shown(self) -> list[Row]:
        """The rows that are shown."""
        found = matching(self.rows or (), self.narrowing)
        return in_order(found, self.column, descending=self.descending)

    def take(self, rows: Sequence[Row]) -> None:
        """Take other rows; order and narrowing stay, also where no row is left to show."""
        self.rows, self.views = rows, view_counts(rows, self.narrowing.view)

    def narrow(self, **changed: Any) -> None:
        """Change what narrows the rows: fields of Narrowing."""
        self.narrowing = replace(self.narrowing, **changed)

    def next_view(self) -> None:
        """Show the next kind of rows."""
        views = [view for view, _ in self.views]
        self.narrow(view=views[(views.index(self.narrowing.view) + 1) % len(views)])

    def sort_by(self, column: int) -> None:
        """Sort by a column; reverse the order if it is sorted by already."""
        if column == self.column:
            self.descending = not self.descending
        else:
            self.column, self.descending = column, column in NEWEST_FIRST
