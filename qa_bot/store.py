"""The only door to SQLite: articles, passages and the file report of one index version.

A store is written once and only read from then on. A passage is kept as a slice of its paragraph, so the
text that is shown is the text that was read; its CRC-32, and that of an article, is checked whenever it is
fetched, so that a damaged file never gives another one's text.
"""

from __future__ import annotations

import json
import sqlite3
import weakref
import zlib
from contextlib import closing
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from qa_bot.errors import DamagedIndexError, StorageError
from qa_bot.types import Article, FileReport, Outcome, Passage, Slice, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_SCHEMA = """
CREATE TABLE articles (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  path TEXT NOT NULL, title TEXT, publication TEXT, author TEXT, date TEXT, url TEXT,
  paragraphs INTEGER NOT NULL, checked INTEGER NOT NULL);
CREATE TABLE paragraphs (
  article INTEGER NOT NULL REFERENCES articles, number INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (article, number)) WITHOUT ROWID;
CREATE TABLE passages (
  row INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles, label TEXT NOT NULL,
  paragraph INTEGER NOT NULL, first INTEGER NOT NULL, past INTEGER NOT NULL,
  checked INTEGER NOT NULL);
CREATE INDEX passages_of_article ON passages (article);
CREATE TABLE files (
  path TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT, passages INTEGER NOT NULL);
CREATE TABLE readings (content BLOB NOT NULL);
"""

_PASSAGES = """
SELECT p.row, p.label, p.paragraph, substr(t.text, p.first + 1, p.past - p.first),
       p.checked, a.id, a.paragraphs, a.path, a.title, a.publication, a.author, a.date, a.url
FROM passages p JOIN articles a ON a.row = p.article
JOIN paragraphs t ON t.article = p.article AND t.number = p.paragraph
"""


def write_store(
    path: Path,
    articles: Iterable[tuple[Article, Sequence[Slice]]],
    files: Iterable[FileReport],
    readings: Iterable[bytes] = (),
) -> None:
    """Write a new store; passages get the rows 0, 1, 2 ... in the order given, articles likewise.

    `readings` are kept as they are: what each file gave when it was read, for the next build.

    Raises:
        StorageError: it cannot be written, for one because the disk is full.
    """
    try:
        _write(path, articles, files, readings)
    except sqlite3.Error as error:
        msg = f"{path} cannot be written: {error}. Check the disk."
        raise StorageError(msg) from error


