"""The queries of a store that need no article's text: its catalogue, its files and its sources.

They see the articles of all segments, without those that are gone, as views: `articles`, the `sources` of
articles and of their copies, the `copies`, and `headings`.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections import Counter
from typing import TYPE_CHECKING, Any

from qa_bot.core.library import ArticleEntry
from qa_bot.core.page_addresses import address_key
from qa_bot.core.types import FileReport, Outcome
from qa_bot.index.filter_sql import ALWAYS, SOURCES, dates_hold, names_hold
from qa_bot.index.protocol import Passing
from qa_bot.index.store_rows import source_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from qa_bot.core.errors import DamagedIndexError
    from qa_bot.core.types import Filters, Source

__all__ = ["CatalogueQueries", "views"]

_NAMES = ("path", "title", "publication", "author", "date", "url")
_SOURCE = ", ".join(_NAMES)
_OWN, _COPIED = (", ".join(f"{table}.{name}" for name in _NAMES) for table in ("a", "o"))
_LIVE = "{s}.articles a JOIN live l ON l.article = a.row"
_ROWS = "l.place, a.row, a.first, a.past, a.id"
_COPIES = f"SELECT {_ROWS}, {_COPIED} FROM {_LIVE} JOIN {{s}}.also_in o ON o.article = a.row"  # noqa: S608
_VIEWS = {
    "articles": f"SELECT l.place, a.* FROM {_LIVE}",  # noqa: S608  constants
    "copies": _COPIES,
    "sources": f"SELECT {_ROWS}, {_OWN} FROM {_LIVE} UNION ALL {_COPIES}",  # noqa: S608  likewise
    "headings": (
        f"SELECT json_extract(h.value, '$[2]') AS text FROM {_LIVE}, json_each(a.headings) h "  # noqa: S608
        "WHERE a.headings != '[]'"
    ),
}


def views(segments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield name and definition of each view over the segments of a store, given their schemas."""
    for name, view in _VIEWS.items():
        yield name, " UNION ALL ".join(view.format(s=segment) for segment in segments)


