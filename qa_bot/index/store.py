"""The store of a version, read: articles, passages and the report on each file, in SQLite.

A passage is a slice of its paragraph, so the text shown is the text that was read. The CRC-32 of a passage or
an article is checked whenever it is fetched, so a damaged file never yields a wrong text.
"""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from qa_bot.core.errors import REPAIR, DamagedIndexError
from qa_bot.core.types import Passage
from qa_bot.index.filter_sql import ALWAYS, FUNCTIONS, SOURCES, dates_hold, names_hold
from qa_bot.index.protocol import Passing
from qa_bot.index.store_catalogue import CatalogueQueries
from qa_bot.index.store_checksums import article_check, passage_check, passage_checks
from qa_bot.index.store_rows import slice_of, source_of, sources_of, whole_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qa_bot.core.types import Article, Filters, Slice

FILE_NAME = "store.sqlite"
"""The file of a store in its version."""
_ALSO_IN = """
(SELECT json_group_array(json_array(path, title, publication, author, date, url))
 FROM (SELECT * FROM also_in WHERE article = a.row ORDER BY number))
"""

_PASSAGES = f"""
SELECT p.row, p.label, p.paragraph, substr(t.text, p.first + 1, p.past - p.first),
       p.checked, a.id, a.paragraphs, {_ALSO_IN}, a.path, a.title, a.publication, a.author, a.date, a.url
FROM passages p JOIN articles a ON a.row = p.article
JOIN paragraphs t ON t.article = p.article AND t.number = p.paragraph
"""  # noqa: S608  constants