class Store:
    """A finished store, read-only; safe to use from several threads.

    Every method raises DamagedIndexError where the file turns out not to be what was written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._damaged() from error
        weakref.finalize(self, self._database.close)  # once no answer in flight needs it any more
        self.articles = self._count("articles")
        self.passages = self._count("passages")

    def fetch(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Fetch passages by row."""
        wanted = "WHERE p.row IN (SELECT value FROM json_each(?))"  # one variable, however many rows
        found = dict(self._passages(f"{_PASSAGES} {wanted}", json.dumps(list(rows))))
        if len(found) != self._known(rows):
            raise self._damaged()
        return found

    def all_passages(self) -> Iterator[tuple[int, Passage]]:
        """Give every passage with its row, in row order."""
        return self._passages(f"{_PASSAGES} ORDER BY p.row")

    def passages_of(self, article_id: str) -> list[Passage]:
        """Fetch the passages of one article in order; none when the index has no such article."""
        found = self._passages(f"{_PASSAGES} WHERE a.id = ? ORDER BY p.row", article_id)
        return [passage for _, passage in found]

    def row_of(self, passage: Passage) -> int:
        """Tell the row of a passage of this store."""
        label = passage.id.removeprefix(f"{passage.article}#")
        joined = "passages p JOIN articles a ON a.row = p.article"
        query = f"SELECT p.row FROM {joined} WHERE a.id = ? AND p.label = ?"  # noqa: S608
        for (row,) in self._query(query, passage.article, label):
            return int(row)
        raise self._damaged()

    def article_rows(self, rows: Sequence[int]) -> dict[int, int]:
        """Tell the article row of each passage row."""
        query = "SELECT row, article FROM passages WHERE row IN (SELECT value FROM json_each(?))"
        found = dict(self._query(query, json.dumps(list(rows))))
        known = range(self.articles)
        if len(found) != self._known(rows) or any(article not in known for article in found.values()):
            raise self._damaged()
        return found

    def article(self, article_id: str) -> Article | None:
        """Fetch a whole article; None when the index has no such article."""
        columns = "row, checked, path, title, publication, author, date, url"
        query = f"SELECT {columns} FROM articles WHERE id = ?"  # noqa: S608
        for row, checked, *source in self._query(query, article_id):
            texts = self._query("SELECT text FROM paragraphs WHERE article = ? ORDER BY number", row)
            found = Article(article_id, Source(*source), tuple(text for (text,) in texts))
            if _article_check(found) != checked:
                raise self._damaged()
            return found
        return None

    def all_articles(self) -> list[tuple[Article, list[Slice]]]:
        """Fetch every article with its slices, in row order."""
        texts: dict[int, list[str]] = {}
        for row, text in self._query("SELECT article, text FROM paragraphs ORDER BY article, number"):
            texts.setdefault(row, []).append(text)
        slices: dict[int, list[tuple[Any, ...]]] = {}
        columns = "article, label, paragraph, first, past, checked"
        for row, *place in self._query(f"SELECT {columns} FROM passages ORDER BY row"):  # noqa: S608
            slices.setdefault(row, []).append(tuple(place))
        columns = "row, id, checked, path, title, publication, author, date, url"
        try:
            return [
                self._whole_article(
                    Article(name, Source(*source), tuple(texts.get(row, ()))), checked, slices.get(row, [])
                )
                for row, name, checked, *source in self._query(f"SELECT {columns} FROM articles ORDER BY row")  # noqa: S608
            ]
        except (TypeError, ValueError, AttributeError, IndexError) as error:  # a value of another type
            raise self._damaged() from error

    def _whole_article(
        self, article: Article, checked: int, places: Sequence[tuple[Any, ...]]
    ) -> tuple[Article, list[Slice]]:
        slices = [_slice(*place) for *place, _ in places]
        if _article_check(article) != checked or _checks(article, slices) != [check for *_, check in places]:
            raise self._damaged()
        return article, slices

    def readings(self) -> list[bytes]:
        """Give what each file gave when it was read, as it was handed in."""
        return [content for (content,) in self._query("SELECT content FROM readings ORDER BY rowid")]

    def files(self) -> tuple[FileReport, ...]:
        """Give the build's report on each file, by path."""
        found = self._query("SELECT path, outcome, reason, passages FROM files ORDER BY path")
        try:
            return tuple(FileReport(path, Outcome(outcome), *rest) for path, outcome, *rest in found)
        except ValueError as error:
            raise self._damaged() from error

    def publications(self) -> int:
        """Count the publications that articles name."""
        ((count,),) = self._query("SELECT count(DISTINCT publication) FROM articles")
        return int(count)

    def dates(self) -> tuple[str, str] | None:
        """Tell the first and the last date of an article; None where none states one."""
        ((first, last),) = self._query("SELECT min(date), max(date) FROM articles")
        return (first, last) if first else None

    def _passages(self, query: str, *values: str) -> Iterator[tuple[int, Passage]]:
        for row, label, paragraph, text, checked, article, paragraphs, *source in self._query(query, *values):
            if _check(_check(0, article, *source), label, text) != checked:
                raise self._damaged()
            yield (
                row,
                Passage(f"{article}#{label}", article, Source(*source), text, paragraph, paragraphs),
            )

    def _known(self, rows: Sequence[int]) -> int:
        """Count how many of the rows a store of so many passages has."""
        return len({row for row in rows if 0 <= row < self.passages})

    def _count(self, table: str) -> int:
        ((count,),) = self._query(f"SELECT count(*) FROM {table}")  # noqa: S608
        return int(count)

    def _query(self, query: str, *values: str | int) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._database.execute(query, values)
        except sqlite3.Error as error:
            raise self._damaged() from error

    def _damaged(self) -> DamagedIndexError:
        return DamagedIndexError(
            f"{self._path} is not a readable store: run `qa-bot index` to build it anew."
        )


def _write(
    path: Path,
    articles: Iterable[tuple[Article, Sequence[Slice]]],
    files: Iterable[FileReport],
    readings: Iterable[bytes],
) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(_SCHEMA)
        passage_row = 0
        for row, (article, slices) in enumerate(articles):
            source = article.source
            database.execute(
                "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (row, article.id, *_columns(source), len(article.paragraphs), _article_check(article)),
            )
            database.executemany(
                "INSERT INTO paragraphs VALUES (?, ?, ?)",
                [(row, number, text) for number, text in enumerate(article.paragraphs, start=1)],
            )
            database.executemany(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (passage_row + number, row, *_placed(part), check)
                    for number, (part, check) in enumerate(zip(slices, _checks(article, slices), strict=True))
                ],
            )
            passage_row += len(slices)
        database.executemany(
            "INSERT INTO files VALUES (?, ?, ?, ?)",
            [astuple(report) for report in files],
        )
        database.executemany("INSERT INTO readings VALUES (?)", ((content,) for content in readings))


def _placed(part: Slice) -> tuple[str, int, int, int]:
    return part.label, part.paragraph, part.start, part.end


def _slice(label: str, paragraph: int, start: int, end: int) -> Slice:
    part = label.partition(".")[2]
    return Slice(paragraph, int(part) if part else None, start, end)


def _columns(source: Source) -> tuple[str | None, ...]:
    return source.path, source.title, source.publication, source.author, source.date, source.url


def _checks(article: Article, slices: Sequence[Slice]) -> list[int]:
    """Give the CRC-32 of each passage of an article, of all that is told of it."""
    told = _check(0, article.id, *_columns(article.source))
    texts = ("", *article.paragraphs)
    return [_check(told, part.label, texts[part.paragraph][part.start : part.end]) for part in slices]


def _article_check(article: Article) -> int:
    return _check(0, article.id, *_columns(article.source), *article.paragraphs)


def _check(start: int, *content: str | None) -> int:
    parts = [part if isinstance(part, str) else repr(part) for part in content]  # damage may change a type
    return zlib.crc32("\x1f".join(parts).encode("utf-8", "surrogatepass"), start)
