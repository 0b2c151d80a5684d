"""The lines of a page, with their places -> blocks in reading order.

Within a block, lines keep the drawing order, which in files of the common programs is the reading order.
Blocks may be drawn in any order, so they are sorted by place: a block before those below it, a column before
the one to its right (the partial order of Breuel, 2003, "High performance document layout analysis").
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from qa_bot.language.marks import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LIST_MARK", "Block", "Line", "order_blocks", "rows_of", "same_size"]

LIST_MARK: Final = re.compile(r"(?:[•▪‣◦●○■□*–—-]|\(?(?:\d{1,3}|[a-z])[.)])(?=\s|$)")  # noqa: RUF001  (dashes)

_PLACE: Final = 2.0
"""Maximum distance, in points, between lines in one place."""
_SIZE_CHANGE: Final = 0.12
"""Maximum difference in height between lines of one text, as a share."""
_ROW_OVERLAP: Final = 0.6
_BLOCK_GAP: Final = 1.0
"""Maximum empty height between the lines of a block, in lines."""
_SHARED_WIDTH: Final = 0.15
"""Minimum overlap, as a share of the narrower block, of two blocks that are above each other."""
_LEAST_TABLE_ROWS: Final = 2
_LEAST_COLUMN_ROWS: Final = 3
"""Fewer rows have gaps in one place by chance."""
_TABLE_GAP: Final = 4.0
_WIDEST_SPACE: Final = 1.5
"""Maximum gap within a line, in its height."""
_PROSE_CELL_WORDS: Final = 4
"""Words from which on texts side by side, row after row, are prose in columns and not a table."""
_MOST_BLOCKS: Final = 400
"""A page with more blocks is read in drawing order: sorting takes quadratic time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text, or a piece of one between two gaps; in points from the page's top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    bold: bool = False
    is_row: bool = False
    """A row of a table, joined from its cells."""

    @property
    def size(self) -> float:
        """Height of the font."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines of about one size, one below the other."""

    page: int
    lines: tuple[Line, ...]
    left: float
    top: float
    right: float
    bottom: float


def order_blocks(lines: Sequence[Line], page: int) -> list[Block]:
    """Sort the lines of a page, given in drawing order, into blocks in reading order."""
    blocks = _blocks(_join_rows(lines), page)
    if len(blocks) > _MOST_BLOCKS:
        return blocks
    ordered = _in_reading_order(blocks)
    return _blocks([list(block.lines) for block in ordered], page)  # columns may have been drawn row by row


