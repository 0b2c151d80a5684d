"""Values of fields in the shapes that programs write -> words, names, days and addresses.

A name may be an object with its parts, an author's name a link, a day a number of seconds. Any other
shape is ignored.
"""

from __future__ import annotations

import datetime
import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from qa_bot.reading.metadata.fields import first_field, read_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["ADDRESS", "address_in", "bare_name", "date_in", "decoded", "names_in", "plain_value"]

_MARKS: Final = re.compile(r"[\s_@.:-]+")
_PLAIN: Final = (
    "name", "title", "rendered", "main", "original", "content", "value", "label", "text", "href", "@id",
    "url", "$oid", "#text", "$t", "_",
)  # fmt: skip
"""Keys of the text, if a value is an object instead of a text."""
_NOTHING: Final = frozenset({"nan", "nat", "none", "null", "n/a", "undefined"})
"""What programs write for a missing value."""
_INLINE_TAG: Final = re.compile(
    r"</?(?:a|abbr|b|br|cite|em|i|mark|small|span|strong|sub|sup|u)\b[^<>]*>", re.I
)
_WIKI_LINK: Final = re.compile(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\(\s*<?(https?:[^()\s<>]*)>?[^()]*\)")
_POINTED: Final = re.compile(r"^<(.*)>$")
ADDRESS: Final = re.compile(r"(?:https?:|www\.)\S+", re.IGNORECASE)

_NAME: Final = ("name", "fullname", "displayname", "literal", "original", "title", "label")
_FIRST_NAME: Final = ("firstname", "given", "givenname", "first")
_LAST_NAME: Final = ("lastname", "family", "familyname", "last")
_ROLE: Final = ("creatortype", "role")
_WRITES: Final = re.compile(r"author|writer|reporter|journalist|by", re.IGNORECASE)
_LONGEST_NAME: Final = 200
_MAIL: Final = re.compile(r"\S+@\S+\.\S+\s*\((?P<behind>[^()]+)\)|(?P<before>[^<>]*)<\S+@\S+>|\S+@\S+\.\S+")
_QUOTED_LIST: Final = re.compile(r"\[\s*(?:'[^']*'|\"[^\"]*\")(?:\s*,\s*(?:'[^']*'|\"[^\"]*\"))*\s*\]")
_QUOTED: Final = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_SPLIT: Final = re.compile(r"\s*[;\n]\s*")

_NET_DATE: Final = re.compile(r"/Date\((-?\d{9,14})(?:[+-]\d{4})?\)/")
_TIME_STAMP: Final = re.compile(r"-?\d{9,10}(?:\.\d+)?|\d{12,13}|\d{15,16}|\d{18,19}")
_LEAST_STAMP: Final = 100_000_000
"""Seconds since 1970; a smaller number is a day written in digits, or a year."""
_MOST_STAMP: Final = 4_000_000_000
_TOO_MUCH: Final = 10**20
_DATE_PARTS: Final = 3
_WRAPS_DATE: Final = ("$date", "date-parts", "raw", "rendered", "value")


@lru_cache(maxsize=10_000)
def bare_name(name: str) -> str:
    """Return a field's name in lower case, without punctuation."""
    return _MARKS.sub("", name).lower()


def decoded(value: Any) -> Any:
    """Return a value of an export without what programs add to its text.

    That is HTML entities and tags, and "nan" or "null" for a missing value.
    """
    if isinstance(value, str):
        text = html.unescape(value) if "&" in value else value
        text = _INLINE_TAG.sub("", text) if "<" in text else text
        return None if text.strip().lower() in _NOTHING else text
    if isinstance(value, list):
        return [decoded(one) for one in value]
    return {key: decoded(one) for key, one in value.items()} if isinstance(value, dict) else value


def plain_value(value: object) -> object:
    """Return the words, number or date that a value holds, unwrapped; else None."""
    if isinstance(value, list):
        return next((plain for one in value if (plain := plain_value(one)) is not None), None)
    if isinstance(value, dict):
        return next((plain for key in _PLAIN if (plain := plain_value(value.get(key))) is not None), None)
    return _words(value) or None if isinstance(value, str) else value


def _words(text: str) -> str:
    """Return a text without link markup."""
    return (_LINK.sub(r"\1", _WIKI_LINK.sub(r"\1", text)) if "[" in text else text).strip()


def names_in(value: object) -> Iterator[str]:
    """Yield the names of authors in a text, a list, an object or a table of them; numbers name nobody."""
    if isinstance(value, str):
        yield from _names_in(value)
    elif isinstance(value, list):
        for one in value:
            yield from names_in(one)
    elif isinstance(value, dict):
        fields = {bare_name(str(key)): one for key, one in value.items()}
        roles = [str(fields[key]) for key in _ROLE if fields.get(key)]
        if roles and not any(map(_WRITES.search, roles)):
            return
        if name := next((fields[key] for key in _NAME if fields.get(key)), None):
            yield from names_in(name)
        elif name := " ".join(
            filter(None, (first_field(fields, _FIRST_NAME), first_field(fields, _LAST_NAME)))
        ):
            yield name
        else:
            yield from names_in([one for one in value.values() if isinstance(one, dict)])


def _names_in(text: str) -> Iterator[str]:
    if _QUOTED_LIST.fullmatch(text.strip()):
        parts: Iterable[str] = (single or double for single, double in _QUOTED.findall(text))
    else:
        parts = _SPLIT.split(_words(text))
    for part in parts:
        name = _words(part)
        if len(name) < _LONGEST_NAME and (mail := _MAIL.fullmatch(name)) is not None:
            name = (mail["behind"] or mail["before"] or "").strip(" \"'")
        if name and not ADDRESS.match(name):
            yield name


def date_in(value: object) -> object:
    """Return a date for fields.py, from a time stamp, from parts or from a wrapper; else None."""
    if isinstance(value, dict):
        wrapped = next((value[key] for key in _WRAPS_DATE if value.get(key)), None)
        return date_in(wrapped or [value[key] for key in ("year", "month", "day") if key in value])
    if isinstance(value, list):
        if value and all(isinstance(part, int) for part in value):
            return _from_parts(value)
        return next(filter(None, map(date_in, value)), None)
    if isinstance(value, str):
        text = (_NET_DATE.sub(r"\1", value) if "/Date" in value else value).strip()
        return (_from_stamp(float(text)) if _TIME_STAMP.fullmatch(text) else None) or text
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _TOO_MUCH:
        return _from_stamp(float(value)) or value
    return value if isinstance(value, datetime.date) else None


def _from_parts(parts: list[int]) -> str | None:
    """Return a year, a month and a day, as far as they are present; a time of day may follow."""
    year, *rest = parts[:_DATE_PARTS]
    return "-".join((str(year), *(f"{part:02}" for part in rest)))


def _from_stamp(number: float) -> str | None:
    """Return the day, in UTC, of seconds since 1970, or of thousandths, millionths or billionths of them."""
    for unit in (1, 1e3, 1e6, 1e9):
        seconds = number / unit
        if _LEAST_STAMP <= seconds <= _MOST_STAMP:
            return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date().isoformat()
    return None


def address_in(value: object) -> str | None:
    """Return the first web address in a text, a list or an object, without link markup."""
    for one in value if isinstance(value, list) else [value]:
        place = (one.get("href") or one.get("@id") or one.get("url")) if isinstance(one, dict) else one
        if isinstance(place, str):
            place = _POINTED.sub(r"\1", _LINK.sub(r"\2", place.strip()))
        if found := read_url({"url": place}, ("url",)):
            return found
    return None
