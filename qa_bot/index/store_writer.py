"""The store of a version, written: articles, passages and the report on each file, in SQLite.

    store/head.sqlite   the report on each file, the articles that there are, and the unused rows
    store/segments/*    articles, their paragraphs, and what the files of the corpus folder were read as

A segment never changes. The next version shares it, and its head names the articles that are left of it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import astuple
from itertools import zip_longest
from typing import TYPE_CHECKING

from qa_bot.core.errors import StorageError
from qa_bot.corpus.readings import pack_saved
from qa_bot.index.storage.spans import name_of
from qa_bot.index.store_rows import article_row, check, copies_of, paragraph_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from qa_bot.core.types import FileReport
    from qa_bot.corpus.readings import SavedReading
    from qa_bot.index.plan import Placed

__all__ = ["write_head", "write_segment"]

_HEAD_SCHEMA = """
CREATE TABLE files (
  path TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT, passages INTEGER NOT NULL, reading TEXT);
CREATE TABLE live (article INTEGER PRIMARY KEY, place INTEGER NOT NULL);
CREATE TABLE gone (first INTEGER PRIMARY KEY, past INTEGER NOT NULL);
"""

_SCHEMA = """
CREATE TABLE articles (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  path TEXT NOT NULL, title TEXT, publication TEXT, author TEXT, date TEXT, url TEXT,
  paragraphs INTEGER NOT NULL, first INTEGER NOT NULL, past INTEGER NOT NULL,
  headings TEXT NOT NULL, forms TEXT NOT NULL, checked INTEGER NOT NULL);
CREATE TABLE also_in (
  article INTEGER NOT NULL REFERENCES articles, number INTEGER NOT NULL,
  path TEXT NOT NULL, title TEXT, publication TEXT, author TEXT, date TEXT, url TEXT,
  PRIMARY KEY (article, number)) WITHOUT ROWID;
CREATE TABLE paragraphs (
  row INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles, number INTEGER NOT NULL,
  text TEXT NOT NULL, cuts TEXT NOT NULL, checked INTEGER NOT NULL);
CREATE INDEX paragraphs_of_article ON paragraphs (article, number);
CREATE TABLE readings (
  digest TEXT PRIMARY KEY, content BLOB NOT NULL, sentences BLOB NOT NULL, checked INTEGER NOT NULL)
  WITHOUT ROWID;
"""


def write_head(
    path: Path,
    articles: Iterable[Placed],
    files: Sequence[FileReport],
    gone: Iterable[range] = (),
    readings: Sequence[SavedReading] = (),
) -> None:
    """Write the head of a store: its articles in their order, and the rows of passages that have none.

    `readings` are those of the files, in the same order.

    Raises:
        StorageError: it cannot be written, for example because the disk is full.
    """

    def write(database: sqlite3.Connection) -> None:
        digests = (reading.digest for reading in readings)
        rows = ((*astuple(file), digest) for file, digest in zip_longest(files, digests))
        database.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?)", rows)
        database.executemany(
            "INSERT INTO live VALUES (?, ?)", ((one.row, place) for place, one in enumerate(articles))
        )
        database.executemany("INSERT INTO gone VALUES (?, ?)", ((span.start, span.stop) for span in gone))

    _write(path, _HEAD_SCHEMA, write)


def write_segment(
    folder: Path, span: range, articles: Iterable[Placed], readings: Iterable[SavedReading] = ()
) -> None:
    """Write a segment for a span of passage rows: articles, and what files were read as.

    Raises:
        StorageError: it cannot be written, for example because the disk is full.
    """

    def write(database: sqlite3.Connection) -> None:
        for placed in articles:
            _insert(database, "articles", [article_row(placed)])
            copies = enumerate(copies_of(placed.article))
            _insert(database, "also_in", [(placed.row, number, *copy) for number, copy in copies])
            _insert(database, "paragraphs", list(paragraph_rows(placed)))
        for reading in readings:
            columns = reading.digest, *pack_saved(reading)
            _insert(database, "readings", [(*columns, check(columns))])

    folder.mkdir(exist_ok=True)
    _write(folder / f"{name_of(span)}.sqlite", _SCHEMA, write)


def _write(path: Path, schema: str, write: Callable[[sqlite3.Connection], None]) -> None:
    try:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("PRAGMA journal_mode = OFF")  # a file that was not finished is thrown away
            database.execute("PRAGMA synchronous = OFF")  # it is synced before the version is swapped in
            database.executescript(schema)
            write(database)
    except sqlite3.Error as error:
        msg = f"{path} cannot be written: {error}. Check the disk."
        raise StorageError(msg) from error


def _insert(database: sqlite3.Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608  constants
