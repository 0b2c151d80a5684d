"""Dates as pages and front matter write them, in ISO 8601.

A date is read only if it is unambiguous: "03/04/2020" and "Feb 10" are not. Dots between the numbers mean
that the day comes first, as everywhere where dates are written with dots.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from qa_bot.language.months import ENGLISH_MONTH, english_month_number, month_number

__all__ = ["find_dates", "to_iso"]

_MONTH: Final = rf"(?P<{{}}>{ENGLISH_MONTH})\.?"
_DATE: Final = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<iso_y>(?:19|20)\d\d)(?P<sep>[-/]|\.\s?)(?P<iso_m>\d{1,2})(?P=sep)(?P<iso_d>\d{1,2})(?![\d/-])"
    r"|(?P<han_y>(?:19|20)\d\d)\s?[年년]\s?(?P<han_m>\d{1,2})\s?[月월]\s?(?P<han_d>\d{1,2})\s?[日號号일]"
    rf"|{_MONTH.format('us_m')}\s(?P<us_d>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<us_y>(?:19|20)\d\d)(?!\d)"
    rf"|(?P<eu_d>\d{{1,2}})(?:st|nd|rd|th)?\.?[\s/-](?:of\s)?{_MONTH.format('eu_m')},?[\s/-](?P<eu_y>(?:19|20)\d\d)(?!\d)"
    r"|(?P<num_a>\d{1,2})(?P<num_sep>[/-]|\.\s?)(?P<num_b>\d{1,2})(?P=num_sep)(?P<num_y>(?:19|20)\d\d)(?![\d.]\d|\d)"
    r")",
    re.IGNORECASE,
)
_LETTER: Final = r"[^\W\d_\u0900-\u0963]|[\u0900-\u0963]"  # Hindi's vowel signs are letters too
_WORD: Final = rf"(?:{_LETTER}){{2,12}}"
_ARABIC: Final = r"[\u0620-\u064a]"
_MONTH_WORD: Final = rf"{_ARABIC}{{5}}\s{_ARABIC}{{5,6}}(?:/{_WORD})?|{_WORD}(?:/{_WORD})?"
"""One word, except for "كانون الثاني" and the like; two names of one month in "شباط/فبراير"."""
_FOREIGN: Final = (
    re.compile(  # "10. Februar 2020", "10 de febrero de 2020", "1er mars 2020", "Maret 30, 2015"
        r"(?<![\w/.-])(?:(?P<d>\d{1,2})(?:\.|er|[ºª°])?\s?(?:de\s|d['’])?"  # noqa: RUF001
        rf"(?P<m>{_MONTH_WORD})\.?[,،]?\s(?:del?\s)?"
        rf"|(?P<first_m>{_MONTH_WORD})\.?\s(?P<second_d>\d{{1,2}}),\s)(?P<y>(?:19|20)\d\d)(?!\d)",
        re.IGNORECASE,
    )
)
_CLOCK: Final = re.compile(  # "Tue Nov 19 21:57:01 UTC 2019", as programs write it
    rf"\w{{3}}\s{_MONTH.format('us_m')}\s{{1,2}}(?P<us_d>\d{{1,2}})\s[\d:]{{5,8}}\s(?:[A-Z]{{3,4}}\s)?(?P<us_y>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T?\d{4,6}Z?)?")
_YEAR_MONTH: Final = re.compile(
    rf"(?P<iso_y>(?:19|20)\d\d)-(?P<iso_m>\d\d)|{_MONTH.format('us_m')},?\s(?P<us_y>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LAST_MONTH: Final = 12


def find_dates(line: str) -> list[tuple[int, str]]:
    """Find the full dates in a line: (offset in characters, YYYY-MM-DD), in order."""
    line = _with_plain_digits(line)
    if not _YEAR.search(line):
        return []
    found = [(match.start(), _iso(*_numbers(match))) for match in _DATE.finditer(line)]
    starts = {start for start, _ in found}
    for match in _FOREIGN.finditer(line):
        if match.start() in starts:
            continue
        month = month_number(match["m"] or match["first_m"])
        if month is not None:
            found.append((match.start(), _iso(int(match["y"]), month, int(match["d"] or match["second_d"]))))
    return [(start, iso) for start, iso in sorted(found, key=lambda item: item[0]) if iso is not None]


def to_iso(text: str) -> str | None:
    """Parse a field that holds a date: YYYY-MM-DD, YYYY-MM or YYYY; None if it states none."""
    text = _with_plain_digits(text)
    dates = find_dates(text)
    if dates:
        return dates[0][1]
    digits = _DIGITS.fullmatch(text.strip())
    if digits is not None:
        return _iso(int(digits["y"]), int(digits["m"]), int(digits["d"]))
    clock = _CLOCK.match(text.strip())
    if clock is not None:
        return _iso(int(clock["us_y"]), english_month_number(clock["us_m"]), int(clock["us_d"]))
    match = _YEAR_MONTH.fullmatch(text.strip())
    if match is None:
        return text.strip() if _YEAR.fullmatch(text.strip()) else None
    if match["iso_y"]:
        return f"{match['iso_y']}-{match['iso_m']}" if 1 <= int(match["iso_m"]) <= _LAST_MONTH else None
    return f"{match['us_y']}-{english_month_number(match['us_m']):02}"


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:  # the 31st of February, or an ambiguous order
        return None


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    """Return year, month, day; month 0 if the order of day and month is ambiguous."""
    for form in ("iso", "han"):
        if match[f"{form}_y"]:
            return int(match[f"{form}_y"]), int(match[f"{form}_m"]), int(match[f"{form}_d"])
    for form in ("us", "eu"):
        if match[f"{form}_y"]:
            return int(match[f"{form}_y"]), english_month_number(match[f"{form}_m"]), int(match[f"{form}_d"])
    first, second = int(match["num_a"]), int(match["num_b"])
    if first == second or second > _LAST_MONTH:
        return int(match["num_y"]), first, second
    is_day_first = first > _LAST_MONTH or match["num_sep"].startswith(".")
    return int(match["num_y"]), second if is_day_first else 0, first


def _with_plain_digits(text: str) -> str:
    """Return the text with digits of all scripts as 0 to 9, and plain spaces; offsets do not change."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else " " if char in "\xa0\u202f" else char
        for char in text
    )
