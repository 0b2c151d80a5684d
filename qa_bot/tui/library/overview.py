"""Counts of the articles shown, drawn small: by publication and by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from qa_bot.wording.charts import UNKNOWN, by_publication, publication_lines, year_lines
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.wording.library import Row

MOST_PUBLICATIONS = 18
MOST_YEARS = 10
OTHER_LINES = 4
"""The two headings and what parts them."""
LEAST_CELLS = 20


class Overview(Static):
    """A bar for each publication and a sparkline of the months."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._rows: Sequence[Row] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """Count these rows; those that are no articles do not count."""
        self._rows = [row for row in rows if row.entry]
        self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the counts in the width that there is."""
        cells = self.content_size.width
        if cells < LEAST_CELLS:
            return Content("")
        counts = by_publication(row.cells[1] for row in self._rows)
        years = year_lines((row.cells[3] for row in self._rows), cells, MOST_YEARS)
        most = self.content_size.height - len(years) - OTHER_LINES
        publications = publication_lines(counts, cells, max(2, min(MOST_PUBLICATIONS, most)))
        named = sum(name != UNKNOWN for name, _ in counts)
        return Content.assemble(
            (counted(named, "publication"), "bold"),
            "\n" + "\n".join(publications),
            *(("\n\n", ("By month", "bold"), "\n", "\n".join(years)) if years else ()),
        )
