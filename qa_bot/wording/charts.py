"""Counts of articles drawn with blocks: a bar for each publication, a sparkline of the months."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["UNKNOWN", "by_publication", "months_line", "publication_lines", "year_lines"]

UNKNOWN: Final = "unknown"
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_LEVELS: Final = "▁▂▃▄▅▆▇█"
_LEAST_BAR: Final = 6
_NO_MONTH: Final = "·"
_YEAR: Final = re.compile(r"[0-9]{4}")
_MONTH: Final = 7
"""Characters of YYYY-MM."""
_MONTHS_OF_YEAR: Final = 12
_MONTH_NAMES: Final = tuple(f"{number:02}" for number in range(1, _MONTHS_OF_YEAR + 1))


def by_publication(publications: Iterable[str]) -> list[tuple[str, int]]:
    """Return each publication with its number of articles, most first; "" is UNKNOWN and comes last."""
    counts = Counter(publications)
    unknown = counts.pop("", 0)
    named = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold()))
    return [*named, *([(UNKNOWN, unknown)] if unknown else [])]


def publication_lines(counts: Sequence[tuple[str, int]], cells: int, most: int) -> list[str]:
    """Return at most `most` lines, `cells` wide, with name, bar and count of each publication.

    Where a name would be cut and all have room, names are whole, each above its bar; without room for a line
    each, the last publications are counted together.
    """
    whole, lines = _with_whole_names(counts, cells), _one_each(counts, cells, most)
    fits = len(whole) <= most and all(cell_len(line) <= cells for line in whole)
    return whole if fits and any("…" in line for line in lines) else lines


def _with_whole_names(counts: Sequence[tuple[str, int]], cells: int) -> list[str]:
    """Return lines with the wrapped name of each publication, and below it a line with bar and count."""
    digits = max((len(f"{count:,}") for _, count in counts), default=0)
    highest = max((count for _, count in counts), default=0)
    lines: list[str] = []
    for name, count in counts:
        lines += textwrap.wrap(name, cells)
        lines.append(f"{_bar(count / highest, cells - digits - 1)} {count:>{digits},}")
    return lines


def _one_each(counts: Sequence[tuple[str, int]], cells: int, most: int) -> list[str]:
    shown = list(counts)
    if len(shown) > most:
        rest = shown[most - 1 :]
        shown = [*shown[: most - 1], (f"{len(rest):,} more", sum(count for _, count in rest))]
    if not shown:
        return []
    highest = max(count for _, count in shown)
    digits = max(len(f"{count:,}") for _, count in shown)
    names, bars = [name for name, _ in shown], cells - digits - 2
    name_cells = min(max(map(cell_len, names)), (cells - digits) // 2)
    cut = [_cut(name, name_cells) for name in names]
    if len(set(cut)) < len(cut):
        name_cells = max(name_cells, min(max(map(cell_len, names)), bars - _LEAST_BAR))
        cut = _told_apart(names, name_cells)
    return [
        f"{set_cell_size(name, name_cells)} {_bar(count / highest, bars - name_cells)} {count:>{digits},}"
        for name, (_, count) in zip(cut, shown, strict=True)
    ]


def months_line(dates: Iterable[str], cells: int) -> str:
    """Return "first ▁▃█ last", a block for each month or, if there are too many, for each year.

    Dates without a month count only where years are drawn; "" where no date can be drawn, or in no room.
    """
    stated = [date for date in dates if _YEAR.match(date)]
    months = [_month_number(date) for date in stated if date[5:_MONTH].isdecimal()]
    room = cells - 2 * (_MONTH + 1)
    if room <= 0:
        return ""
    if months and max(months) - min(months) < room:
        return _sparkline(months, _month_name(min(months)), _month_name(max(months)))
    years = [int(date[:4]) for date in stated]
    oldest = max(years, default=0) - room
    return _sparkline([year for year in years if year > oldest], "", "") if years else ""


def year_lines(dates: Iterable[str], cells: int, most: int) -> list[str]:
    """Return a line for each of the newest `most` years, oldest first: the year, a block a month, the count.

    All years have one scale. Articles dated by year alone are in the count, not in the blocks.
    """
    years: dict[str, Counter[str]] = {}
    for month, count in Counter(date[:_MONTH] for date in dates).items():
        if _YEAR.match(month):
            years.setdefault(month[:4], Counter())[month[5:]] += count
    highest = max((counts[month] for counts in years.values() for month in _MONTH_NAMES), default=0)
    lines = []
    for year in sorted(years)[-most:]:
        blocks = "".join(_level(years[year][month], highest) for month in _MONTH_NAMES)
        lines.append(f"{year} {blocks} {years[year].total():>{max(1, cells - 18)},}")
    return lines


def _month_number(date: str) -> int:
    return int(date[:4]) * _MONTHS_OF_YEAR + int(date[5:7]) - 1


def _month_name(number: int) -> str:
    return f"{number // _MONTHS_OF_YEAR}-{number % _MONTHS_OF_YEAR + 1:02}"


def _sparkline(numbers: Sequence[int], first: str, last: str) -> str:
    """Draw how often each number from the least to the greatest occurs, between labels."""
    counts = Counter(numbers)
    least, most = min(numbers), max(numbers)
    highest = max(counts.values())
    blocks = "".join(_level(counts[n], highest) for n in range(least, most + 1))
    first, last = first or str(least), last or str(most)
    return first if least == most else f"{first} {blocks} {last}"


def _level(count: int, highest: int) -> str:
    return _LEVELS[-(-count * (len(_LEVELS) - 1) // highest)] if count else _NO_MONTH


def _bar(share: float, cells: int) -> str:
    eighths = max(1, round(share * cells * 8))
    full, part = divmod(eighths, 8)
    return f"{'█' * full}{_EIGHTHS[part] if part else ''}".ljust(cells)


def _told_apart(names: Sequence[str], cells: int) -> list[str]:
    """Cut names to `cells`; those that would look alike without the words they share, and in the middle."""
    cut = [_cut(name, cells) for name in names]
    alike = [name for name, short in zip(names, cut, strict=True) if cut.count(short) > 1]
    shared = _shared_words([name.split() for name in alike])
    return [
        _cut(f"…{' '.join(name.split()[shared:])}", cells, (cells - 1) // 2) if name in alike else short
        for name, short in zip(names, cut, strict=True)
    ]


def _shared_words(names: Sequence[Sequence[str]]) -> int:
    """Return how many words all names begin with."""
    same = (len(set(words)) == 1 for words in zip(*names, strict=False))
    return sum(takewhile(bool, same))


def _cut(name: str, cells: int, end_cells: int = 0) -> str:
    """Return a name with an ellipsis for what is too much before its last `end_cells`."""
    if cell_len(name) <= cells:
        return name
    end = ""
    for char in reversed(name):
        if cell_len(char + end) > end_cells:
            break
        end = char + end
    return f"{set_cell_size(name, cells - 1 - cell_len(end)).rstrip()}…{end}"
