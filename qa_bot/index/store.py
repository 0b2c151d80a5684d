"""The store of a version, read: articles, passages and the report on each file, in SQLite.

`live` tells which rows have a passage: bool, (rows,).

A passage is a slice of its paragraph, so the text shown is the text that was read. The CRC-32 of a row is
checked whenever a text is fetched from it, so a damaged file never yields a wrong text.

Rows of passages and articles are given once and never again: those of an article that changed or went remain
unused. `passages` and `articles` count what there is, `rows` the rows.
"""

from __future__ import annotations

import json
import sqlite3
import weakref
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_bot.core.errors import REPAIR, DamagedIndexError
from qa_bot.core.types import Passage
from qa_bot.index.filter_sql import FUNCTIONS
from qa_bot.index.plan import Placed
from qa_bot.index.storage.spans import spans_in
from qa_bot.index.store_catalogue import CatalogueQueries, views
from qa_bot.index.store_rows import (
    ARTICLE_COLUMNS,
    HEAD,
    PARAGRAPH_COLUMNS,
    SEGMENTS,
    article_without_text,
    check,
    cut,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_bot.core.types import Article, Slice
    from qa_bot.corpus.readings import SavedReading

FOLDER_NAME = "store"
"""Of a store in its version."""

_COPIES = """
(SELECT json_group_array(json_array(path, title, publication, author, date, url))
 FROM (SELECT * FROM {s}.also_in WHERE article = a.row ORDER BY number))
"""
_ARTICLE = f"a.{ARTICLE_COLUMNS.replace(', ', ', a.')}, a.checked, {_COPIES}"
_PARAGRAPH = f"p.{PARAGRAPH_COLUMNS.replace(', ', ', p.')}, p.checked"
_WIDTH = PARAGRAPH_COLUMNS.count(",") + 2

_PLACES = """
FROM json_each(?) w JOIN {s}.paragraphs p
ON p.row = (SELECT max(row) FROM {s}.paragraphs WHERE row <= w.value)
"""
"""The paragraph of each wanted row: the last one that begins at it or before it."""


class Store(CatalogueQueries):
    """A finished store, read-only; safe to use from several threads.

    Every method raises DamagedIndexError if a file is not what was written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._segments = [(f"s{n}", *one) for n, one in enumerate(spans_in(path / SEGMENTS))]
        try:
            self._database = sqlite3.connect(_address(path / HEAD), uri=True, check_same_thread=False)
            weakref.finalize(self, self._database.close)  # only when no answer needs it any more
            for schema, file, _ in self._segments:
                self._database.execute(f"ATTACH ? AS {schema}", (_address(file),))
            for name, view in views([schema for schema, *_ in self._segments]):
                self._database.execute(f"CREATE TEMP VIEW {name} AS {view}")
        except sqlite3.Error as error:
            raise self._damaged() from error
        for name, arguments, function in FUNCTIONS:
            self._database.create_function(name, arguments, function, deterministic=True)
        self.rows = self._segments[-1][2].stop if self._segments else 0
        self.gone = [range(*found) for found in self.query("SELECT first, past FROM gone ORDER BY first")]
        self.live: NDArray[np.bool_] = np.ones(self.rows, np.bool_)
        for span in self.gone:
            self.live[span.start : span.stop] = False
        self.passages = int(self.live.sum())
        ((count,),) = self.query("SELECT count(*) FROM live")
        self.articles = int(count)

    def fetch(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return passages by row; rows that do not exist are left out."""
        found: dict[int, Passage] = {}
        columns = f"w.value, {_PARAGRAPH}, {_ARTICLE} {_PLACES} JOIN {{s}}.articles a ON a.row = p.article"
        for schema, wanted in self._by_segment(rows):
            articles: dict[int, Article] = {}
            for row, *rest in self.query(f"SELECT {columns.format(s=schema)}", wanted):
                paragraph, article = rest[:_WIDTH], rest[_WIDTH:]
                if article[0] not in articles:
                    articles[article[0]] = self._article(article)
                found[row] = self._passage(row, articles[article[0]], article, paragraph)
        return found

    def all_passages(self) -> Iterator[tuple[int, Passage]]:
        """Yield every passage with its row, in the order of the articles."""
        for placed in self.placed():
            yield from _passages_of(placed)

    def passages_of(self, article_id: str) -> list[Passage]:
        """Return the passages of one article in order; none if there is no such article."""
        return [passage for placed in self._placed_as(article_id) for _, passage in _passages_of(placed)]

    def row_of(self, passage: Passage) -> int:
        """Return the row of a passage of this store."""
        _, _, part = passage.id.removeprefix(f"{passage.article}#").partition(".")
        for schema, *_ in self._segments:
            query = (
                f"SELECT p.row FROM {schema}.articles a JOIN live ON live.article = a.row "  # noqa: S608
                f"JOIN {schema}.paragraphs p ON p.article = a.row WHERE a.id = ? AND p.number = ?"
            )
            for (row,) in self.query(query, passage.article, passage.paragraph):
                return int(row) + (int(part) - 1 if part else 0)
        raise self._damaged()

    def article_rows(self, rows: Sequence[int]) -> dict[int, int]:
        """Return the article row of each passage row."""
        return {row: article for row, article, *_ in self._places(rows)}

    def split_paragraphs(self, rows: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Return article row and paragraph number of those passages that are part of a split paragraph."""
        return {row: (article, number) for row, article, number, is_split in self._places(rows) if is_split}

    def article(self, article_id: str) -> Article | None:
        """Return a whole article; None if there is no such article."""
        return next((placed.article for placed in self._placed_as(article_id)), None)

    def each_article(self) -> Iterator[Article]:
        """Yield every article, in order."""
        return (placed.article for placed in self.placed())

    def placed(self) -> list[Placed]:
        """Return every article with its slices and rows, in order."""
        places = dict(self.query("SELECT article, place FROM live"))
        found = (one for schema, *_ in self._segments for one in self._placed_in(schema, "true"))
        return sorted((one for one in found if one.row in places), key=lambda one: places[one.row])

    def readings(self, placed: Iterable[Placed]) -> list[SavedReading]:
        """Return what the files were read as, in no order, given the articles of this store.

        What is damaged, or refers to an article that is not there, is left out.
        """
        from qa_bot.corpus.readings import unpack_saved  # with all readers, which only a build needs

        articles = {one.row: replace(one.article, also_in=()) for one in placed}
        wanted = {digest for (digest,) in self.query("SELECT reading FROM files WHERE reading IS NOT NULL")}
        saved = []
        for schema, _, span in reversed(self._segments):  # a later one replaces an earlier one
            query = f"SELECT digest, content, sentences, checked FROM {schema}.readings"  # noqa: S608
            for digest, content, sentences, checked in self.query(query):
                if digest in wanted and check((digest, content, sentences)) == checked:
                    wanted.discard(digest)
                    saved.append(unpack_saved(digest, content, sentences, articles, span))
        return list(filter(None, saved))

    def query(self, query: str, *values: str | int) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query in SQL; FUNCTIONS of filter_sql can be called in it."""
        try:
            yield from self._database.execute(query, values)
        except sqlite3.Error as error:
            raise self._damaged() from error

    def _placed_as(self, article_id: str) -> Iterator[Placed]:
        """Yield the article of an id, if there is one."""
        for schema, *_ in self._segments:
            where = f"a.row IN (SELECT row FROM {schema}.articles JOIN live ON article = row WHERE id = ?)"  # noqa: S608
            yield from self._placed_in(schema, where, article_id)

    def _placed_in(self, schema: str, where: str, *values: str) -> Iterator[Placed]:
        """Yield the articles of a segment with their rows, live or not."""
        texts: dict[int, list[str]] = {}
        slices: dict[int, list[Slice]] = {}
        joined = "{s}.articles a JOIN {s}.paragraphs p ON p.article = a.row"
        query = f"SELECT {_PARAGRAPH} FROM {joined} WHERE {where} ORDER BY p.row"  # noqa: S608
        for *columns, checked in self.query(query.format(s=schema), *values):
            if check(columns) != checked:
                raise self._damaged()
            _, article, number, text, cuts = columns
            texts.setdefault(article, []).append(text)
            slices.setdefault(article, []).extend(cut(number, text, cuts))
        query = f"SELECT {_ARTICLE} FROM {{s}}.articles a WHERE {where} ORDER BY a.row"  # noqa: S608
        for found in self.query(query.format(s=schema), *values):
            row, count, first, past = found[0], *found[8:11]
            article, own = self._article(found), slices.get(row, [])
            if len(texts.get(row, ())) != count or len(own) != past - first:
                raise self._damaged()
            yield Placed(replace(article, paragraphs=tuple(texts.get(row, ()))), own, row, first)

    def _article(self, columns: Sequence[Any]) -> Article:
        """Return an article without its paragraphs from its columns, the copies last."""
        found = article_without_text(columns[:-1], columns[-1])
        if found is None:
            raise self._damaged()
        return found

    def _passage(
        self, row: int, article: Article, columns: Sequence[Any], paragraph: Sequence[Any]
    ) -> Passage:
        *own, checked = paragraph
        start, owner, number, text, cuts = own
        if check(own) != checked or owner != columns[0]:
            raise self._damaged()
        slices = cut(number, text, cuts)
        if row - start >= len(slices):
            raise self._damaged()
        return _passage_of(article, slices[row - start], text, columns[8])

    def _places(self, rows: Sequence[int]) -> Iterator[tuple[int, int, int, bool]]:
        """Yield row, article row, paragraph and whether the paragraph is split, for the rows that exist."""
        for schema, wanted in self._by_segment(rows):
            query = f"SELECT w.value, {_PARAGRAPH} {_PLACES}".format(s=schema)
            for row, *columns, checked in self.query(query, wanted):
                if check(columns) != checked:
                    raise self._damaged()
                yield row, columns[1], columns[2], bool(columns[4])

    def _every_row(self) -> list[int]:
        """Return the rows of all passages."""
        found: list[int] = self.live.nonzero()[0].tolist()
        return found

    def _by_segment(self, rows: Sequence[int]) -> Iterator[tuple[str, str]]:
        """Yield the segments that have some of the rows, and those as a JSON array."""
        known = sorted({row for row in rows if 0 <= row < self.rows and self.live[row]})
        for schema, _, span in self._segments:
            if own := [row for row in known if row in span]:
                yield schema, json.dumps(own)  # SQLite limits the number of variables

    def _damaged(self) -> DamagedIndexError:
        return DamagedIndexError(f"{self._path} is not a readable store. {REPAIR}")


def _address(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def _passages_of(placed: Placed) -> Iterator[tuple[int, Passage]]:
    article = placed.article
    for row, one in enumerate(placed.slices, start=placed.first):
        yield row, _passage_of(article, one, article.paragraphs[one.paragraph - 1], len(article.paragraphs))


def _passage_of(article: Article, one: Slice, text: str, paragraphs: int) -> Passage:
    return Passage(
        id=f"{article.id}#{one.label}",
        article=article.id,
        source=article.source,
        text=text[one.start : one.end],
        paragraph=one.paragraph,
        paragraphs=paragraphs,
        also_in=article.also_in,
    )
