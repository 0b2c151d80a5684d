"""Why a passage was found, in words for shell and screen: the parts of its score, and the words that matched.

What comes out is cleaned. The names of the parts are those that the retriever gives; one that is not known
here is shown by its own name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.types import Hit

__all__ = ["why_lines"]

BAR_CELLS: Final = 20
RERANKER: Final = "reranker"

_CONTRIBUTIONS: Final = {
    "late": ("word by word", "max_sim"),
    "lexical": ("the same words", "bm25"),
    "dense": ("meaning", "cosine"),
    "article": ("its article's words", ""),
    "sentence": ("in one sentence", ""),
    "asking": ("the question word", ""),
    "phrase": ("words side by side", ""),
    "number": ("lacks a number", ""),
    "fragment": ("a heading or link", ""),
    "unread": ("not read closely", ""),
}
_RAW: Final = {"max_sim": "MaxSim", "bm25": "BM25", "cosine": "cosine"}
_LABEL_CELLS: Final = max(len(label) for label, _ in _CONTRIBUTIONS.values())


def why_lines(hit: Hit) -> list[str]:
    """Give a line for the score, one for each part of it, the largest first, and one for the words.

    None but the last, which can be broken anywhere, is longer than 60 characters.
    """
    parts = {name: value for name, value in hit.parts.items() if name not in _RAW and name != RERANKER}
    ordered = sorted(parts, key=lambda name: -parts[name])
    return [
        _score(hit, sum(parts.values())),
        *(_line(hit, name, max(parts.values())) for name in ordered),
        _words(hit),
    ]


def _score(hit: Hit, fused: float) -> str:
    if RERANKER in hit.parts:
        return f"reranked: {hit.parts[RERANKER]:.3f}; found with {fused:.3f}, made of"
    return f"score {hit.score:.3f}, made of"


def _line(hit: Hit, name: str, most: float) -> str:
    label, raw = _CONTRIBUTIONS.get(name, (clean_line(name), ""))
    value = hit.parts[name]
    bar = "\u2588" * round(BAR_CELLS * max(0.0, value) / most) if most > 0 else ""
    behind = f"  {_RAW[raw]} {hit.parts[raw]:.2f}" if raw in hit.parts else ""
    return f"{label:<{_LABEL_CELLS}} {value:6.3f} {bar:<{BAR_CELLS}}{behind}".rstrip()


def _words(hit: Hit) -> str:
    """Tell the words that matched; BM25 counts the common ones among them too, which tell nobody anything."""
    found = [
        f"{where}: {_listed(words)}"
        for where, words in (("words matched", hit.matched), ("in the title", hit.matched_in_title))
        if words
    ]
    return "; ".join(found) or "none of the question's rarer words is in it or in its title"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(clean_line(word) for word in words)
