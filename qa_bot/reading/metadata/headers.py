"""The labelled lines at the top of a text: of a mail ("From: ..."), or of a saved article ("Title: ...").

Lines are headers only in one block at the very top, with at least two known header names. A header whose
value cannot be read counts as unknown; it is never guessed.
"""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import Source
from qa_bot.reading.metadata.fields import first_field, read_date, read_url
from qa_bot.reading.metadata.names import clean_authors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["decode_header_value", "read_headers", "source_by_headers"]

_TITLE: Final = (
    "title",
    "headline",
    "subject",
    "betreff",
    "objet",
    "oggetto",
    "asunto",
    "onderwerp",
    "assunto",
)
_AUTHOR: Final = ("author", "authors", "by", "byline", "reporter", "writer")
_SENDER: Final = ("from", "von", "de", "da", "van")
_DATE: Final = (
    "published", "publication date", "date published", "date", "sent", "posted", "datum", "gesendet",
    "envoyé", "inviato", "data", "enviado", "fecha", "verzonden",
)  # fmt: skip
_PUBLICATION: Final = ("publication", "newspaper", "magazine", "journal", "publisher")
_URL: Final = ("url", "link")
_SOURCE: Final = "source"
"""A publication, or an address."""
_KNOWN: Final = frozenset({*_TITLE, *_AUTHOR, *_SENDER, *_DATE, *_PUBLICATION, *_URL, _SOURCE})
_PASSED_BY: Final = frozenset(
    """
    a aan accessed an attachments authentication-results bcc cc content-disposition content-language
    content-transfer-encoding content-type copyright delivered-to errors-to importance in-reply-to keywords
    kopie language lines message-id mime-version newsgroups organization para precedence priority received
    received-spf references reply-to resent-date resent-from resent-to retrieved return-path section sender
    tags thread-index thread-topic to updated user-agent à
    """.split()  # noqa: SIM905  (a list of fifty literals is no better to read)
)
_PASSED_BEGINNINGS: Final = ("x-", "arc-", "list-", "dkim-")
_BEFORE_ADDRESS: Final = re.compile(r"[^<\[@]+(?=[<\[])")
_LAST_FIRST: Final = re.compile(r"(?P<last>[^\s,]+), (?P<first>[^\s,]+(?: [^\s,]+)?)")
_FROM_PAPER: Final = re.compile(r" from .*")
_LEAST_KNOWN: Final = 2
_MOST_LINES: Final = 60
_HEADER: Final = re.compile(r"(?P<name>[^\W\d_][\w -]{0,30}?)\s?:(?:\s+(?P<value>.*))?$")


def read_headers(lines: Sequence[str], path: str) -> tuple[Source, int]:
    """Return what the headers at the top of the raw lines state, and the number of lines before the text.

    For a text without headers, the result is a Source with nothing but its path, and 0.
    """
    start = next((index for index, line in enumerate(lines[:_MOST_LINES]) if line.strip()), 0)
    fields, end = _read_fields(lines, start)
    if len(_KNOWN & fields.keys()) < _LEAST_KNOWN:
        return Source(path=path), 0
    return source_by_headers(fields, path), end


def source_by_headers(fields: Mapping[str, str], path: str) -> Source:
    """Return what headers state, by their names in lower case."""
    url = read_url(fields, (*_URL, _SOURCE))
    return Source(
        path=path,
        title=first_field(fields, _TITLE),
        publication=first_field(
            fields, _PUBLICATION if fields.get(_SOURCE) == url else (*_PUBLICATION, _SOURCE)
        ),
        author=_author(fields),
        date=read_date(fields, _DATE),
        url=url,
    )


def decode_header_value(value: str) -> str:
    """Decode a value, whose letters a mail may have written as =?UTF-8?Q?...?=."""
    try:
        return clean_line(str(make_header(decode_header(value))))
    except (MessageError, LookupError, ValueError):
        return clean_line(value)


def _read_fields(lines: Sequence[str], start: int) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    name = None
    for index, line in enumerate(lines[start : start + _MOST_LINES], start):
        match = _HEADER.match(line)
        if name is not None and line[:1].isspace() and line.strip():  # a header over several lines
            fields[name] += " " + clean_line(line)
            continue
        name = "" if match is None else match["name"].lower()
        if match is None or not (name in _KNOWN or name in _PASSED_BY or name.startswith(_PASSED_BEGINNINGS)):
            return fields, index
        fields.setdefault(name, decode_header_value(match["value"] or ""))
    return {}, start  # more than _MOST_LINES such lines are not a block of headers


def _author(fields: Mapping[str, str]) -> str | None:
    author = first_field(fields, _AUTHOR)
    if author is not None:
        return clean_authors(author)
    return clean_authors(_sender(first_field(fields, _SENDER) or ""))


def _sender(value: str) -> str:
    """Return the name in a sender's address, in spoken order: "Moss, Ada" is Ada Moss."""
    name = _BEFORE_ADDRESS.match(value.strip())
    stated = name[0] if name is not None else parseaddr(value)[0] if "@" in value else value
    words = clean_line(stated).strip("\"' ")
    first_last = _LAST_FIRST.fullmatch(words)
    return f"{first_last['first']} {first_last['last']}" if first_last else _FROM_PAPER.sub("", words)
