"""Scripts without spaces between words: their letters, and the pairs of characters that act as words.

Pairs of neighbouring characters find Chinese about as well as a segmenter does (Nie et al., 2000, "On the use
of words and n-grams for Chinese information retrieval"), and need no dictionary.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

__all__ = ["CHARACTER", "MARKS", "UNSPACED", "pairs_of", "singles_of"]

MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u0900-\u0903\u093a-\u094f\u0951-\u0957"
    "\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7\u09e2\u09e3\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a75"
    "\u0a81-\u0a83"
    "\u0abc-\u0acd\u0ae2\u0ae3\u0b01-\u0b03\u0b3c-\u0b57\u0b62\u0b63\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04"
    "\u0c3c-\u0c56"
    "\u0c62\u0c63\u0c81-\u0c83\u0cbc-\u0cd6\u0ce2\u0ce3\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0d62\u0d63\u0d81-\u0d83"
    "\u0dca-\u0df3\u200c\u200d"
)
"""Marks that belong to the preceding letter, and the joiners of Indic scripts, for a character class."""

_UNSPACED_MARKS: Final = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059"
    "\u17b4-\u17d3\u3099\u309a"
)
UNSPACED: Final = (
    "\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1050-\u109d\u1780-\u17d3\u3005-\u3007\u3041-\u3096\u3099\u309a"
    "\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Letters of Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean (for its endings), likewise."""

CHARACTER: Final = re.compile(rf"[{UNSPACED}][{_UNSPACED_MARKS}]*")
"""One of these letters with its marks."""


def pairs_of(run: str) -> list[tuple[str, int, int]]:
    """Return each pair of neighbouring characters with its start and end; a single character alone."""
    spans = [match.span() for match in CHARACTER.finditer(run)]
    if len(spans) == 1:
        spans = [*spans, spans[0]]
    return [(run[first[0] : last[1]], first[0], last[1]) for first, last in pairwise(spans)]


def singles_of(run: str) -> list[tuple[str, int, int]]:
    """Return each character of a run with its marks, its start and its end."""
    return [(match[0], *match.span()) for match in CHARACTER.finditer(run)]
