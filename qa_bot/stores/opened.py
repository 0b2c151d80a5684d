"""A snapshot of a store, opened as an index: everything that asking needs, from its heads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_bot.core.errors import IncompatibleIndexError, NoIndexError
from qa_bot.stores import head
from qa_bot.stores.bm25 import Counts
from qa_bot.stores.catalogue import StoredArticles
from qa_bot.stores.rows import Rows
from qa_bot.stores.vectors import StoredTokenVectors, StoredVectors
from qa_bot.stores.words import StoredArticleTerms, StoredPassageTerms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from qa_bot.index.protocol import ArticleStore, LexicalIndex, TermScores, TokenVectorIndex, VectorIndex
    from qa_bot.stores.backend import Backend, Snapshot
    from qa_bot.stores.head import HeadContent, ListedArticle

__all__ = ["StoredIndex", "fits", "open_store"]

_SAME = 1e-3
"""Largest difference between two computations of one projection: another processor rounds differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredIndex:
    """One state of a store, open for reading; an `ArticleIndex`."""

    state: object
    store: ArticleStore
    dense: VectorIndex
    token_vectors: TokenVectorIndex
    passage_bm25: LexicalIndex
    article_bm25: TermScores
    model_name: str
    model_fingerprint: str
    facts: Mapping[str, Any]
    """What figures measured on this state depend on."""

    @property
    def is_embedded(self) -> bool:
        """True: only embedded passages are published."""
        return True

    @property
    def words_only(self) -> None:
        """None: the index has vectors."""
        return

    def described(self) -> Mapping[str, Any]:
        """Return what figures measured on this state depend on."""
        return self.facts


def open_store(backend: Backend) -> StoredIndex:
    """Open what is published in a store now.

    Raises:
        NoIndexError: nothing was published to it.
        IncompatibleIndexError: another version of qa_bot published to it, or publishers used several models.
        StorageError: it cannot be read.
    """
    snapshot = backend.snapshot()
    heads = {origin: head.unpack(one.content, origin) for origin, one in sorted(snapshot.heads().items())}
    if not heads:
        msg = f"Nothing was published to {backend.address}. Publish with `qa-bot index --store ADDRESS`."
        raise NoIndexError(msg)
    _check_alike(heads)
    return _opened(snapshot, backend.address, heads)


def fits(one: HeadContent, other: HeadContent) -> bool:
    """Check whether the rows of two publishers can be searched together."""
    shapes = [replace(each.shape, projection="") for each in (one, other)]
    return shapes[0] == shapes[1] and bool(np.allclose(one.projection, other.projection, atol=_SAME))


def _check_alike(heads: Mapping[str, HeadContent]) -> None:
    first_name, first = next(iter(heads.items()))
    for name, other in heads.items():
        if not fits(first, other):
            msg = (
                f"“{first_name}” and “{name}” were published with different models "
                f"({first.model_in_words} and {other.model_in_words}). Publish one of them again with the "
                "model of the other."
            )
            raise IncompatibleIndexError(msg)


def _opened(snapshot: Snapshot, address: str, heads: Mapping[str, HeadContent]) -> StoredIndex:
    articles = _named(heads)
    rows = Rows(snapshot, [one.key for one in articles], [len(one.labels) for one in articles])
    first = next(iter(heads.values()))
    tallies = [one.tally for one in heads.values()]
    of_passages = Counts(
        len(rows), sum(one.passage_length for one in tallies), _sum([one.passage_terms for one in tallies])
    )
    of_articles = Counts(
        len(articles),
        sum(one.article_length for one in tallies),
        _sum([one.article_terms for one in tallies]),
    )
    return StoredIndex(
        state=snapshot.state,
        store=StoredArticles(rows, articles, [file for one in heads.values() for file in one.files]),
        dense=StoredVectors(rows),
        token_vectors=StoredTokenVectors(
            rows, first.projection, _padded_sum([one.tokens for one in tallies])
        ),
        passage_bm25=StoredPassageTerms(rows, of_passages),
        article_bm25=StoredArticleTerms(rows, of_articles),
        model_name=first.model,
        model_fingerprint=first.shape.fingerprint,
        facts={
            "store": address,
            "model": {"name": first.model, "fingerprint": first.shape.fingerprint},
            "paragraph_rules": first.rules,
            "corpus_state": {name: one.corpus_state for name, one in heads.items()},
            "articles": len(articles),
            "passages": len(rows),
        },
    )


def _named(heads: Mapping[str, HeadContent]) -> list[ListedArticle]:
    """Return all articles; one whose id another publisher has, too, gets its publisher's name before it."""
    found: dict[str, ListedArticle] = {}
    for origin, content in heads.items():
        for article in content.articles:
            name = article.id
            while name in found:
                name = f"{origin}/{name}"
            found[name] = article if name == article.id else replace(article, id=name)
    return list(found.values())


def _sum(counters: Sequence[Counter[str]]) -> Mapping[str, int]:
    """Add counts up; those of a single publisher are taken as they are."""
    if len(counters) == 1:
        return counters[0]
    total: Counter[str] = Counter()
    for one in counters:
        total.update(one)
    return total


def _padded_sum(arrays: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Add arrays up, each with zeros after its end."""
    total = np.zeros(max(map(len, arrays)), np.int64)
    for one in arrays:
        total[: len(one)] += one
    return total
