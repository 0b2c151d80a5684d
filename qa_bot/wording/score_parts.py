"""Why a passage was found, in words for shell and screen: the parts of its score, and the words that match.

All text that comes out is cleaned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.scores import RawValue
    from qa_bot.core.types import Hit

__all__ = ["BAR_CELLS", "why_lines"]

BAR_CELLS: Final = 20
"""Length of the longest bar where there is room for it."""


def why_lines(hit: Hit, bar_cells: int = BAR_CELLS) -> list[str]:
    """Return a line for the score, one for each part of it, the largest first, and one for the words.

    Only the last line, which can be broken anywhere, may be longer than 45 characters and the longest bar.
    """
    parts = [(part.value, part.label, part.scaled_from) for part in hit.contributions]
    parts += [(-lack.deducted, lack.label, None) for lack in hit.lacks]
    parts.sort(key=lambda part: -part[0])
    cells = max((len(clean_line(label)) for _, label, _ in parts), default=0)
    most = max((value for value, _, _ in parts), default=0.0)
    return [
        _score(hit, sum(value for value, _, _ in parts)),
        *(f"{clean_line(label):<{cells}} {_bar(value, most, raw, bar_cells)}" for value, label, raw in parts),
        _words(hit),
    ]


def _bar(value: float, most: float, raw: RawValue | None, cells: int) -> str:
    bar = "\u2588" * round(cells * max(0.0, value) / most) if most > 0 else ""
    measured = f"  {raw.label} {raw.value:.2f}" if raw else ""
    return f"{value:6.3f} {bar:<{cells}}{measured}".rstrip()


def _score(hit: Hit, fused: float) -> str:
    if hit.reranked is not None:
        return f"reranked: {hit.reranked:.3f}; found with {fused:.3f}, made of"
    return f"score {hit.score:.3f}, made of"


def _words(hit: Hit) -> str:
    """List the words that match, without common ones: BM25 counts those too, but they explain nothing."""
    found = [
        f"{where}: {_listed(words)}"
        for where, words in (("words matched", hit.matched), ("in the title", hit.matched_in_title))
        if words
    ]
    return "; ".join(found) or "no distinctive word of the question matches"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(clean_line(word) for word in words)
