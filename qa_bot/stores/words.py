"""Words in a store: it nominates passages, and BM25 is computed here from the publishers' own counts.

A store's own score may differ from ours by at most a known factor (`Snapshot.slack`). So once the worst
nominee, times that factor, scores below the k-th best, no passage that was not nominated can be among the
best k. Until then more are nominated.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Final

from qa_bot.core.scores import best_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qa_bot.stores.bm25 import Counts, TermCounts
    from qa_bot.stores.rows import Rows

__all__ = ["StoredArticleTerms", "StoredPassageTerms"]

FEW: Final = 1_000
"""Up to so many allowed rows, each of them is scored; with more, the store nominates."""

_NOMINATED = 4  # nominees for each row asked for, at first
_MORE = 4  # how many times as many the next time
_MOST = 10_000
"""Most passages that are nominated to prove that none is missing."""


class _Terms:
    """BM25 of texts by row; a `TermScores`."""

    def __init__(self, rows: Rows, counts: Counts) -> None:
        self._rows, self._counts = rows, counts

    def __len__(self) -> int:
        return self._counts.texts

    def frequency(self, term: str) -> int:
        """Return the number of texts that contain a term."""
        return self._counts.frequency.get(term, 0)

    def score(self, terms: Sequence[str], rows: Sequence[int]) -> dict[int, float]:
        """Return the BM25 of those of the given rows that contain any of the terms."""
        known = self._known(terms)
        if not known or not rows:
            return {}
        found = {row: self._counts.score(known, text) for row, text in self._read(rows).items()}
        return best_first({row: score for row, score in found.items() if score}, len(found))

    def _known(self, terms: Sequence[str]) -> list[str]:
        return [term for term in dict.fromkeys(terms) if term in self._counts.frequency]

    @abstractmethod
    def _read(self, rows: Sequence[int]) -> Mapping[int, TermCounts]:
        """Return the counted terms of rows."""


class StoredArticleTerms(_Terms):
    """BM25 of articles by row; a `TermScores`."""

    def _read(self, rows: Sequence[int]) -> Mapping[int, TermCounts]:
        return self._rows.article_terms(rows)


class StoredPassageTerms(_Terms):
    """BM25 of passages by row; a `LexicalIndex`."""

    def _read(self, rows: Sequence[int]) -> Mapping[int, TermCounts]:
        return self._rows.terms(rows)

    def search(
        self, terms: Sequence[str], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> dict[int, float]:
        """Return the k best rows that contain any of the terms, as `LexicalIndex` does."""
        if allowed is not None and int(allowed.sum()) <= FEW:
            return best_first(self.score(terms, allowed.nonzero()[0].tolist()), k)
        known = self._known(terms)
        return self._search(known, k, known, (), allowed)

    def search_with_any(self, needed: Sequence[str], terms: Sequence[str], k: int) -> dict[int, float]:
        """Return the k rows with one of the needed terms that match the other terms best: row to BM25."""
        known, needs = self._known(terms), self._known(needed)
        return self._search([*known, *needs], k, known, needs, None) if needs else {}

    def rows_with(self, terms: Sequence[str], most: int | None = None) -> list[int]:
        """Return the rows that contain the terms next to each other, as `LexicalIndex` does."""
        if not terms or len(self._known(terms)) < len(set(terms)):
            return []
        keys = self._rows.snapshot.keys_with(list(dict.fromkeys(terms)))
        rows = sorted(row for key in keys if (row := self._rows.row_of(key)) is not None)
        if len(terms) == 1:
            return rows[:most]
        run = f" {' '.join(terms)} "
        found = self._rows.sequences(rows)
        return [row for row in rows if run in f" {found[row]} "][:most]

    def _search(
        self,
        asked: Sequence[str],
        k: int,
        terms: Sequence[str],
        needed: Sequence[str],
        allowed: NDArray[np.bool_] | None,
    ) -> dict[int, float]:
        """Nominate by some terms, and return the k nominees that score best for others."""
        weights = {term: self._counts.idf(term) for term in asked}
        if not weights or k < 1:
            return {}
        depth = k * _NOMINATED
        while True:
            nominated = self._rows.snapshot.find_words(weights, depth, needed)
            listed = [row for row in self._rows.take(nominated) if allowed is None or allowed[row]]
            found = self.score(terms, listed) if terms else {}
            best = best_first(dict.fromkeys(listed, 0.0) | found if needed else found, k)
            if len(nominated) < depth or depth >= max(_MOST, k):
                return best
            bound = nominated[-1].score * self._rows.snapshot.slack(self._counts.average)
            if len(best) == k and min(best.values()) >= bound:
                return best
            depth = min(depth * _MORE, max(_MOST, k))
