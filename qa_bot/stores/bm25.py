"""BM25 as the index folder's library computes it, from the terms of a text and counts over all texts.

k1 = 1.2 and b = 0.75 (Robertson & Zaragoza, 2009, "The Probabilistic Relevance Framework: BM25 and Beyond").
tantivy keeps the length of a text in one byte: four significant bits, as Lucene's SmallFloat does, with the
first 24 lengths exact (org.apache.lucene.util.SmallFloat, byte4ToInt). So lengths up to 40 are exact and
longer ones are rounded down by less than an eighth. `tests/stores/test_bm25.py` compares the scores.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Counts", "TermCounts", "saturation", "stored_length"]

K1: Final = 1.2
B: Final = 0.75

_EXACT, _BITS = 24, 3


def _decoded(code: int) -> int:
    """Return the length that a byte stands for."""
    if code < _EXACT:
        return code
    low, high = (code - _EXACT) & 7, (code - _EXACT) >> _BITS
    return _EXACT + (low if high == 0 else (low | 8) << (high - 1))


LENGTHS: Final = tuple(map(_decoded, range(256)))
"""The lengths that a byte can stand for, ascending."""


def stored_length(length: int) -> int:
    """Return the greatest length of at most `length` that a byte can stand for."""
    return LENGTHS[bisect_right(LENGTHS, length) - 1]


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often each term occurs in one text, and how many terms it has."""

    counts: Mapping[str, int]
    length: int
    """As `stored_length` returns it."""

    @classmethod
    def of(cls, terms: str) -> TermCounts:
        """Count terms that are separated by spaces."""
        counts: dict[str, int] = {}
        words = terms.split()
        for word in words:
            counts[word] = counts.get(word, 0) + 1
        return cls(counts, stored_length(len(words)))


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts over all texts, from which a text's BM25 follows."""

    texts: int
    terms: int
    """Of all texts together, with repetitions."""
    frequency: Mapping[str, int]
    """Number of texts that contain a term; terms of none are left out."""

    def idf(self, term: str) -> float:
        """Return the inverse document frequency of a term."""
        frequency = self.frequency.get(term, 0)
        return math.log(1 + (self.texts - frequency + 0.5) / (frequency + 0.5))

    @property
    def average(self) -> float:
        """Average length of a text; 1 for no texts."""
        return self.terms / self.texts if self.texts else 1.0

    def score(self, terms: Iterable[str], text: TermCounts) -> float:
        """Return the BM25 of a text for distinct terms; 0 for a text with none of them."""
        found = ((term, count) for term in terms if (count := text.counts.get(term)))
        return sum(self.idf(term) * saturation(count, text.length, self.average) for term, count in found)


def saturation(count: int, length: int, average: float) -> float:
    """Return the part of BM25 that depends on the text: how often a term occurs there, and the length."""
    norm = K1 * (1 - B + B * length / average) if average else K1
    return (K1 + 1) * count / (count + norm)
