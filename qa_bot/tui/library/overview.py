"""Counts of the articles shown, drawn small: by publication and by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from qa_bot.wording.charts import UNKNOWN, by_publication, publication_lines, year_lines
from qa_bot.wording.library import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.wording.library import Row

PUBLICATION, DATE = COLUMNS.index("publication"), COLUMNS.index("date")
MOST_YEARS = 10
OTHER_LINES = 4
"""The two headings and what parts them."""
LEAST_CELLS = 20


class Overview(Static):
    """A bar for each publication and a sparkline of the months."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._publications: list[tuple[str, int]] = []
        self._dates: list[str] = []

    def show(self, rows: Sequence[Row]) -> None:
        """Count these rows; those that are no articles do not count."""
        articles = [row for row in rows if row.entry]
        self._publications = by_publication(row.cells[PUBLICATION] for row in articles)
        self._dates = [row.cells[DATE] for row in articles]
        self.refresh()

    def render(self) -> Content:
        """Draw the counts in the width that there is."""
        cells = self.content_size.width
        if cells < LEAST_CELLS or not self._publications:
            return Content("")
        counts = self._publications
        years = year_lines(self._dates, cells, MOST_YEARS)
        most = self.content_size.height - len(years) - OTHER_LINES
        publications = publication_lines(counts, cells, max(2, most))
        is_stated = any(name != UNKNOWN for name, _ in counts)
        heading = "By publication" if is_stated else "No publication stated"
        return Content.assemble(
            (heading, "bold"),
            "\n" + "\n".join(publications),
            *(("\n\n", ("By month", "bold"), "\n", "\n".join(years)) if years else ()),
        )
