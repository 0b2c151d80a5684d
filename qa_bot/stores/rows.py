"""The rows of a snapshot: which key each passage row has, and what a store returned for it.

Passages are numbered from 0 in the order of the publishers' names, of each publisher's articles, and of the
passages of an article. What was read is kept for the questions that follow, up to a limit.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qa_bot.core.errors import DamagedIndexError
from qa_bot.stores.bm25 import TermCounts
from qa_bot.stores.records import passage_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from qa_bot.stores.backend import Nominee, Snapshot

__all__ = ["Rows"]

_KEPT: Final = 20_000
"""Most passages of which each column is kept; a vector and the terms of one are about 2 KB."""


class Rows:
    """Passages and articles of a snapshot by row; safe to use from several threads."""

    def __init__(self, snapshot: Snapshot, articles: Sequence[str], passages: Sequence[int]) -> None:
        """Number the passages of articles, which are given by key with their number of passages each."""
        self.snapshot = snapshot
        self.articles = articles
        self.first: NDArray[np.int64] = np.concatenate(([0], np.cumsum(np.array(passages, np.int64))))
        """Row of the first passage of each article; then the number of all passages."""
        self._article_of = {key: row for row, key in enumerate(articles)}
        self._kept: dict[str, dict[int, Any]] = defaultdict(dict)
        """What was read, by column and row."""

    def __len__(self) -> int:
        return int(self.first[-1])

    def row_of(self, key: str) -> int | None:
        """Return the row of a passage's key; None for one that no head lists."""
        article, _, number = key.partition(".")
        row = self._article_of.get(article)
        return None if row is None else int(self.first[row]) + int(number)

    def article_of(self, rows: Sequence[int]) -> NDArray[np.int64]:
        """Return the article row of each passage row: int64, (len(rows),)."""
        return np.searchsorted(self.first, np.array(rows, np.int64), side="right") - 1

    def take(self, nominees: Iterable[Nominee]) -> dict[int, float]:
        """Keep what came with nominees, and return their scores by row; without those no head lists."""
        found = {}
        for one in nominees:
            row = self.row_of(one.key)
            if row is not None:
                _keep(self._kept["terms"], row, one.terms)
                _keep(self._kept["vector"], row, one.vector)
                found[row] = one.score
        return found

    def texts(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the texts of passages."""
        return self._read("text", rows)

    def sequences(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the terms of passages in order, separated by spaces."""
        return self._read("terms", rows)

    def terms(self, rows: Iterable[int]) -> dict[int, TermCounts]:
        """Return the counted terms of passages."""

        def read(missing: Sequence[int]) -> dict[int, TermCounts]:
            return {row: TermCounts.of(terms) for row, terms in self.sequences(missing).items()}

        return self._kept_or_read("counted", rows, read)

    def vectors(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of passages: float32, (len(rows), dimension)."""
        found = self._read("vector", rows)
        stored = b"".join(found[row] for row in rows)
        return np.frombuffer(stored, np.float16).reshape(len(rows), -1).astype(np.float32)

    def tokens(self, rows: Iterable[int]) -> dict[int, bytes]:
        """Return the tokens of passages, as they were written."""
        return self._read("tokens", rows)

    def article_terms(self, rows: Iterable[int]) -> dict[int, TermCounts]:
        """Return the counted terms of articles, by article row."""

        def read(missing: Sequence[int]) -> dict[int, TermCounts]:
            keys = [self.articles[row] for row in missing]
            found = _all_of(self.snapshot.read_articles(keys, "terms"), keys)
            return {row: TermCounts.of(found[key]) for row, key in zip(missing, keys, strict=True)}

        return self._kept_or_read("articles", rows, read)

    def content(self, article: int) -> bytes:
        """Return a whole article by its row, as it was written."""
        key = self.articles[article]
        content: bytes = _all_of(self.snapshot.read_articles([key], "content"), [key])[key]
        return content

    def key_of(self, row: int) -> str:
        """Return the key of a passage row."""
        article = int(self.article_of([row])[0])
        return passage_key(self.articles[article], row - int(self.first[article]))

    def _read(self, column: str, rows: Iterable[int]) -> dict[int, Any]:
        def read(missing: Sequence[int]) -> dict[int, Any]:
            keys = [self.key_of(row) for row in missing]
            found = _all_of(self.snapshot.read_passages(keys, column), keys)
            return {row: found[key] for row, key in zip(missing, keys, strict=True)}

        return self._kept_or_read(column, rows, read)

    def _kept_or_read(
        self, column: str, rows: Iterable[int], read: Callable[[Sequence[int]], Mapping[int, Any]]
    ) -> dict[int, Any]:
        """Return the values of rows: those that are kept, and what `read` returns for the others."""
        kept, wanted = self._kept[column], list(rows)
        found = {row: kept[row] for row in wanted if row in kept}
        for row, value in read([row for row in dict.fromkeys(wanted) if row not in found]).items():
            found[row] = value
            _keep(kept, row, value)
        return found


def _keep(kept: dict[int, Any], row: int, value: Any) -> None:
    if len(kept) >= _KEPT:
        kept.clear()
    kept[row] = value


def _all_of(found: Mapping[str, Any], wanted: Iterable[str]) -> Mapping[str, Any]:
    for key in wanted:
        if key not in found:
            raise _lost(key)
    return found


def _lost(key: str) -> DamagedIndexError:
    return DamagedIndexError(
        f"The store has no row {key}, which a head lists. Publish again with `qa-bot index --store ADDRESS`."
    )
