"""The only door to SQLite: articles, passages and the file report of one index version.

A store is written once and only read from then on. A passage is kept as a slice of its paragraph, so the
text that is shown is the text that was read; its CRC-32, and that of an article, is checked whenever it is
fetched, so that a damaged file never gives another one's text.
"""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections import Counter
from contextlib import closing
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from qa_bot.core.errors import DamagedIndexError, StorageError
from qa_bot.core.types import Article, FileReport, Heading, Outcome, Passage, Slice, Source
from qa_bot.index.filter_sql import ALWAYS, FUNCTIONS, dates_hold, names_hold
from qa_bot.index.store_checksums import article_check, columns_of, passage_check, passage_checks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from qa_bot.core.types import Filters

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
CREATE TABLE passages (
  row INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles, label TEXT NOT NULL,
  paragraph INTEGER NOT NULL, first INTEGER NOT NULL, past INTEGER NOT NULL,
  checked INTEGER NOT NULL);
CREATE INDEX passages_of_article ON passages (article);
CREATE TABLE files (
  path TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT, passages INTEGER NOT NULL);
CREATE TABLE readings (content BLOB NOT NULL);
"""

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


_SOURCES = """
(SELECT row, id, path, title, publication, author, date FROM articles
 UNION ALL SELECT o.article, a.id, o.path, o.title, o.publication, o.author, o.date
 FROM also_in o JOIN articles a ON a.row = o.article)
