"""The lines of a page at one width.

Only the height of each block is kept; its lines are made when they come into view. A list hangs from its
marks, and rows that follow each other are a table with aligned columns if that fits.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from qa_bot.tui.article_page import CELL_BREAK, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_bot.tui.article_page import Block, Page

COLUMN_GAP = "  "
BULLET, QUOTE_BAR = "\u2022", "\u2502"
INDENT_CELLS = 2
_CLOSE = {Kind.ITEM, Kind.ROW, Kind.CODE}
"""No blank line separates two of these."""
_INDENTED = {Kind.ITEM, Kind.QUOTE, Kind.CODE}


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a line: a slice of the block's text, or cells of padding."""

    start: int
    end: int
    pad: int = 0
    sign: str = ""
    """What fills the first of these cells: a bullet, or the bar of a quotation."""


Line = tuple[Part, ...]


class PageLayout:
    """Where each block of a page is, in lines, at a width in cells."""

    def __init__(self, page: Page, width: int) -> None:
        self.page, self.width = page, max(width, 4)
        self._columns = dict(_tables(page.blocks, self.width))
        heights = [self._height(index, block) for index, block in enumerate(page.blocks)]
        gaps = [_gap(above, below) for above, below in zip([None, *page.blocks], page.blocks, strict=False)]
        ends = accumulate(gap + height for gap, height in zip(gaps, heights, strict=True))
        self._tops = [end - height for end, height in zip(ends, heights, strict=True)]
        self.height = self._tops[-1] + heights[-1] if heights else 0

    def top(self, block: int) -> int:
        """Return the first line of a block."""
        return self._tops[block]

    def block_at(self, line: int) -> int:
        """Return the block that a line belongs to; a blank line belongs to the block above."""
        return max(bisect_right(self._tops, line) - 1, 0)

    def line_of(self, block: int, offset: int) -> int:
        """Return the line that shows a character of a block."""
        lines = self.lines(block)
        shown = (number for number, line in enumerate(lines) if any(part.end > offset for part in line))
        return self._tops[block] + next(shown, len(lines) - 1)

    def lines(self, index: int) -> tuple[Line, ...]:
        """Return the lines of a block."""
        block = self.page.blocks[index]
        if columns := self._columns.get(index):
            return (_row(block.text, columns),)
        return tuple(self._wrapped(block))

    def _height(self, index: int, block: Block) -> int:
        if index in self._columns:
            return 1
        return len(_wrap(block.text[block.hang :], self.width - self._hang(block)))

    def _hang(self, block: Block) -> int:
        indent = INDENT_CELLS if block.kind in _INDENTED and not block.hang else 0
        return min(cell_len(block.text[: block.hang]) + indent, self.width // 2)

    def _wrapped(self, block: Block) -> Iterator[Line]:
        hang = self._hang(block)
        at = block.hang
        for number, text in enumerate(_wrap(block.text[block.hang :], self.width - hang)):
            at = block.text.find(text, at) if text else at
            end = at + len(text)
            if number == 0 and block.hang:
                yield (Part(0, block.hang), Part(at, end))
            elif hang:
                yield (Part(0, 0, hang, _sign(block, number)), Part(at, end))
            else:
                yield (Part(at, end),)
            at = end


def _sign(block: Block, line: int) -> str:
    if block.kind is Kind.QUOTE:
        return QUOTE_BAR
    return BULLET if block.kind is Kind.ITEM and not block.hang and line == 0 else ""


def _wrap(text: str, width: int) -> list[str]:
    return [line.plain for line in Content(text).wrap(max(width, 2))] or [""]


def _gap(above: Block | None, below: Block) -> int:
    if above is None or (above.kind is below.kind and below.kind in _CLOSE):
        return 0
    return 1


def _tables(blocks: Sequence[Block], width: int) -> Iterator[tuple[int, list[int]]]:
    """Yield the cells of each column, for each row of a table that fits."""
    numbered = enumerate(blocks)
    for (kind, count), run in groupby(numbered, key=lambda one: (one[1].kind, one[1].text.count(CELL_BREAK))):
        rows = list(run) if kind is Kind.ROW else []
        cells = [[cell_len(cell) for cell in block.text.split(CELL_BREAK)] for _, block in rows]
        columns = [max(column) for column in zip(*cells, strict=True)]
        if count and len(rows) > 1 and sum(columns) + count * len(COLUMN_GAP) <= width:
            yield from ((index, columns) for index, _ in rows)


def _row(text: str, columns: Sequence[int]) -> Line:
    parts: list[Part] = []
    at = 0
    for cell, cells in zip(text.split(CELL_BREAK), columns, strict=True):
        end = at + len(cell)
        parts += [Part(at, end), Part(end, end, cells - cell_len(cell) + len(COLUMN_GAP))]
        at = end + len(CELL_BREAK)
    return tuple(parts[:-1])
