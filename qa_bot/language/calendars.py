"""Dates and times of day in any notation -> the words in which they are most often written.

A date is a day, a month's English name and a year, so that a partial date matches a full one in part. A time
is hours and minutes in 24 hours; an afternoon time also has its 12-hour form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.language.months import MONTHS

if TYPE_CHECKING:
    import re

__all__ = ["ALONE", "DATE", "DAYS", "TIME", "date_words", "time_words"]

DAYS: Final = {
    "mon": "monday", "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "thu": "thursday",
    "thur": "thursday", "thurs": "thursday", "fri": "friday", "sat": "saturday", "sun": "sunday",
}  # fmt: skip
"""Short names of days, which mean a day only next to a date."""
ALONE: Final = frozenset(
    [
        "Jan",
        "Feb",
        "Apr",
        "Aug",
        "Sept",
        "Oct",
        "Nov",
        "Dec",
        "JAN",
        "FEB",
        "APR",
        "AUG",
        "SEPT",
        "OCT",
        "NOV",
        "DEC",
    ]
)
"""Short names of months that, in this spelling, are no other word."""

DATE: Final = (
    r"(?P<year>\d{4})[-/](?P<month>0?[1-9]|1[0-2])[-/](?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?P<day_>0?[1-9]|[12]\d|3[01])\.\s?(?P<month_>0?[1-9]|1[0-2])\.\s?(?P<year_>\d{4})(?!\w)"
    r"|(?P<slashed>\d{1,2}/\d{1,2}/\d{4})(?!\w)"
    r"|(?P<eastern>\d{4})\u5e74(?:(?P<eastmonth>\d{1,2})\u6708)?(?:(?P<eastday>\d{1,2})[\u65e5\u53f7\u865f])?"
    r"|(?P<only>0?[1-9]|1[0-2])\u6708(?:(?P<onlyday>\d{1,2})[\u65e5\u53f7\u865f])?"
)
TIME: Final = (
    r"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[aApP])\.?\s?[mM]\b\.?"
    r"|(?P<hour_>[01]?\d|2[0-4])[:hH](?P<minute_>[0-5]\d)(?![\w:])"
    r"|(?P<clock>[01]?\d|2[0-4])(?:\.(?P<clockminute>[0-5]\d))?\s(?:Uhr|uur|o['\u2019]clock)\b"
)
_NOON: Final = 12


def date_words(match: re.Match[str]) -> list[str]:
    """Return the words of a matched date; none if the order of day and month is ambiguous."""
    found = match.groupdict()
    if found["slashed"]:
        return _of_slashes(*found["slashed"].split("/"))
    day = found["day"] or found["day_"] or found["eastday"] or found["onlyday"]
    month = found["month"] or found["month_"] or found["eastmonth"] or found["only"]
    year = found["year"] or found["year_"] or found["eastern"]
    if month and not 1 <= int(month) <= len(MONTHS):
        return []
    words = [str(int(day)) if day else "", MONTHS[int(month) - 1] if month else "", year or ""]
    return [word for word in words if word]


def time_words(match: re.Match[str]) -> list[str]:
    """Return a matched time of day in 24 hours, then in 12 hours if that differs."""
    found = match.groupdict()
    hour = int(found["hour"] or found["hour_"] or found["clock"])
    minute = found["minute"] or found["minute_"] or found["clockminute"] or "00"
    half = (found["half"] or "").lower()
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    whole, short = f"{hour}:{minute}", f"{(hour - 1) % _NOON + 1}:{minute}"
    return [whole] if whole == short else [whole, short]


def _of_slashes(one: str, other: str, year: str) -> list[str]:
    first, second = int(one), int(other)
    day, month = (first, second) if first > second else (second, first)
    if not (1 <= month <= len(MONTHS) < day <= 31 or first == second <= len(MONTHS)):  # noqa: PLR2004
        return []
    return [str(day), MONTHS[month - 1], year]