def same_size(one: Line, other: Line) -> bool:
    """Check whether two lines may belong to one text, by their heights."""
    return abs(one.size - other.size) <= _SIZE_CHANGE * max(one.size, other.size)


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines from the top down, grouped by height on the page."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.top):
        if rows and _in_one_row(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _in_one_row(one: Line, other: Line) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= _ROW_OVERLAP * min(one.size, other.size)


def _join_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Join the pieces of a row that are one line; others stay separate."""
    rows: list[list[Line]] = []
    for line in lines:
        last = rows[-1][-1] if rows else None
        if last is None or line.left < last.right or not _in_one_row(last, line):
            rows.append([line])
        elif LIST_MARK.fullmatch(last.text):
            rows[-1][-1] = _joined([last, line])
        else:
            rows[-1].append(line)
    joined: list[list[Line]] = []
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and _continues_table(rows[end - 1], rows[end]):
            end += 1
        joined += _join_run(rows[start:end]) or [_join_row(rows, number) for number in range(start, end)]
        start = end
    return joined


def _join_run(run: Sequence[list[Line]]) -> list[list[Line]] | None:
    """Return a line for each row of a table, or the pieces of columns one by one; None for neither."""
    if len(run) < _LEAST_TABLE_ROWS:
        return None
    columns = zip(*run, strict=False)
    if not all(median(count_words(cell.text) for cell in cells) >= _PROSE_CELL_WORDS for cells in columns):
        is_row = _is_table(run)
        return [[replace(_joined(row), is_row=is_row)] for row in run]
    if len(run) >= _LEAST_COLUMN_ROWS and all(abs(row[1].left - run[0][1].left) <= _PLACE for row in run):
        return [[line] for row in run for line in row]
    return None


def _is_table(run: Sequence[list[Line]]) -> bool:
    """Check for a table; justified text has wide gaps too, but not in one place row after row."""
    if any(line.left - last.right > _TABLE_GAP * line.size for row in run for last, line in pairwise(row)):
        return True
    lefts = Counter(round(line.left / _PLACE) for row in run for line in row[1:])
    rights = Counter(round(line.right / _PLACE) for row in run for line in row[:-1])
    return max(*lefts.values(), *rights.values()) == len(run) >= _LEAST_COLUMN_ROWS


def _join_row(rows: Sequence[list[Line]], number: int) -> list[Line]:
    row = rows[number]
    before, after = rows[max(number - 1, 0) : number], rows[number + 1 : number + 2]
    # Justified text has wide gaps where a long word did not fit.
    is_line = any(_is_as_wide(row, other) for other in (*before, *after))
    if is_line or any(_hangs(row, other) for other in after):
        return [_joined(row)]
    joined = [row[0]]
    for line in row[1:]:
        if line.left - joined[-1].right <= _WIDEST_SPACE * line.size:
            joined[-1] = _joined([joined[-1], line])
        else:
            joined.append(line)
    return joined


def _hangs(row: Sequence[Line], below: Sequence[Line]) -> bool:
    """Check whether a row is a term in front of its indented text."""
    return len(row) == _LEAST_TABLE_ROWS and len(below) == 1 and abs(row[1].left - below[0].left) <= _PLACE


def _is_as_wide(row: Sequence[Line], other: Sequence[Line]) -> bool:
    return abs(row[0].left - other[0].left) <= _PLACE and abs(row[-1].right - other[-1].right) <= _PLACE


def _continues_table(row: Sequence[Line], below: Sequence[Line]) -> bool:
    if len(row) < _LEAST_TABLE_ROWS or len(below) < _LEAST_TABLE_ROWS or below[0].top < row[0].top:
        return False
    lefts = {round(cell.left / _PLACE) for cell in row}
    rights = {round(cell.right / _PLACE) for cell in row}
    aligned = sum(
        not lefts.isdisjoint(_near(cell.left)) or not rights.isdisjoint(_near(cell.right)) for cell in below
    )
    return aligned >= _LEAST_TABLE_ROWS


def _near(place: float) -> range:
    middle = round(place / _PLACE)
    return range(middle - 1, middle + 2)


def _joined(row: Sequence[Line]) -> Line:
    """Return one line, with the height of its longest piece: a mark or an initial may have another size."""
    return replace(
        max(row, key=lambda line: len(line.text)),
        text=" ".join(line.text for line in row),
        left=row[0].left,
        right=row[-1].right,
        bold=all(line.bold for line in row),
    )


def _blocks(rows: Sequence[list[Line]], page: int) -> list[Block]:
    runs: list[list[Line]] = []
    for row in rows:
        if runs and _continues_block(runs[-1][-1], row[0]):
            runs[-1].extend(row)
        else:
            runs.append(list(row))
    return [
        Block(
            page=page,
            lines=tuple(run),
            left=min(line.left for line in run),
            top=run[0].top,
            right=max(line.right for line in run),
            bottom=run[-1].bottom,
        )
        for run in runs
    ]


def _continues_block(above: Line, line: Line) -> bool:
    gap = line.top - above.bottom
    shared = min(above.right, line.right) - max(above.left, line.left)
    return (
        same_size(above, line)
        and line.top > above.top + above.size / 2
        and gap <= _BLOCK_GAP * line.size
        and shared > 0
    )


def _in_reading_order(blocks: Sequence[Block]) -> list[Block]:
    """Sort by the partial order, and by drawing order where it is undecided or contradictory."""
    numbers = range(len(blocks))
    after = _later_blocks(blocks)
    waits = [sum(number in later for later in after) for number in numbers]
    ready = [number for number in numbers if not waits[number]]
    left = dict.fromkeys(numbers)
    order = []
    while left:
        number = heapq.heappop(ready) if ready else next(iter(left))
        if number not in left:
            continue
        del left[number]
        order.append(blocks[number])
        for later in after[number]:
            waits[later] -= 1
            if not waits[later]:
                heapq.heappush(ready, later)
    return order


def _later_blocks(blocks: Sequence[Block]) -> list[set[int]]:
    """Return, for each block, those after it: below it, or to its right with nothing across both.

    A set of blocks is the bits of an integer, by the rank of their tops.
    """
    by_top = sorted(range(len(blocks)), key=lambda number: blocks[number].top)
    sharing = [
        sum(1 << rank for rank, other in enumerate(by_top) if _above_each_other(one, blocks[other]))
        for one in blocks
    ]
    later: list[set[int]] = [set() for _ in blocks]
    for upper_rank, upper in enumerate(by_top):
        for lower_rank, lower in enumerate(by_top[upper_rank + 1 :], upper_rank + 1):
            between = (1 << lower_rank) - (1 << (upper_rank + 1))
            if sharing[upper] >> lower_rank & 1:
                later[upper].add(lower)
            elif not sharing[upper] & sharing[lower] & between:
                first, second = (upper, lower) if blocks[upper].left < blocks[lower].left else (lower, upper)
                later[first].add(second)
    return later


def _above_each_other(one: Block, other: Block) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > _SHARED_WIDTH * min(one.right - one.left, other.right - other.left)
