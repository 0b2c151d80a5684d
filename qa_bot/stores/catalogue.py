"""The articles of a snapshot: their catalogue from the heads, their texts from the store when needed.

Filters, listings and names are queries of a database in memory, with the same SQL and the same functions as
in an index folder, so that they mean the same. It is filled when it is first needed.
"""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import astuple, replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from qa_bot.core.errors import DamagedIndexError
from qa_bot.core.library import ArticleEntry
from qa_bot.core.types import Passage
from qa_bot.index.filter_sql import FUNCTIONS
from qa_bot.index.store_catalogue import CatalogueQueries
from qa_bot.stores.records import unpack_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_bot.core.types import Article, FileReport
    from qa_bot.stores.head import ListedArticle
    from qa_bot.stores.rows import Rows

__all__ = ["StoredArticles"]

_SCHEMA = """
CREATE TABLE articles (row INTEGER PRIMARY KEY, id TEXT, path TEXT, title TEXT, publication TEXT, author TEXT,
                       date TEXT, url TEXT, paragraphs INTEGER, first INTEGER, past INTEGER);
CREATE TABLE also_in (article INTEGER, number INTEGER, path TEXT, title TEXT, publication TEXT, author TEXT,
                      date TEXT, url TEXT);
CREATE TABLE headings (text TEXT);
CREATE VIEW copies AS
  SELECT a.row AS place, a.row AS row, a.first AS first, a.past AS past, a.id AS id,
    o.path AS path, o.title AS title,
    o.publication AS publication, o.author AS author, o.date AS date, o.url AS url
  FROM articles a JOIN also_in o ON o.article = a.row;
CREATE VIEW sources AS
  SELECT row AS place, row, first, past, id, path, title, publication, author, date, url FROM articles
  UNION ALL SELECT * FROM copies;
"""


class StoredArticles(CatalogueQueries):
    """The articles of a snapshot; an `ArticleStore`."""

    def __init__(self, rows: Rows, articles: Sequence[ListedArticle], files: Sequence[FileReport]) -> None:
        """Take the articles in the order of their rows, each with an id that no other has."""
        self._rows, self._listed, self._files = rows, articles, files
        self.articles, self.passages = len(articles), len(rows)
        self.rows = self.passages
        self._lock = Lock()

    def fetch(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return passages by row; rows that do not exist are left out."""
        known = list(dict.fromkeys(row for row in rows if 0 <= row < self.passages))
        texts = self._rows.texts(known)
        owners = self._rows.article_of(known).tolist()
        return {row: self._passage(row, owner, texts[row]) for row, owner in zip(known, owners, strict=True)}

    def all_passages(self) -> Iterator[tuple[int, Passage]]:
        """Yield every passage with its row, in row order."""
        for owner in range(self.articles):
            yield from self.fetch(self._rows_of(owner)).items()

    def passages_of(self, article_id: str) -> list[Passage]:
        """Return the passages of one article in order; none if there is no such article."""
        owner = self._row_by_id.get(article_id)
        return [] if owner is None else list(self.fetch(self._rows_of(owner)).values())

    def row_of(self, passage: Passage) -> int:
        """Return the row of a passage of this store."""
        owner = self._row_by_id.get(passage.article)
        label = passage.id.removeprefix(f"{passage.article}#")
        if owner is None or label not in self._listed[owner].labels:
            raise self._damaged()
        return int(self._rows.first[owner]) + self._listed[owner].labels.index(label)

    def article_rows(self, rows: Sequence[int]) -> dict[int, int]:
        """Return the article row of each passage row."""
        return dict(zip(rows, self._rows.article_of(rows).tolist(), strict=True))

    def split_paragraphs(self, rows: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Return article row and paragraph number of those passages that are part of a split paragraph."""
        found = {}
        for row, owner in self.article_rows(rows).items():
            paragraph, is_part, _ = self._label(row, owner).partition(".")
            if is_part:
                found[row] = owner, int(paragraph)
        return found

    def article(self, article_id: str) -> Article | None:
        """Return a whole article; None if there is no such article."""
        owner = self._row_by_id.get(article_id)
        return None if owner is None else self._article(owner)

    def each_article(self) -> Iterator[Article]:
        """Yield every article, in row order."""
        return map(self._article, range(self.articles))

    def entries(self) -> tuple[ArticleEntry, ...]:
        """Return every article with its source and number of paragraphs, in row order."""
        return tuple(ArticleEntry(one.id, one.source, one.paragraphs) for one in self._listed)

    def files(self) -> tuple[FileReport, ...]:
        """Return the publishers' reports on each file, ordered by path."""
        return tuple(sorted(self._files, key=lambda file: file.path))

    def query(self, query: str, *values: str | int) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query of the catalogue."""
        with self._lock:
            found = self._database.execute(query, values).fetchall()
        return iter(found)

    @cached_property
    def _database(self) -> sqlite3.Connection:
        database = sqlite3.connect(":memory:", check_same_thread=False)
        for name, arguments, function in FUNCTIONS:
            database.create_function(name, arguments, function, deterministic=True)
        database.executescript(_SCHEMA)
        every = list(enumerate(self._listed))
        database.executemany(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (row, one.id, *astuple(one.source), one.paragraphs, own.start, own.stop)
                for row, one in every
                for own in [self._rows_of(row)]
            ),
        )
        database.executemany(
            "INSERT INTO also_in VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ((row, number, *astuple(copy)) for row, one in every for number, copy in enumerate(one.also_in)),
        )
        database.executemany(
            "INSERT INTO headings VALUES (?)", ((text,) for _, one in every for text in one.headings)
        )
        return database

    @cached_property
    def _row_by_id(self) -> dict[str, int]:
        return {one.id: row for row, one in enumerate(self._listed)}

    def _every_row(self) -> list[int]:
        """Return the rows of all passages."""
        return list(range(self.passages))

    def _rows_of(self, owner: int) -> range:
        return range(int(self._rows.first[owner]), int(self._rows.first[owner + 1]))

    def _label(self, row: int, owner: int) -> str:
        return self._listed[owner].labels[row - int(self._rows.first[owner])]

    def _passage(self, row: int, owner: int, text: str) -> Passage:
        article, label = self._listed[owner], self._label(row, owner)
        return Passage(
            id=f"{article.id}#{label}",
            article=article.id,
            source=article.source,
            text=text,
            paragraph=int(label.partition(".")[0]),
            paragraphs=article.paragraphs,
            also_in=article.also_in,
        )

    def _article(self, owner: int) -> Article:
        try:
            found = unpack_article(self._rows.content(owner))
        except (ValueError, KeyError, TypeError, zlib.error) as error:
            raise self._damaged() from error
        return replace(found, id=self._listed[owner].id)

    def _damaged(self) -> DamagedIndexError:
        return DamagedIndexError(
            "The store does not hold what its heads list. Publish again with `qa-bot index --store ADDRESS`."
        )
