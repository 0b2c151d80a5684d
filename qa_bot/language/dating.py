"""Pieces -> dates in words: a day, the English name of a month and a year, in this order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qa_bot.language import calendars, numerals
from qa_bot.language.months import month_of
from qa_bot.language.pieces import Found
from qa_bot.language.stemming import stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.language.pieces import Piece

__all__ = ["ORDINAL", "date_at"]

ORDINAL: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|\u00ba)", re.IGNORECASE)
"""An ordinal number, such as that of a day."""

_YEARS: Final = range(1000, 2200)
_DAYS: Final = range(1, 32)
_WORDS_TOO: Final = frozenset({"may", "march", "mars", "mai", "mei", "set", "out"})
"""Months that are other words in lower case."""
_ORDERS: Final = re.compile("dmy|mdy|dm|md|my|m")
"""Orders of day, month and year."""
_BETWEEN: Final = re.compile(r"[ .,/-]{0,2}")
_OF: Final = frozenset({"of", "de", "do", "del"})


def date_at(pieces: Sequence[Piece], here: int, text: str) -> Found | None:
    """Parse "3 February 2020", "Feb 3rd, 2020", "3 de febrero", "Monday, 3. Februar", "Dec"."""
    piece = pieces[here]
    if piece.kind == "word" and piece.text.lower() in calendars.DAYS and piece.text[0].isupper():
        return _day_of_week(pieces, here)
    near = _near(pieces[here : here + 5], text)
    match = _ORDERS.match("".join(kind for kind, _, _ in near))
    if not match or (match[0] == "m" and piece.text not in calendars.ALONE):
        return None
    parts = {kind: (word, place) for kind, word, place in near[: len(match[0])]}
    own = [parts[kind] for kind in "dmy" if kind in parts]
    used = near[len(match[0]) - 1][2] + 1
    return Found(used, [stem(word, "en") for word, _ in own], (), [place for _, place in own])


def _near(pieces: Sequence[Piece], text: str) -> list[tuple[str, str, int]]:
    """Return the parts of a date that follow each other with nothing else in between, and their places."""
    found: list[tuple[str, str, int]] = []
    for place, piece in enumerate(pieces):
        gap = text[pieces[place - 1].end : piece.start] if place else ""
        if not _BETWEEN.fullmatch(gap):
            break
        if found and piece.text.lower() in _OF:
            continue
        found.append((*_part(piece), place))
    return found


def _part(piece: Piece) -> tuple[str, str]:
    """Return the kind of a piece, a day, a month or a year, and its term; "-" for none."""
    if piece.kind == "number" and piece.text.isdigit():
        number = numerals.whole(piece.text)
        if number in _DAYS and len(piece.text) <= 2:  # noqa: PLR2004  of a month
            return "d", str(number)
        return ("y", piece.text) if number in _YEARS else ("-", "")
    if piece.kind == "word":
        if month := month_of(piece.text.lower()):
            return (
                ("m", month) if piece.text[0].isupper() or piece.text.lower() not in _WORDS_TOO else ("-", "")
            )
        if ordinal := ORDINAL.fullmatch(piece.text):
            return "d", ordinal[1]
    return "-", ""


def _day_of_week(pieces: Sequence[Piece], here: int) -> Found | None:
    following = pieces[here + 1] if here + 1 < len(pieces) else None
    if following is None or _part(following)[0] not in "dm":
        return None
    return Found(1, [stem(calendars.DAYS[pieces[here].text.lower()], "en")])
