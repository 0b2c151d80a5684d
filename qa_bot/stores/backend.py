"""What qa_bot needs of a program that keeps a library: rows by key, and two ways to nominate them.

A store only nominates candidates and returns what was written. Every score is computed here, from the terms,
vectors and counts that the publishers wrote, so a store ranks as an index folder does.

Each publisher (`origin`) has one head: a small file that lists its articles and counts their terms. Rows are
visible once a head lists them, and a head is replaced as one value. So publishing needs no transaction over
several rows: write the new rows, replace the head, remove the rows that it no longer lists.

Keys are hexadecimal digits, "." and decimal digits, and origins are checked (`address.checked_origin`): no
text that a person or an article chose is ever part of a query.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ArticleRecord", "Backend", "Head", "Nominee", "PassageRecord", "Snapshot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageRecord:
    """A passage as it is written."""

    key: str
    """Key of its article, ".", and its number within the article from 0."""
    origin: str
    terms: str
    """Terms of its title and text in order, separated by single spaces; no term contains white space."""
    text: str
    vector: bytes
    """float16, (dimension,), of unit length."""
    tokens: bytes
    """Token vectors and token ids, as `index.storage.token_block` encodes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """An article as it is written."""

    key: str
    """32 hexadecimal digits: hash of the article and of all that its passages are made with."""
    origin: str
    terms: str
    """Terms of its title, source and body, as those of a passage."""
    content: bytes
    """The whole article (`records.article_record`)."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one publisher."""

    generation: int
    """Counts its replacements, from 1."""
    content: bytes
    """As `head.pack` wrote it."""


@dataclass(frozen=True, slots=True)
class Nominee:
    """A passage that a store nominates for a question."""

    key: str
    score: float
    """By the store's own reckoning, higher is better."""
    terms: str
    vector: bytes


class Snapshot(Protocol):
    """One committed state of a store, open for reading; safe to use from several threads."""

    @property
    def state(self) -> object:
        """What tells this state from others of the same store, by ==."""

    def slack(self, average: float) -> float:
        """Return the most that BM25 may exceed the store's own score of a nominee by words.

        As a factor of 1 or more, for passages with an average number of terms.
        """

    def heads(self) -> Mapping[str, Head]:
        """Return the head of each publisher."""

    def find_words(self, weights: Mapping[str, float], k: int, needed: Sequence[str] = ()) -> list[Nominee]:
        """Return the k passages that the store scores best for terms, best first.

        `weights` are the IDF of each term. Passages need one of the terms, and one of `needed` if given.
        Fewer than k only if no others match.
        """

    def keys_with(self, terms: Sequence[str]) -> list[str]:
        """Return the keys of the passages that contain all of the terms, in any order."""

    def find_vectors(self, vector: NDArray[np.float32], k: int) -> list[Nominee]:
        """Return the k passages nearest to a vector, float32 (d,), best first."""

    def read_passages(self, keys: Sequence[str], column: str) -> Mapping[str, str | bytes]:
        """Return a column of passages by key: "terms", "text", "vector" or "tokens"; without missing ones."""

    def read_articles(self, keys: Sequence[str], column: str) -> Mapping[str, str | bytes]:
        """Return a column ("terms" or "content") of articles by key, without missing ones."""


class Backend(Protocol):
    """A store, open for writing; each method raises StorageError where the store cannot be used."""

    @property
    def address(self) -> str:
        """The address that a person names it by."""

    def state(self) -> object:
        """Return what tells the state in use now from others; cheap, it is asked before each question."""

    def snapshot(self) -> Snapshot:
        """Open the state in use now; a store that nothing was published to has no heads."""

    def keys(self, origin: str) -> frozenset[str]:
        """Return the keys of all passages and articles of a publisher, listed in its head or not."""

    def write(self, articles: Sequence[ArticleRecord], passages: Sequence[PassageRecord]) -> None:
        """Write rows that no head lists yet; rows with the same keys are replaced."""

    def replace_head(self, origin: str, head: Head) -> bool:
        """Replace the head of the generation before, or write the first one; this makes rows visible.

        Returns False, and changes nothing, if another writer has replaced it meanwhile.
        """

    def remove(self, origin: str, keys: Collection[str]) -> None:
        """Remove rows that no head lists any more; snapshots that are open may still read them."""

    def settle(self) -> None:
        """Bring the store's own indexes up to date, so that it searches quickly."""
