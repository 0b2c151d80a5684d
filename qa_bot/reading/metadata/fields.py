"""Named fields of an article (front matter, JSON) -> clean values of a Source.

A field of an unexpected type counts as unknown. It is not an error, and its value is never guessed.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.sanitizing import clean_line
from qa_bot.reading.metadata.dates import to_iso

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["first_field", "read_authors", "read_date", "read_url"]

_BY: Final = re.compile(r"^by\s+", re.IGNORECASE)


def first_field(fields: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """Return the first of the named fields that holds words or a number, cleaned; else None."""
    for name in names:
        text = _text(fields.get(name))
        if text:
            return text
    return None


def read_authors(fields: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """Return the first of the named fields that names authors, in a string or a list, joined by ", "."""
    for name in names:
        value = fields.get(name)
        values = value if isinstance(value, list) else [value]
        authors = [_BY.sub("", _text(_name(entry))) for entry in values]
        if any(authors):
            return ", ".join(author for author in authors if author)
    return None


def read_date(fields: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """Return the first of the named fields that states a date, in ISO 8601; else None."""
    for name in names:
        date = to_iso(_text(fields.get(name)))
        if date is not None:
            return date
    return None


def read_url(fields: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """Return the first of the named fields that holds a web address; else None."""
    url = first_field(fields, names)
    return url if url is not None and url.startswith(("http://", "https://")) else None


def _name(entry: object) -> object:
    return entry.get("name") if isinstance(entry, dict) else entry


def _text(value: object) -> str:
    if isinstance(value, datetime.date):  # includes datetime
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    try:
        return clean_line(str(value))
    except ValueError:  # an int with more digits than Python converts
        return ""
