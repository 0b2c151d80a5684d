"""Which columns of the library fit into a width, and how wide each is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from qa_bot.wording.library import COLUMNS

WHOLE_CELLS = 84
"""From this width of the table on, all columns are shown."""
SIDE_CELLS = WHOLE_CELLS + 34
"""From this width of the library on, the counts (30 cells) are beside a table with all columns (and 4 cells
of blanks, scrollbar and border)."""
FIXED = {"date": 10, "paragraphs": 12, "state": 11}
SHARES = {"title": 0.5, "publication": 0.27, "author": 0.23}
"""Of the width that the fixed columns leave."""
NARROW = (
    (WHOLE_CELLS, {"title", "publication", "author", "date", "paragraphs", "state"}),
    (72, {"title", "publication", "date", "state"}),
    (46, {"title", "date", "state"}),
    (0, {"title", "state"}),
)
"""From a width in cells on, the columns that are shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is shown."""

    number: int
    """Its place in COLUMNS."""
    width: int
    """In cells, without the blank behind it."""

    @property
    def right(self) -> bool:
        """Whether its cells are aligned to the right."""
        return COLUMNS[self.number] == "paragraphs"


@lru_cache(maxsize=8)
def columns_for(width: int) -> list[Column]:
    """Return the columns for a width in cells; they and a blank between two take all of it."""
    shown = next(names for least, names in NARROW if width >= least)
    names = [name for name in COLUMNS if name in shown]
    room = width - (len(names) - 1) - sum(FIXED.get(name, 0) for name in names)
    shares = {name: SHARES[name] for name in names if name in SHARES}
    widths = {name: int(room * share / sum(shares.values())) for name, share in shares.items()}
    widths["title"] += room - sum(widths.values())
    return [Column(COLUMNS.index(name), max(1, widths.get(name, FIXED.get(name, 1)))) for name in names]
