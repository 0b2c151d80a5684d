"""Segments: files or folders of a part, named by the rows that they hold, as in `000000000000-000000077000`.

They follow each other without gaps, from row 0 on. New rows become a new segment. The last ones are merged
into it as long as they have no more rows than it, so a row is written again only when the number of rows
after it has doubled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.errors import REPAIR, DamagedIndexError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["MOST", "extended", "name_of", "spans_in"]

MOST: Final = 8
"""Segments of a part: SQLite opens at most ten databases at once."""


def name_of(span: range) -> str:
    """Return the name of a segment, without a suffix."""
    return f"{span.start:012}-{span.stop:012}"


def spans_in(folder: Path) -> list[tuple[Path, range]]:
    """Return the segments in a folder with their rows, in order.

    Raises:
        DamagedIndexError: the folder is missing, a segment is, or there is something else.
    """
    found = []
    try:
        for path in sorted(folder.iterdir()):
            first, _, past = path.name.partition(".")[0].partition("-")
            found.append((path, range(int(first), int(past))))
    except (OSError, ValueError) as error:
        msg = f"{folder} is not readable. {REPAIR}"
        raise DamagedIndexError(msg) from error
    starts = [0, *(span.stop for _, span in found)]
    if any(span.start != start for (_, span), start in zip(found, starts, strict=False)):
        msg = f"{folder} lacks a segment. {REPAIR}"
        raise DamagedIndexError(msg)
    return found


def extended(spans: Sequence[range], past: int) -> tuple[list[range], range]:
    """Return the segments to keep and the one to write, so that together they reach to the row `past`."""
    kept = list(spans)
    start = kept[-1].stop if kept else 0
    while kept and (len(kept[-1]) <= past - start or len(kept) >= MOST):
        start = kept.pop().start
    return kept, range(start, past)
