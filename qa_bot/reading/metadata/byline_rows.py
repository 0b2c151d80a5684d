"""The row of a page that names the author: "By A B | The Paper", "A B, Staff Writer", and the like.

A name alone is not a byline, since places and sections look like names: something next to it has to say that
the person wrote the article.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qa_bot.language.marks import count_words
from qa_bot.language.sentence_ends import ends_like_sentence
from qa_bot.reading.metadata.dates import find_dates
from qa_bot.reading.metadata.names import is_personal_name, name_at_start

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Byline", "find_byline", "is_byline_start", "is_row", "repeated_name"]

_MOST_ROW_WORDS: Final = 20
_LONGEST_ROW: Final = 300
_MOST_PUBLICATION_WORDS: Final = 6

_BAR: Final = re.compile(r"\s*[|·•]\s*")
_BY: Final = re.compile(
    r"^\W*(?:(?:written|words|story|text|report) )?by:?(?:\s+|$)"
    r"|^\W*(?:authors?|reporters?|writers?|contributors?|story|text|words)(?::\s*|$)",
    re.IGNORECASE,
)
_BY_INSIDE: Final = re.compile(r"\bby\s+(?=[A-Z])")
_NOT_THE_AUTHOR: Final = re.compile(
    r"\b(?:edited|photos?|photographed|reviewed|illustrations?|illustrated|video|compiled|translated) by\b.*",
    re.IGNORECASE,
)
_WRITES: Final = (
    r"(?:[\w/.-]+ ){0,4}(?:writer|reporter|correspondent|columnist|contributor|journalist)s?(?:[ ,|·/].*)?$"
)
_NAME_AND_ROLE: Final = re.compile(rf"(?P<name>[^,|·•(]{{4,60}}?)\s*[,|·•(]\s*{_WRITES}", re.IGNORECASE)
_ROLE: Final = re.compile(_WRITES, re.IGNORECASE)
_AFFILIATION: Final = re.compile(r", [^\W\d_a-z][\w'’-]*$")  # noqa: RUF001  (a curly apostrophe)
_DAY_HALF: Final = re.compile(r"\b[ap]\.m\.$", re.IGNORECASE)
_TIME: Final = re.compile(
    r"\d|\b(?:updated|published|posted|min|source|editor|am|pm|share|comments?|special|for|staff|writer)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Byline:
    """A row of the head, and what it states."""

    index: int
    author: str
    publication: str | None = None


def find_byline(head: Sequence[str]) -> Byline | None:
    """Find the row nearest to the body that names an author.

    A row that begins with "By" comes first, then one with a role next to the name, then "by" next to a date.
    """
    indexes = [index for index in reversed(range(len(head))) if is_row(head[index])]
    for index in indexes:
        if is_byline_start(head[index]) and (byline := _read_by(head, index)):
            return byline
    for index in indexes:
        if byline := _read_role(head, index):
            return byline
    for index in indexes:
        if find_dates(head[index]) and (byline := _read_by(head, index)):
            return byline
    return None


def is_byline_start(line: str) -> bool:
    """Check whether a line begins with "By" or an equivalent."""
    return _BY.match(line) is not None


def is_row(line: str) -> bool:
    """Check whether a line is short and not a sentence."""
    if len(line) > _LONGEST_ROW or count_words(line) > _MOST_ROW_WORDS:
        return False
    return not ends_like_sentence(line) or _DAY_HALF.search(line) is not None


def repeated_name(lines: Sequence[str]) -> str | None:
    """Find a personal name that appears twice between headline and body, as in bylines with a portrait."""
    counts = Counter(line for line in lines if is_personal_name(line))
    return next((name for name, count in counts.items() if count > 1), None)


def _read_by(head: Sequence[str], index: int) -> Byline | None:
    """Parse a row such as "By A B | The Paper | 2020-02-06"."""
    parts = _BAR.split(_NOT_THE_AUTHOR.sub("", head[index]))
    for number, part in enumerate(parts):
        match = _BY.match(part) or _BY_INSIDE.search(part)
        if match is None:
            continue
        rest = part[match.end() :]
        if not rest and index + 1 < len(head):  # "By", and the name in the next line
            rest = head[index + 1]
        author = name_at_start(rest)
        if author is not None:
            return Byline(index, _without_affiliation(author, rest), _publication(parts[number + 1 :]))
    return None


def _read_role(head: Sequence[str], index: int) -> Byline | None:
    """Parse "A B, Staff Writer", or a name with the role in the line below."""
    match = _NAME_AND_ROLE.match(head[index])
    name = match["name"] if match is not None else head[index]
    if match is None and not (
        index + 1 < len(head) and is_row(head[index + 1]) and _ROLE.match(head[index + 1])
    ):
        return None
    return Byline(index, name) if is_personal_name(name) else None


def _without_affiliation(author: str, row: str) -> str:
    """Drop the agency from "By A B, Reuters"."""
    names = author.split(", ")
    agency = _AFFILIATION.search(row.rstrip())
    if agency is None or names[-1] != agency.group()[2:] or not is_personal_name(names[0]):
        return author
    return ", ".join(names[:-1])


def _publication(parts: Sequence[str]) -> str | None:
    for part in parts:
        if (
            part
            and not _TIME.search(part)
            and count_words(part) <= _MOST_PUBLICATION_WORDS
            and part[0].isupper()
        ):
            return part
    return None