class Store(CatalogueQueries):
    """A finished store, read-only; safe to use from several threads.

    Every method raises DamagedIndexError if the file is not what was written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._damaged() from error
        for name, arguments, function in FUNCTIONS:
            self._database.create_function(name, arguments, function, deterministic=True)
        weakref.finalize(self, self._database.close)  # only when no answer needs it any more
        self.articles = self._count("articles")
        self.passages = self._count("passages")

    def fetch(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return passages by row; rows that do not exist are left out."""
        wanted = "WHERE p.row IN (SELECT value FROM json_each(?))"  # SQLite limits the number of variables
        found = dict(self._passages(f"{_PASSAGES} {wanted}", json.dumps(list(rows))))
        if len(found) != self._known(rows):
            raise self._damaged()
        return found

    def all_passages(self) -> Iterator[tuple[int, Passage]]:
        """Yield every passage with its row, in row order."""
        return self._passages(f"{_PASSAGES} ORDER BY p.row")

    def passages_of(self, article_id: str) -> list[Passage]:
        """Return the passages of one article in order; none if there is no such article."""
        found = self._passages(f"{_PASSAGES} WHERE a.id = ? ORDER BY p.row", article_id)
        return [passage for _, passage in found]

    def row_of(self, passage: Passage) -> int:
        """Return the row of a passage of this store."""
        label = passage.id.removeprefix(f"{passage.article}#")
        joined = "passages p JOIN articles a ON a.row = p.article"
        query = f"SELECT p.row FROM {joined} WHERE a.id = ? AND p.label = ?"  # noqa: S608
        for (row,) in self.query(query, passage.article, label):
            return int(row)
        raise self._damaged()

    def article_rows(self, rows: Sequence[int]) -> dict[int, int]:
        """Return the article row of each passage row."""
        query = "SELECT row, article FROM passages WHERE row IN (SELECT value FROM json_each(?))"
        found = dict(self.query(query, json.dumps(list(rows))))
        known = range(self.articles)
        if len(found) != self._known(rows) or any(article not in known for article in found.values()):
            raise self._damaged()
        return found

    def split_paragraphs(self, rows: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Return article row and paragraph number of those passages that are part of a split paragraph."""
        query = (
            "SELECT row, article, paragraph FROM passages "
            "WHERE row IN (SELECT value FROM json_each(?)) AND instr(label, '.')"
        )
        return {row: (article, number) for row, article, number in self.query(query, json.dumps(list(rows)))}

    def passing(self, filters: Filters) -> Passing:
        """Find the passages whose article matches all filters except those on words.

        An article published by several outlets matches if any one of its sources matches all of them.
        """
        names, values = names_hold(filters)
        surely, maybe = dates_hold(filters)
        if names == surely == ALWAYS:
            return Passing(list(range(self.passages)), 0)
        article = f"SELECT row FROM {SOURCES} WHERE {names}"  # noqa: S608  columns and marks
        query = f"SELECT row FROM passages WHERE article IN ({article} AND {surely}) ORDER BY row"  # noqa: S608
        rows = [int(row) for (row,) in self.query(query, *values)]
        if surely == ALWAYS:
            return Passing(rows, 0)
        undated = f"SELECT count(*) FROM ({article} AND {maybe} EXCEPT {article} AND {surely})"  # noqa: S608
        ((count,),) = self.query(undated, *values, *values)
        return Passing(rows, int(count))

    def article(self, article_id: str) -> Article | None:
        """Return a whole article; None if there is no such article."""
        columns = f"row, checked, {_ALSO_IN}, path, title, publication, author, date, url"
        query = f"SELECT {columns} FROM articles a WHERE id = ?"  # noqa: S608
        for row, checked, also_in, *source in self.query(query, article_id):
            texts, headings, forms = (
                list(self.query(f"SELECT {columns} WHERE article = ? ORDER BY number", row))
                for columns in (
                    "text FROM paragraphs",
                    "before, level, text FROM headings",
                    "number, form FROM forms",
                )
            )
            found = whole_article(article_id, source, also_in, texts, headings, forms)
            if article_check(found) != checked:
                raise self._damaged()
            return found
        return None

    def each_article(self) -> Iterator[Article]:
        """Yield every article, in row order."""
        return (article for article, _ in self.all_articles())

    def all_articles(self) -> list[tuple[Article, list[Slice]]]:
        """Return every article with its slices, in row order."""
        texts = self._by_article("SELECT article, text FROM paragraphs ORDER BY article, number")
        headings = self._by_article(
            "SELECT article, before, level, text FROM headings ORDER BY article, number"
        )
        forms = self._by_article("SELECT article, number, form FROM forms ORDER BY article, number")
        slices = self._by_article(
            "SELECT article, label, paragraph, first, past, checked FROM passages ORDER BY row"
        )
        columns = f"row, id, checked, {_ALSO_IN}, path, title, publication, author, date, url"
        query = f"SELECT {columns} FROM articles a ORDER BY row"  # noqa: S608
        try:
            return [
                self._whole_article(
                    whole_article(name, source, also_in, texts[row], headings[row], forms[row]),
                    checked,
                    slices[row],
                )
                for row, name, checked, also_in, *source in self.query(query)
            ]
        except (TypeError, ValueError, AttributeError, IndexError) as error:  # a value has the wrong type
            raise self._damaged() from error

    def _by_article(self, query: str) -> defaultdict[int, list[tuple[Any, ...]]]:
        """Return rows without their first column, by it."""
        found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for article, *row in self.query(query):
            found[article].append(tuple(row))
        return found

    def _whole_article(
        self, article: Article, checked: int, places: Sequence[tuple[Any, ...]]
    ) -> tuple[Article, list[Slice]]:
        slices = [slice_of(*place) for *place, _ in places]
        if article_check(article) != checked or passage_checks(article, slices) != [
            check for *_, check in places
        ]:
            raise self._damaged()
        return article, slices

    def readings(self) -> list[bytes]:
        """Return what each file held when it was read, as `write_store` got it."""
        return [content for (content,) in self.query("SELECT content FROM readings ORDER BY rowid")]

    def query(self, query: str, *values: str | int) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query in SQL; FUNCTIONS of filter_sql can be called in it."""
        try:
            yield from self._database.execute(query, values)
        except sqlite3.Error as error:
            raise self._damaged() from error

    def _passages(self, query: str, *values: str) -> Iterator[tuple[int, Passage]]:
        for row, label, paragraph, text, checked, article, paragraphs, others, *own in self.query(
            query, *values
        ):
            passage = Passage(
                id=f"{article}#{label}",
                article=article,
                source=source_of(own),
                text=text,
                paragraph=paragraph,
                paragraphs=paragraphs,
                also_in=sources_of(others),
            )
            if passage_check(passage, label) != checked:
                raise self._damaged()
            yield row, passage

    def _known(self, rows: Sequence[int]) -> int:
        """Count the distinct rows that exist."""
        return len({row for row in rows if 0 <= row < self.passages})

    def _count(self, table: str) -> int:
        ((count,),) = self.query(f"SELECT count(*) FROM {table}")  # noqa: S608
        return int(count)

    def _damaged(self) -> DamagedIndexError:
        return DamagedIndexError(f"{self._path} is not a readable store. {REPAIR}")
