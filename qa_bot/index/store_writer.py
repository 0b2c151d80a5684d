"""The store of a version, written: articles, passages and the report on each file, in SQLite."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import astuple
from typing import TYPE_CHECKING

from qa_bot.core.errors import StorageError
from qa_bot.index.store_checksums import article_check, columns_of, passage_checks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qa_bot.core.types import Article, FileReport, Slice

__all__ = ["write_store"]

_SCHEMA = """
CREATE TABLE articles (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  path TEXT NOT NULL, title TEXT, publication TEXT, author TEXT, date TEXT, url TEXT,
  paragraphs INTEGER NOT NULL, checked INTEGER NOT NULL);
CREATE TABLE also_in (
  article INTEGER NOT NULL REFERENCES articles, number INTEGER NOT NULL,
  path TEXT NOT NULL, title TEXT, publication TEXT, author TEXT, date TEXT, url TEXT,
  PRIMARY KEY (article, number)) WITHOUT ROWID;
CREATE TABLE paragraphs (
  article INTEGER NOT NULL REFERENCES articles, number INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (article, number)) WITHOUT ROWID;
CREATE TABLE headings (
  article INTEGER NOT NULL REFERENCES articles, number INTEGER NOT NULL,
  before INTEGER NOT NULL, level INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (article, number)) WITHOUT ROWID;
CREATE TABLE forms (
  article INTEGER NOT NULL REFERENCES articles, number INTEGER NOT NULL, form TEXT NOT NULL,
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


def write_store(
    path: Path,
    articles: Iterable[tuple[Article, Sequence[Slice]]],
    files: Iterable[FileReport],
    readings: Iterable[bytes] = (),
) -> None:
    """Write a new store; passages get the rows 0, 1, 2 ... in the order given, and so do articles.

    `readings` are what each file held when it was read. They are stored as they are, for the next build.

    Raises:
        StorageError: the store cannot be written, for example because the disk is full.
    """
    try:
        _write(path, articles, files, readings)
    except sqlite3.Error as error:
        msg = f"{path} cannot be written: {error}. Check the disk."
        raise StorageError(msg) from error


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
            _write_article(database, row, article)
            _write_passages(database, row, article, slices, passage_row)
            passage_row += len(slices)
        database.executemany("INSERT INTO files VALUES (?, ?, ?, ?)", map(astuple, files))
        database.executemany("INSERT INTO readings VALUES (?)", ((content,) for content in readings))


def _write_article(database: sqlite3.Connection, row: int, article: Article) -> None:
    database.execute(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (row, article.id, *columns_of(article.source), len(article.paragraphs), article_check(article)),
    )
    database.executemany(
        "INSERT INTO also_in VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(row, number, *astuple(other)) for number, other in enumerate(article.also_in)],
    )
    database.executemany(
        "INSERT INTO paragraphs VALUES (?, ?, ?)",
        [(row, number, text) for number, text in enumerate(article.paragraphs, start=1)],
    )
    database.executemany(
        "INSERT INTO headings VALUES (?, ?, ?, ?, ?)",
        [(row, number, *astuple(heading)) for number, heading in enumerate(article.headings)],
    )
    database.executemany(
        "INSERT INTO forms VALUES (?, ?, ?)", [(row, number, form.value) for number, form in article.forms]
    )


def _write_passages(
    database: sqlite3.Connection, row: int, article: Article, slices: Sequence[Slice], first: int
) -> None:
    """Write the passages of the article in a row; the first of them gets the row `first`."""
    checks = passage_checks(article, slices)
    database.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (number, row, part.label, part.paragraph, part.start, part.end, check)
            for number, (part, check) in enumerate(zip(slices, checks, strict=True), start=first)
        ],
    )