class CatalogueQueries:
    """What a store says of its articles and files; every method raises DamagedIndexError, as Store does."""

    @abstractmethod
    def query(self, query: str, *values: str | int) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query; FUNCTIONS of filter_sql can be called in it."""

    @abstractmethod
    def _damaged(self) -> DamagedIndexError:
        """Return the error for a value that was not written by this program."""

    @abstractmethod
    def _every_row(self) -> list[int]:
        """Return the rows of all passages."""

    def entries(self) -> tuple[ArticleEntry, ...]:
        """Return every article with its source and number of paragraphs, in order."""
        found = self.query(f"SELECT id, paragraphs, {_SOURCE} FROM articles ORDER BY place")  # noqa: S608
        return tuple(ArticleEntry(name, source_of(source), count) for name, count, *source in found)

    def files(self) -> tuple[FileReport, ...]:
        """Return the build's report on each file, ordered by path."""
        found = self.query("SELECT path, outcome, reason, passages FROM files ORDER BY path, rowid")
        try:
            return tuple(FileReport(path, Outcome(outcome), *rest) for path, outcome, *rest in found)
        except ValueError as error:
            raise self._damaged() from error

    def dates(self) -> tuple[str, str] | None:
        """Return the first and the last date of an article; None if no article states one."""
        ((first, last),) = self.query("SELECT min(date), max(date) FROM articles")
        return (first, last) if first else None

    def publications(self) -> int:
        """Count the distinct publications of all articles and their copies."""
        ((count,),) = self.query(f"SELECT count(DISTINCT publication) FROM {SOURCES}")  # noqa: S608
        return int(count)

    def sources_of(
        self, filters: Filters, articles: Collection[int] | None = None, *, oldest: bool = False
    ) -> list[tuple[int, Source]]:
        """Return the articles that match all filters on their sources, each with its row, newest first.

        An article with copies has the first source that matches, its own before those of its copies. Undated
        ones come last, those of one date by path. `articles` restricts them to articles of these rows.
        """
        found: dict[int, Source] = {}
        for row, source in self._every_source(filters, articles):
            found.setdefault(row, source)
        rows = sorted(found.items(), key=lambda pair: pair[1].path)
        rows.sort(key=lambda pair: pair[1].date or "", reverse=not oldest)
        return sorted(rows, key=lambda pair: pair[1].date is None)

    def count_by(self, filters: Filters, field: str) -> list[tuple[str, int]]:
        """Return the values of "author" or "publication" with the number of their articles, most first.

        An article counts for a value once, however many of its copies state it.
        """
        stated: dict[tuple[int, str], None] = {}
        for row, source in self._every_source(filters):
            value = getattr(source, field) or ""
            for name in value.split(", ") if field == "author" else [value]:
                stated[row, name] = None
        counts = Counter(name for _, name in stated if name)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold()))

    def _every_source(
        self, filters: Filters, articles: Collection[int] | None = None
    ) -> Iterator[tuple[int, Source]]:
        """Yield the sources that match, those of copies last."""
        names, values = names_hold(filters)
        surely, _ = dates_hold(filters)
        among = "" if articles is None else " AND row IN (SELECT value FROM json_each(?))"
        found = self.query(
            f"SELECT row, {_SOURCE} FROM {SOURCES} WHERE {names} AND {surely}{among}",  # noqa: S608
            *values,
            *(() if articles is None else (json.dumps(sorted(articles)),)),
        )
        return ((row, source_of(source)) for row, *source in found)

    def passing(self, filters: Filters) -> Passing:
        """Find the passages whose article matches all filters except those on words.

        An article published by several outlets matches if any one of its sources matches all of them.
        """
        names, values = names_hold(filters)
        surely, maybe = dates_hold(filters)
        if names == surely == ALWAYS:
            return Passing(self._every_row(), 0)
        article = f"SELECT DISTINCT row, first, past FROM {SOURCES} WHERE {names}"  # noqa: S608  columns, marks
        found = self.query(f"{article} AND {surely} ORDER BY row", *values)
        rows = [row for _, first, past in found for row in range(first, past)]
        if surely == ALWAYS:
            return Passing(rows, 0)
        undated = f"SELECT count(*) FROM ({article} AND {maybe} EXCEPT {article} AND {surely})"  # noqa: S608
        ((count,),) = self.query(undated, *values, *values)
        return Passing(rows, int(count))

    def filter_values(self) -> dict[str, list[str]]:
        """Return the values that filters can match, by key, the most frequent first."""
        names_of = ("publication", "author", "title", "in", "url")
        found: dict[str, Counter[str]] = {key: Counter() for key in names_of}
        years: Counter[str] = Counter()
        for identifier, title, publication, authors, date, url in self.query(
            f"SELECT id, title, publication, author, date, url FROM {SOURCES} ORDER BY place"  # noqa: S608
        ):
            found["in"][identifier] += 1
            found["title"][title] += 1
            found["publication"][publication] += 1
            found["author"].update((authors or "").split(", "))
            found["url"].update((key := address_key(url or ""), key.partition("/")[0]))
            years[(date or "")[:4]] += 1
        common = {key: [name for name, _ in names.most_common() if name] for key, names in found.items()}
        dates = sorted(filter(None, years), reverse=True)
        return common | {"after": dates, "before": dates}

    def told_by(self, path: str) -> list[str]:
        """Return the ids of the articles that were kept in place of a file that is a copy of them."""
        query = "SELECT id FROM copies WHERE path = ? ORDER BY place"
        return [identifier for (identifier,) in self.query(query, path)]

    def unsearched(self, parts: Sequence[str]) -> list[str]:
        """Return the headings, and the names of copies, that contain one of these texts in any ASCII case."""
        names = "SELECT printf('%s. %s. %s', title, publication, author) FROM copies"
        among = f"SELECT text FROM (SELECT text FROM headings UNION ALL {names})"  # noqa: S608
        where = " OR ".join(["instr(lower(text), lower(?))"] * len(parts))  # LIKE refuses a very long word
        return [text for (text,) in self.query(f"{among} WHERE {where}", *parts)]
