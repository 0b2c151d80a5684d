"""Filters -> SQL conditions on the source of an article.

A partial date matches a filter only if each of its days does. Conditions use the columns id,
path, title, publication, author, date and url.
"""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qa_bot.core.page_addresses import is_at
from qa_bot.core.query_syntax import first_day, first_day_past, folded_words, without_marks

if TYPE_CHECKING:
    from qa_bot.core.types import Filters

__all__ = ["ALWAYS", "FUNCTIONS", "SOURCES", "dates_hold", "names_hold"]

ALWAYS: Final = "1"
"""The condition that is always true."""
SOURCES: Final = "sources"
"""The view of the sources of all articles and of their copies, each with the row of its article."""

_FIRST_DAY = "substr(date || '-01-01', 1, 10)"
_LAST_DAY = "substr(date || substr('-12-31', length(date) - 3), 1, 10)"  # no month has more than 31 days


def names_hold(filters: Filters) -> tuple[str, list[str]]:
    """Return the condition on a source's names, and its values."""
    conditions, values = [ALWAYS], []
    for column in ("publication", "author", "title"):
        if wanted := getattr(filters, column):
            conditions.append(f"has_words({column}, ?)")
            values.append(json.dumps(wanted))
    if filters.within:
        conditions.append("is_named(id, path, ?)")
        values.append(json.dumps(filters.within))
    if filters.url:
        conditions.append("url IS NOT NULL AND is_at(url, ?)")
        values.append(json.dumps(filters.url))
    return " AND ".join(conditions), values


def dates_hold(filters: Filters) -> tuple[str, str]:
    """Return two conditions on a source's date: that it surely matches, and that it may match."""
    surely, maybe = [ALWAYS], [ALWAYS]
    if filters.after:
        surely.append(f"{_FIRST_DAY} >= '{first_day(filters)}'")
        maybe.append(f"{_LAST_DAY} >= '{first_day(filters)}'")
    if filters.before:
        surely.append(f"{_LAST_DAY} < '{first_day_past(filters)}'")
        maybe.append(f"{_FIRST_DAY} < '{first_day_past(filters)}'")
    return " AND ".join(surely), f"(date IS NULL OR ({' AND '.join(maybe)}))"


def _has_words(name: str | None, wanted: str) -> bool:
    return any(has_words(name, words) for words in _listed(wanted))


def _is_named(article_id: str, path: str, wanted: str) -> bool:
    return any(is_named(article_id, path, name) for name in _listed(wanted))


def _is_at(url: str, wanted: str) -> bool:
    return any(is_at(url, address) for address in _listed(wanted))


@lru_cache(maxsize=16)
def _listed(values: str) -> list[str]:
    return list(map(str, json.loads(values)))


FUNCTIONS: Final = (("has_words", 2, _has_words), ("is_named", 3, _is_named), ("is_at", 2, _is_at))
"""Functions that the conditions call: name, number of arguments, function."""


def has_words(name: str | None, wanted: str) -> bool:
    """Check whether a name contains the wanted words next to each other; ignores case and accents."""
    return f" {folded_words(wanted)} " in f" {folded_words(name or '')} "


def is_named(article_id: str, path: str, wanted: str) -> bool:
    """Check whether a name is an article's id, path or file name, or that of a folder above it."""
    name = _name(wanted)
    return any(name in _names(_name(own)) for own in (article_id, path))


@lru_cache(maxsize=1 << 14)
def _name(value: str) -> str:
    """Return a name in the form that is compared: quotation marks, case and repeated blanks do not matter."""
    return without_marks(unicodedata.normalize("NFKC", value)).casefold().strip("/")


def _names(own: str) -> set[str]:
    """Return all names of an article: path, file name, both without extension, and each folder above."""
    file = own.rpartition("/")[2]
    parts = own.split("/")
    folders = {"/".join(parts[:depth]) for depth in range(1, len(parts))}
    stems = {name.rpartition(".")[0] for name in (own, file) if "." in name}
    return {own, file} | stems | folders
