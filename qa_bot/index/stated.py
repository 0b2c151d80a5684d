"""What the articles of a store state of themselves: their sources, authors and publications."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from qa_bot.core.types import Source
from qa_bot.index.filter_sql import SOURCES, dates_hold, names_hold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from qa_bot.core.types import Filters
    from qa_bot.index.store import Store

__all__ = ["count_by", "publications_of", "sources_of"]


def sources_of(
    store: Store, filters: Filters, articles: Collection[int] | None = None, *, oldest: bool = False
) -> list[tuple[int, Source]]:
    """Return the articles that match all filters on their sources, each with its row, newest first.

    An article with copies has the first source that matches, its own before those of its copies. Undated
    ones come last, those of one date by path. `articles` restricts them to articles of these rows.
    """
    found: dict[int, Source] = {}
    for row, source in _every_source(store, filters, articles):
        found.setdefault(row, source)
    rows = sorted(found.items(), key=lambda pair: pair[1].path)
    rows.sort(key=lambda pair: pair[1].date or "", reverse=not oldest)
    return sorted(rows, key=lambda pair: pair[1].date is None)


def _every_source(
    store: Store, filters: Filters, articles: Collection[int] | None = None
) -> Iterator[tuple[int, Source]]:
    """Yield the sources that match, those of copies last."""
    names, values = names_hold(filters)
    surely, _ = dates_hold(filters)
    among = "" if articles is None else " AND row IN (SELECT value FROM json_each(?))"
    found = store.query(
        f"SELECT row, path, title, publication, author, date, url FROM {SOURCES} "  # noqa: S608  constants
        f"WHERE {names} AND {surely}{among}",
        *values,
        *(() if articles is None else (json.dumps(sorted(articles)),)),
    )
    for row, path, title, publication, author, date, url in found:
        source = Source(path=path, title=title, publication=publication, author=author, date=date, url=url)
        yield row, source


def publications_of(store: Store) -> int:
    """Count the distinct publications of all articles and their copies."""
    ((count,),) = store.query(f"SELECT count(DISTINCT publication) FROM {SOURCES}")  # noqa: S608  constant
    return int(count)


def count_by(store: Store, filters: Filters, field: str) -> list[tuple[str, int]]:
    """Return the values of "author" or "publication" with the number of their articles, most first.

    An article counts for a value once, however many of its copies state it.
    """
    stated: dict[tuple[int, str], None] = {}
    for row, source in _every_source(store, filters):
        value = getattr(source, field) or ""
        for name in value.split(", ") if field == "author" else [value]:
            stated[row, name] = None
    counts = Counter(name for _, name in stated if name)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold()))
