"""The metadata of an article from a page copied as text: title, author, publication and date.

Only statements of the page about itself count (its headline, byline row, dateline and copyright line), never
the body. What none of them states is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qa_bot.language.marks import count_words
from qa_bot.reading.boilerplate.headline import Heads, is_date_row, is_headline
from qa_bot.reading.boilerplate.patterns import is_legal
from qa_bot.reading.metadata.byline_rows import find_byline, repeated_name
from qa_bot.reading.metadata.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.reading.boilerplate.segmentation import Body

__all__ = ["Metadata", "find_metadata"]

_HEAD_LINES: Final = 35
"""How far above the body its headline, byline and date may be."""
_ROWS_INSIDE: Final = 6
"""How far into the body the byline and date may be, after a standfirst or a caption."""
_TAIL_LINES: Final = 4
_LEAST_LIKELIHOOD: Final = -2.0
"""In logits; of the likeliest lines below this value none was a headline."""
_HEAD_OF_TEXT: Final = 5
"""Lines."""
_MOST_LABEL_WORDS: Final = 3
"""Of a line that labels the date below it."""
_MOST_PUBLICATION_WORDS: Final = 6

_PUBLISHED: Final = re.compile(
    r"\b(?:published|posted|publish date|created|publi)\b[^\d]{0,25}$", re.IGNORECASE
)
_UPDATED: Final = re.compile(r"\b(?:updated?|modified|last)\b[^\d]{0,25}$", re.IGNORECASE)
_RIGHTS: Final = re.compile(
    r"(?:copyright|©|\(c\))[\s©:]*(?:\(c\)\s*)?(?:(?:19|20)\d\d[\s–-]*)*(?:present)?[\s,.-]*(?:by\s+)?"  # noqa: RUF001
    r"(?P<name>[^.|©,]{2,60}?(?:\.\w{2,4})?)[\s.,|]*all rights? reserved",
    re.IGNORECASE,
)
_COMPANY: Final = re.compile(
    r"\b(?:inc|llc|ltd|limited|corp|corporation|company|co|plc|gmbh|group|network|holdings|media|communications|interactive"
    r"|advance local|axel springer|cond[eé] nast|dow jones|gannett|hearst|meredith|nexstar)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page states about its article."""

    title: str | None
    author: str | None
    publication: str | None
    date: str | None
    rows: frozenset[str]
    """The lines that state it, which are not paragraphs even if they look like prose."""


def find_metadata(lines: Sequence[str], body: Body) -> Metadata:
    """Read the boilerplate around `body` in the clean lines of a page."""
    first = max(0, body.start - _HEAD_LINES)
    head = lines[first : min(body.start + _ROWS_INSIDE, body.end)]
    stated = find_byline(head)
    byline = None if stated is None else stated.index
    dates = [index for index, line in enumerate(head) if is_date_row(line)]
    rows = [index for index in (byline, *dates) if index is not None]
    title = _title_index(lines, body, first)
    author = None if stated is None else stated.author
    if author is None and title is not None:
        author = repeated_name(head[title + 1 :])
    told = [head[index] for index in (*rows, title) if index is not None]
    if author is not None:
        told.extend(line for line in head if line == author)
    return Metadata(
        title=None if title is None else head[title],
        author=author,
        publication=(stated and stated.publication)
        or _rights_holder([*lines[: body.start], *lines[body.end :]]),
        date=_date(head, byline, title, lines[body.end : body.end + _TAIL_LINES]),
        rows=frozenset(told),
    )


def _rights_holder(furniture: Sequence[str]) -> str | None:
    """Return the publication that a copyright line names; a company is an owner, not a publication."""
    for line in furniture:
        match = _RIGHTS.search(line[:400]) if is_legal(line) else None
        if match is None:
            continue
        name = match["name"].strip(" -–,")  # noqa: RUF001
        if (
            any(char.isalpha() for char in name)
            and not _COMPANY.search(name)
            and count_words(name) <= _MOST_PUBLICATION_WORDS
        ):
            return name
    return None


def _date(head: Sequence[str], byline: int | None, title: int | None, tail: Sequence[str]) -> str | None:
    """Return the date of publication; else an unlabelled date; else the latest update.

    Rows nearest to the byline or the headline come first; after the body only labelled dates count.
    """
    anchor = byline if byline is not None else title if title is not None else len(head)
    order = sorted(
        (i for i, line in enumerate(head) if is_date_row(line)), key=lambda i: (abs(i - anchor), -i)
    )
    found = [(rank, iso) for i in order for rank, iso in _ranked_dates(head, i)]
    found += [
        (rank, iso)
        for line in tail
        if is_date_row(line)
        for rank, iso in _ranked_dates([line], 0)
        if rank == 0
    ]
    return min(found, key=lambda item: item[0])[1] if found else None


def _ranked_dates(head: Sequence[str], index: int) -> list[tuple[int, str]]:
    """Return the dates of a row, each with 0 for published, 1 for unlabelled, 2 for updated."""
    line = head[index]
    before = head[index - 1] if index and count_words(head[index - 1]) <= _MOST_LABEL_WORDS else ""
    ranked = []
    for start, iso in find_dates(line):
        label = f"{before} {line[:start]}"
        rank = 0 if _PUBLISHED.search(label) else 2 if _UPDATED.search(label) else 1
        ranked.append((rank, iso))
    return ranked


def _title_index(lines: Sequence[str], body: Body, first: int) -> int | None:
    """Find the headline in the head, which begins at line `first`."""
    headline = Heads(lines).find_headline(body.start, body.end)
    if headline is not None:
        # Near the top of a text a headline needs no proof; below a menu anything may have its form.
        is_likely = headline.likelihood >= _LEAST_LIKELIHOOD or headline.index < _HEAD_OF_TEXT
        return headline.index - first if is_likely else None
    # A single line above the body may be of any length.
    return 0 if body.start == 1 and is_headline(lines[0], least_words=1) else None