"""


@dataclass(frozen=True, slots=True)
class Passing:
    """What filters let through."""

    rows: list[int]
    """Of passages, in order."""
    undated: int
    """Articles left out only because their date is unknown, or stated too roughly to tell."""


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
        for name, arguments, function in FUNCTIONS:
            self._database.create_function(name, arguments, function, deterministic=True)
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

    def split_paragraphs(self, rows: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Tell article row and paragraph of those passages that are parts of a split paragraph, by row."""
        query = (
            "SELECT row, article, paragraph FROM passages "
            "WHERE row IN (SELECT value FROM json_each(?)) AND instr(label, '.')"
        )
        return {row: (article, number) for row, article, number in self._query(query, json.dumps(list(rows)))}

    def passing(self, filters: Filters) -> Passing:
        """Find the passages whose article passes all filters but those on words.

        An article that stands in several publications passes when one of its sources does by itself.
        """
        names, values = names_hold(filters)
        surely, maybe = dates_hold(filters)
        if names == surely == ALWAYS:
            return Passing(list(range(self.passages)), 0)
        article = f"SELECT row FROM {_SOURCES} WHERE {names}"  # noqa: S608  columns and marks
        query = f"SELECT row FROM passages WHERE article IN ({article} AND {surely}) ORDER BY row"  # noqa: S608
        rows = [int(row) for (row,) in self._query(query, *values)]
        if surely == ALWAYS:
            return Passing(rows, 0)
        undated = f"SELECT count(*) FROM ({article} AND {maybe} EXCEPT {article} AND {surely})"  # noqa: S608
        ((count,),) = self._query(undated, *values, *values)
        return Passing(rows, int(count))

    def filter_values(self) -> dict[str, list[str]]:
        """Give the values that filters can match, by key, the most frequent first."""
        found: dict[str, Counter[str]] = {key: Counter() for key in ("publication", "author", "title", "in")}
        years: Counter[str] = Counter()
        for identifier, title, publication, authors, date in self._query(
            f"SELECT id, title, publication, author, date FROM {_SOURCES} ORDER BY row"  # noqa: S608
        ):
            found["in"][identifier] += 1
            found["title"][title] += 1
            found["publication"][publication] += 1
            found["author"].update((authors or "").split(", "))
            years[(date or "")[:4]] += 1
        common = {key: [name for name, _ in names.most_common() if name] for key, names in found.items()}
        dates = sorted(filter(None, years), reverse=True)
        return common | {"after": dates, "before": dates}

    def article(self, article_id: str) -> Article | None:
        """Fetch a whole article; None when the index has no such article."""
        columns = f"row, checked, {_ALSO_IN}, path, title, publication, author, date, url"
        query = f"SELECT {columns} FROM articles a WHERE id = ?"  # noqa: S608
        for row, checked, also_in, *source in self._query(query, article_id):
            texts = self._query("SELECT text FROM paragraphs WHERE article = ? ORDER BY number", row)
            body = tuple(text for (text,) in texts)
            found = Article(
                id=article_id,
                source=_source(source),
                paragraphs=body,
                also_in=_sources(also_in),
                headings=self._headings(row),
            )
            if article_check(found) != checked:
                raise self._damaged()
            return found
        return None

    def _headings(self, row: int) -> tuple[Heading, ...]:
        query = "SELECT before, level, text FROM headings WHERE article = ? ORDER BY number"
        return tuple(Heading(*heading) for heading in self._query(query, row))

    def told_by(self, path: str) -> list[str]:
        """Name the articles that stand for the stories of a file that is a copy."""
        query = (
            "SELECT a.id FROM also_in o JOIN articles a ON a.row = o.article WHERE o.path = ? ORDER BY a.row"
        )
        return [identifier for (identifier,) in self._query(query, path)]

    def all_articles(self) -> list[tuple[Article, list[Slice]]]:
        """Fetch every article with its slices, in row order."""
        texts: dict[int, list[str]] = {}
        for row, text in self._query("SELECT article, text FROM paragraphs ORDER BY article, number"):
            texts.setdefault(row, []).append(text)
        headings: dict[int, list[Heading]] = {}
        for row, *heading in self._query(
            "SELECT article, before, level, text FROM headings ORDER BY article, number"
        ):
            headings.setdefault(row, []).append(Heading(*heading))
        slices: dict[int, list[tuple[Any, ...]]] = {}
        columns = "article, label, paragraph, first, past, checked"
        for row, *place in self._query(f"SELECT {columns} FROM passages ORDER BY row"):  # noqa: S608
            slices.setdefault(row, []).append(tuple(place))
        columns = f"row, id, checked, {_ALSO_IN}, path, title, publication, author, date, url"
        query = f"SELECT {columns} FROM articles a ORDER BY row"  # noqa: S608
        try:
            return [
                self._whole_article(
                    Article(
                        id=name,
                        source=_source(source),
                        paragraphs=tuple(texts.get(row, ())),
                        also_in=_sources(also_in),
                        headings=tuple(headings.get(row, ())),
                    ),
                    checked,
                    slices.get(row, []),
                )
                for row, name, checked, also_in, *source in self._query(query)
            ]
        except (TypeError, ValueError, AttributeError, IndexError) as error:  # a value of another type
            raise self._damaged() from error

    def _whole_article(
        self, article: Article, checked: int, places: Sequence[tuple[Any, ...]]
    ) -> tuple[Article, list[Slice]]:
        slices = [_slice(*place) for *place, _ in places]
        if article_check(article) != checked or passage_checks(article, slices) != [
            check for *_, check in places
        ]:
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
        """Count the publications that articles name, or that their stories stand in besides."""
        ((count,),) = self._query(f"SELECT count(DISTINCT publication) FROM {_SOURCES}")  # noqa: S608
        return int(count)

    def dates(self) -> tuple[str, str] | None:
        """Tell the first and the last date of an article; None where none states one."""
        ((first, last),) = self._query("SELECT min(date), max(date) FROM articles")
        return (first, last) if first else None

    def _passages(self, query: str, *values: str) -> Iterator[tuple[int, Passage]]:
        for row, label, paragraph, text, checked, article, paragraphs, others, *own in self._query(
            query, *values
        ):
            passage = Passage(
                id=f"{article}#{label}",
                article=article,
                source=_source(own),
                text=text,
                paragraph=paragraph,
                paragraphs=paragraphs,
                also_in=_sources(others),
            )
            if passage_check(passage, label) != checked:
                raise self._damaged()
            yield row, passage

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
            f"{self._path} is not a readable store: run `qa-bot doctor --repair` to repair it."
        )


def _source(columns: Sequence[Any]) -> Source:
    """Make a source of its columns, in the order in which columns_of gives them."""
    path, title, publication, author, date, url = columns
    return Source(path=path, title=title, publication=publication, author=author, date=date, url=url)


def _sources(rows: str) -> tuple[Source, ...]:
    return tuple(_source(row) for row in json.loads(rows))


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
                (row, article.id, *columns_of(source), len(article.paragraphs), article_check(article)),
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
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (passage_row + number, row, *_placed(part), check)
                    for number, (part, check) in enumerate(
                        zip(slices, passage_checks(article, slices), strict=True)
                    )
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
