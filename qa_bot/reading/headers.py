"""The labelled lines at the top of a text: of a mail ("From: ..."), or of a saved article ("Title: ...").

Owns the certainty: lines are headers only in one block at the very top, at least two of them under names
that headers have. A header that states nothing readable is unknown, never guessed.
"""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import TYPE_CHECKING, Final

from qa_bot.cleaning import clean_line
from qa_bot.reading.fields import first_field, read_date, read_url
from qa_bot.reading.names import clean_authors
from qa_bot.types import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["read_headers"]

_TITLE: Final = ("title", "headline", "subject")
_AUTHOR: Final = ("author", "authors", "by", "byline", "reporter", "writer")
_SENDER: Final = "from"
_DATE: Final = ("published", "publication date", "date published", "date", "sent", "posted")
_PUBLICATION: Final = ("publication", "newspaper", "magazine", "journal", "publisher")
_URL: Final = ("url", "link")
_SOURCE: Final = "source"
"""A publication, or an address."""
_KNOWN: Final = frozenset({*_TITLE, *_AUTHOR, _SENDER, *_DATE, *_PUBLICATION, *_URL, _SOURCE})
_PASSED_BY: Final = frozenset(
    """
    accessed bcc cc content-transfer-encoding content-type copyright delivered-to in-reply-to keywords
    language lines message-id mime-version newsgroups organization received references reply-to
    retrieved return-path section tags to updated user-agent x-mailer
    """.split()  # noqa: SIM905  (a list of thirty literals is no better to read)
)
_LEAST_KNOWN: Final = 2
_MOST_LINES: Final = 60
_HEADER: Final = re.compile(r"(?P<name>[A-Za-z][\w -]{0,30}?)\s?:(?:\s+(?P<value>.*))?$")


def read_headers(lines: Sequence[str], path: str) -> tuple[Source, int]:
    """What the headers at the top of the raw lines state, and behind how many lines the text begins.

    A text without headers gives a Source of nothing but its path, and 0.
    """
    start = next((index for index, line in enumerate(lines[:_MOST_LINES]) if line.strip()), 0)
    fields, end = _read_fields(lines, start)
    if len(_KNOWN & fields.keys()) < _LEAST_KNOWN:
        return Source(path), 0
    url = read_url(fields, (*_URL, _SOURCE))
    return Source(
        path,
        title=first_field(fields, _TITLE),
        publication=first_field(
            fields, _PUBLICATION if fields.get(_SOURCE) == url else (*_PUBLICATION, _SOURCE)
        ),
        author=_author(fields),
        date=read_date(fields, _DATE),
        url=url,
    ), end


def _read_fields(lines: Sequence[str], start: int) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    name = None
    for index, line in enumerate(lines[start : start + _MOST_LINES], start):
        match = _HEADER.match(line)
        if name is not None and line[:1].isspace() and line.strip():  # a header over several lines
            fields[name] += " " + clean_line(line)
            continue
        name = "" if match is None else match["name"].lower()
        if match is None or not (name in _KNOWN or name in _PASSED_BY or name.startswith("x-")):
            return fields, index
        fields.setdefault(name, _decode(match["value"] or ""))
    return {}, start  # a list of such lines without an end is no head


def _decode(value: str) -> str:
    """Read a value, whose letters a mail may have written as =?UTF-8?Q?...?=."""
    try:
        return clean_line(str(make_header(decode_header(value))))
    except (MessageError, LookupError, ValueError):
        return clean_line(value)


def _author(fields: Mapping[str, str]) -> str | None:
    author = first_field(fields, _AUTHOR)
    if author is not None:
        return clean_authors(author)
    return clean_authors(parseaddr(fields.get(_SENDER, ""))[0])
