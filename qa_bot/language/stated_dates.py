"""A date in an English question, as a range of dates of articles: from a first day to the day past it."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from qa_bot.language.months import ENGLISH_MONTH, english_month_number

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DateRange", "dates_at"]


class DateRange(NamedTuple):
    """Dates from `after` on and before `before`, each YYYY, YYYY-MM or YYYY-MM-DD; "" for an open end."""

    after: str
    before: str
    said: str
    """In words, such as "from 2021"."""


_YEAR: Final = r"(?:1[5-9]|20)\d\d"
_DATE: Final = (
    rf"(?P<date>(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>(?i:{ENGLISH_MONTH}))\.?"
    rf" (?P<year>{_YEAR})"
    rf"|(?P<month2>(?i:{ENGLISH_MONTH}))\.?(?: (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?)? (?P<year2>{_YEAR})"
    rf"|(?P<iso>{_YEAR}(?:-\d\d(?:-\d\d)?)?))(?![\w-])"
)
_TOLD: Final = (
    r"(?:(?:that|which) )?(?:(?:are|is|were|was|have been|came|date|dates|did) )?"
    r"(?:(?:published|written|dated|printed|appeared|appear|out) )?(?:from )?"
)
_BETWEEN: Final = re.compile(rf"{_TOLD}(?:between )?(?P<one>{_YEAR}) (?:and|to) (?P<other>{_YEAR})(?!\w)")
_EITHER: Final = re.compile(rf"{_TOLD}(?:in )?(?P<one>{_YEAR}) or (?:from |in )?(?P<other>{_YEAR})(?!\w)")
_KINDS: Final = (
    ("after", re.compile(rf"{_TOLD}(?:after|later than|newer than) {_DATE}")),
    ("since", re.compile(rf"{_TOLD}since {_DATE}")),
    ("before", re.compile(rf"{_TOLD}(?:before|earlier than|older than) {_DATE}")),
    ("from", re.compile(rf"{_TOLD}(?:(?:in|on|of|during|back to) )?(?:the year )?{_DATE}")),
)


def dates_at(text: str) -> tuple[DateRange, int] | None:
    """Return the dates that a text begins with, such as "published in May 2020", and where they end."""
    if match := _BETWEEN.match(text):
        one, other = match["one"], match["other"]
        return DateRange(one, str(int(other) + 1), f"from {one} to {other}"), match.end()
    if match := _EITHER.match(text):
        return _either(match)
    return next(_dates_at(text), None)


def _either(match: re.Match[str]) -> tuple[DateRange, int] | None:
    """Return the range of "2019 or 2020"; None for years with others in between."""
    one, other = sorted((int(match["one"]), int(match["other"])))
    said = f"from {match['one']} or {match['other']}"
    return (DateRange(str(one), str(other + 1), said), match.end()) if other - one <= 1 else None


def _dates_at(text: str) -> Iterator[tuple[DateRange, int]]:
    for kind, pattern in _KINDS:
        match = pattern.match(text)
        date = _iso(match) if match else ""
        if not match or not date:
            continue
        after = {"from": date, "since": date, "after": _next(date), "before": ""}[kind]
        before = {"from": _next(date), "since": "", "after": "", "before": date}[kind]
        yield DateRange(after, before, f"{kind} {match['date']}"), match.end()


def _iso(match: re.Match[str]) -> str:
    """Return the date that was matched; "" if the calendar has no such day."""
    date = match["iso"]
    if not date:
        month = english_month_number(match["month"] or match["month2"])
        day = match["day"] or match["day2"]
        date = f"{match['year'] or match['year2']}-{month:02}" + (f"-{int(day):02}" if day else "")
    try:
        datetime.date.fromisoformat(f"{date}-01-01"[:10])
    except ValueError:
        return ""
    return date


def _next(date: str) -> str:
    """Return the day, month or year after a date of that precision."""
    year, month, day = (int(part) for part in f"{date}-00-00"[:10].split("-"))
    if day:
        return (datetime.date(year, month, day) + datetime.timedelta(days=1)).isoformat()
    return f"{year + month // 12}-{month % 12 + 1:02}" if month else str(year + 1)
