"""One of several answers that differ: a row with date, words and source; unfolded, the passage."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import set_cell_size
from textual.content import Content

from qa_bot.core.sanitizing import shorten
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.wording.comparisons import date_of, origin_of_answer, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.comparison import Statement

DATE_CELLS = 10
WORDS_CELLS = 32
"""Width of the column with the words that answer, in a wide terminal."""
WORDS_SHARE = 0.4
"""Share of the row that it takes in a narrow terminal."""
LABEL = "▾ "


class StatementItem(PassageItem):
    """An answer with the newest article that gives it, which can be focused, unfolded and opened."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"statement--words"}

    def __init__(self, answer: Sequence[Statement], *, last: bool = False) -> None:
        """Take what articles say alike, newest first; below the last answer there is room."""
        newest = answer[0]
        super().__init__(newest.hit, newest.highlight, folded=True)
        self.set_class(last, "-last")
        self._answer = answer

    @property
    def _label(self) -> str:
        return LABEL

    def _row(self) -> Content:
        width = self.content_size.width
        cells = min(WORDS_CELLS, int(WORDS_SHARE * width) or WORDS_CELLS)
        words = shorten(words_of(self._answer), cells)
        rest = set_cell_size("", cells - Content(words).cell_length)
        return Content.assemble(
            "▸ ",
            (
                set_cell_size(date_of(self._answer), DATE_CELLS),
                self.get_visual_style("passage--source", partial=True),
            ),
            "  ",
            (words, self.get_visual_style("statement--words", partial=True)),
            f"{rest}  ",
            (origin_of_answer(self._answer), self.get_visual_style("passage--title", partial=True)),
        )
