"""What asking needs of an index: the articles, and an index of their vectors and of their words.

Retrieval, answering, evaluation and the engine use these contracts alone, so an index may be a folder or be
kept by another program. Rows are those of the passages or of the articles, from 0 in one order; the passages
of an article are neighbours. Higher scores are better.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qa_bot.core.library import ArticleEntry
    from qa_bot.core.types import Article, FileReport, Filters, Passage, Source, WordsOnly
    from qa_bot.encoders.protocol import Embedding

__all__ = [
    "ArticleIndex",
    "ArticleStore",
    "LexicalIndex",
    "Passing",
    "TermScores",
    "TokenVectorIndex",
    "VectorIndex",
]


class ArticleIndex(Protocol):
    """One state of an index, whose parts agree; it never changes while it is open."""

    @property
    def store(self) -> ArticleStore:
        """The articles and their passages."""

    @property
    def dense(self) -> VectorIndex:
        """Vectors of the passages, by passage row."""

    @property
    def token_vectors(self) -> TokenVectorIndex:
        """Token vectors of the passages, by passage row."""

    @property
    def passage_bm25(self) -> LexicalIndex:
        """Title and text of each passage, by passage row."""

    @property
    def article_bm25(self) -> TermScores:
        """Title, source and body of each article, by article row."""

    @property
    def state(self) -> object:
        """What tells this state from others of the same index, by ==."""

    @property
    def model_name(self) -> str:
        """Name of the model that embedded the passages."""

    @property
    def model_fingerprint(self) -> str:
        """Fingerprint of the model that embedded the passages."""

    @property
    def is_embedded(self) -> bool:
        """False if passages can only be found by words."""

    @property
    def words_only(self) -> WordsOnly | None:
        """The state of an index without vectors; None if it is embedded."""

    def described(self) -> Mapping[str, Any]:
        """Return what figures measured on this state depend on, as JSON."""


@dataclass(frozen=True, slots=True)
class Passing:
    """The passages that match filters."""

    rows: list[int]
    """In order."""
    undated: int
    """Articles left out only because their date is unknown or too vague."""


class ArticleStore(Protocol):
    """The articles of an index and their passages; safe to use from several threads."""

    @property
    def articles(self) -> int:
        """Number of articles."""

    @property
    def passages(self) -> int:
        """Number of passages."""

    @property
    def rows(self) -> int:
        """Number of rows of passages; some may have no passage any more."""

    def fetch(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return passages by row; rows that do not exist are left out."""

    def all_passages(self) -> Iterator[tuple[int, Passage]]:
        """Yield every passage with its row, in row order."""

    def passages_of(self, article_id: str) -> list[Passage]:
        """Return the passages of one article in order; none if there is no such article."""

    def row_of(self, passage: Passage) -> int:
        """Return the row of a passage of this store."""

    def article_rows(self, rows: Sequence[int]) -> dict[int, int]:
        """Return the article row of each passage row."""

    def split_paragraphs(self, rows: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Return article row and paragraph number of those passages that are part of a split paragraph."""

    def article(self, article_id: str) -> Article | None:
        """Return a whole article; None if there is no such article."""

    def each_article(self) -> Iterator[Article]:
        """Yield every article, in row order."""

    def passing(self, filters: Filters) -> Passing:
        """Find the passages whose article matches all filters except those on words.

        An article published by several outlets matches if any one of its sources matches all of them.
        """

    def filter_values(self) -> dict[str, list[str]]:
        """Return the values that filters can match, by key, the most frequent first."""

    def sources_of(
        self, filters: Filters, articles: Collection[int] | None = None, *, oldest: bool = False
    ) -> list[tuple[int, Source]]:
        """Return the articles that match all filters on their sources, each with its row, newest first.

        An article with copies has the first source that matches, its own before those of its copies. Undated
        ones come last, those of one date by path. `articles` restricts them to articles of these rows.
        """

    def count_by(self, filters: Filters, field: str) -> list[tuple[str, int]]:
        """Return the values of "author" or "publication" with the number of their articles, most first.

        An article counts for a value once, however many of its copies state it.
        """

    def unsearched(self, parts: Sequence[str]) -> list[str]:
        """Return the headings, and the names of copies, that contain one of these texts in any ASCII case."""

    def told_by(self, path: str) -> list[str]:
        """Return the ids of the articles that were kept in place of a file that is a copy of them."""

    def entries(self) -> tuple[ArticleEntry, ...]:
        """Return every article with its source and number of paragraphs, in row order."""

    def files(self) -> tuple[FileReport, ...]:
        """Return the build's report on each file, ordered by path."""


class VectorIndex(Protocol):
    """Finds rows by the cosine (-1..1) of their vectors with a question's."""

    def __len__(self) -> int:
        """Return the number of rows; 0 while the passages are not embedded."""

    def search(
        self, question: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> dict[int, float]:
        """Return the k rows nearest to a question vector, float32 (d,): row to cosine, best first.

        Fewer than k if there are fewer. `allowed`, bool (rows,), restricts the search to rows that are True.
        """

    def score(self, question: NDArray[np.float32], rows: Sequence[int]) -> dict[int, float]:
        """Return the cosine of each of the given rows."""


class TokenVectorIndex(Protocol):
    """Compares the tokens of a question with those of rows (late interaction)."""

    def reduce(self, question: Embedding) -> NDArray[np.float32]:
        """Reduce a question's token vectors like the stored ones: float32, (question tokens, width)."""

    def max_similarities(
        self, query_tokens: NDArray[np.float32], rows: Sequence[int]
    ) -> dict[int, NDArray[np.float32]]:
        """Return how similar each reduced token of a question is to its best match in each row.

        By row: float32, (2, question tokens). The first line compares single tokens, the second runs of
        three. Rows without tokens are left out.
        """

    def max_similarities_of_parts(
        self, query_tokens: NDArray[np.float32], row: int, lengths: Sequence[int]
    ) -> NDArray[np.float32]:
        """Return the first line of `max_similarities` for consecutive parts of a row: (parts, tokens).

        `lengths` are the parts' numbers of tokens. The result is empty if they do not add up to the row's.
        """

    def idf(self, token_ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return BM25's inverse document frequency of tokens over the rows: float32, (tokens,)."""


class TermScores(Protocol):
    """Scores rows by the BM25 (0 or more) of the terms of their texts."""

    def __len__(self) -> int:
        """Return the number of rows."""

    def frequency(self, term: str) -> int:
        """Return the number of rows that contain a term; called for hundreds of terms a question."""

    def score(self, terms: Sequence[str], rows: Sequence[int]) -> dict[int, float]:
        """Return the BM25 of those of the given rows that contain any of the terms."""


class LexicalIndex(TermScores, Protocol):
    """Finds rows by the BM25 of the terms of their texts."""

    def search(
        self, terms: Sequence[str], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> dict[int, float]:
        """Return the k best rows that contain any of the terms: row to BM25, best first.

        `allowed`, bool (rows,), restricts the search to rows that are True; their scores stay the same.
        """

    def search_with_any(self, needed: Sequence[str], terms: Sequence[str], k: int) -> dict[int, float]:
        """Return the k rows with one of the needed terms that match the other terms best: row to BM25."""

    def rows_with(self, terms: Sequence[str], most: int | None = None) -> list[int]:
        """Return the rows that contain the terms next to each other, in this order; none for no terms.

        They are in order; with `most`, only so many of the first.
        """
