"""What the articles of a store state of themselves: their sources, authors and publications."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from qa_bot.core.types import Source
from qa_bot.index.filter_sql import SOURCES, dates_hold, names_hold

if TYPE_CHECKING:
    from collections.abc import Collection

    from qa_bot.core.types import Filters
    from qa_bot.index.store import Store

__all__ = ["count_by", "publications_of", "sources_of"]


def sources_of(
    store: Store, filters: Filters, articles: Collection[int] | None = None, *, oldest: bool = False
) -> list[tuple[int, Source]]:
    """Return the sources that match all filters on them, each with the row of its article, newest first.

    Each copy of a story has a source of its own. Undated ones come last, those of one date by path.
    `articles` restricts them to articles of these rows.
    """
    names, values = names_hold(filters)
    surely, _ = dates_hold(filters)
    among = "" if articles is None else " AND row IN (SELECT value FROM json_each(?))"
    order = "ASC" if oldest else "DESC"
    found = store.query(
        f"SELECT row, path, title, publication, author, date, url FROM {SOURCES} "  # noqa: S608  constants
        f"WHERE {names} AND {surely}{among} ORDER BY date IS NULL, date {order}, path",
        *values,
        *(() if articles is None else (json.dumps(sorted(articles)),)),
    )
    return [
        (row, Source(path=path, title=title, publication=publication, author=author, date=date, url=url))
        for row, path, title, publication, author, date, url in found
    ]


def publications_of(store: Store) -> int:
    """Count the distinct publications of all articles and their copies."""
    ((count,),) = store.query(f"SELECT count(DISTINCT publication) FROM {SOURCES}")  # noqa: S608  constant
    return int(count)


def count_by(store: Store, filters: Filters, field: str) -> list[tuple[str, int]]:
    """Return the values of "author" or "publication" with the number of their articles, most first."""
    counts: Counter[str] = Counter()
    for _, source in sources_of(store, filters):
        value = getattr(source, field) or ""
        counts.update(filter(None, value.split(", ") if field == "author" else [value]))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold()))
