"""Counts of articles drawn with blocks: a bar for each publication, a sparkline of the months."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["UNKNOWN", "by_publication", "months_line", "publication_lines", "year_lines"]

UNKNOWN: Final = "unknown"
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_LEVELS: Final = "▁▂▃▄▅▆▇█"
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

    Where a name has no room beside its bar, all are whole above their bars. The last publications are counted
    together where there are too few lines.
    """
    digits = max((len(f"{count:,}") for _, count in counts), default=1)
    name_cells = min(max((cell_len(name) for name, _ in counts), default=0), (cells - digits) // 2)
    if any(cell_len(name) > name_cells for name, _ in counts):
        return _below_names(counts, cells, most)
    shown = _first(counts, most)
    highest = max((count for _, count in shown), default=0)
    bars = cells - digits - 2 - name_cells
    return [
        f"{set_cell_size(name, name_cells)} {_bar(count / highest, bars)} {count:>{digits},}"
        for name, count in shown
    ]


def _below_names(counts: Sequence[tuple[str, int]], cells: int, most: int) -> list[str]:
    """Return the wrapped name of each publication, and below it a line with bar and count."""
    number = len(counts)
    while number > 1 and sum(len(_wrapped(name, cells)) + 1 for name, _ in _first(counts, number)) > most:
        number -= 1
    shown = _first(counts, number)
    digits = max(len(f"{count:,}") for _, count in shown)
    highest = max(count for _, count in shown)
    lines: list[str] = []
    for name, count in shown:
        bar = _bar(count / highest, cells - digits - 1)
        lines += [*_wrapped(name, cells), f"{bar} {count:>{digits},}"]
    return lines


def _first(counts: Sequence[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    """Return the first publications with their counts; the last of `most` may stand for several."""
    if len(counts) <= most:
        return list(counts)
    rest = counts[most - 1 :]
    return [*counts[: most - 1], (f"{len(rest):,} more", sum(count for _, count in rest))]


def _wrapped(name: str, cells: int) -> list[str]:
    """Return a name on lines of at most `cells`, broken between words where that is possible."""
    lines = textwrap.wrap(name, cells) or [name]
    return [line if cell_len(line) <= cells else f"{set_cell_size(line, cells - 1)}…" for line in lines]


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
