"""A text -> its pieces: words, runs without spaces, numbers, and dates, times and addresses.

Pieces are in the order of the text, which is normalised to compatibility form (Unicode's NFKC), so that
full-width letters and digits, ligatures and narrow spaces become the common ones.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from qa_bot.language import calendars, numerals
from qa_bot.language.detection import language_of
from qa_bot.language.scripts import MARKS, UNSPACED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.language.language import Language

__all__ = ["LETTER", "Found", "Piece", "normalised", "pieces_of"]

LETTER: Final = rf"[^\W_{UNSPACED}]"
"""A letter or digit of a script with spaces between words, as a part of a regular expression."""


class Piece(NamedTuple):
    """Characters that belong together."""

    kind: str
    """"word", "run", "number", "sign", "url", "time", or "done" for text that already is its terms."""
    text: str
    start: int
    """Start and end are offsets, in characters, in the normalised text."""
    end: int


class Found(NamedTuple):
    """The meaning of one or more pieces."""

    used: int
    """Number of pieces."""
    terms: Sequence[str]
    beside: Sequence[str] = ()
    own: Sequence[int] = ()
    """The index of each term's piece, if each term comes from one piece."""


_ATTACHED: Final = "|".join([*numerals.UNITS, *numerals.SUFFIXES, "bn", "mn", "tn"])


def _pattern(plain: str, letter: str, run: str, mark: str, flags: int = 0) -> re.Pattern[str]:
    """Return the pattern of pieces, the most common one first: a word with nothing special after it."""
    return re.compile(
        rf"(?P<plain>{plain}++(?![\w{mark}]|://|\.[A-Za-z]))"
        rf"|(?P<url>(?:https?://|www\.)[^\s<>\"'()\u3000-\u9fff]+)"
        rf"|(?P<dotted>(?<!\w)[A-Z](?:\.[A-Z])+\b\.?)"
        rf"|(?=\+?\(?\d)(?:(?P<date>(?<![\w.])(?:{calendars.DATE}))"
        rf"|(?P<time>(?<![\w.,:])(?:{calendars.TIME}))"
        r"|(?P<phone>(?<![\w.,])(?:(?:\+\d{1,3}|\(?0\d+\)?)(?:[ /-]\d{2,})+"
        r"|\(?\d{3}\)?[ -]\d{3}-\d{4})(?!\w))"
        rf"|(?P<eastern_number>(?:(?<!\w){run and f'|(?<=[{run}])'}){numerals.EAST_ASIAN})"
        rf"|(?P<number>(?:(?<!\w){run and f'|(?<=[{run}])'})(?:{numerals.NUMBER})"
        rf"(?:(?!{letter})|(?=(?:{_ATTACHED})\b))))"
        rf"{run and f'|(?P<run>[{run}]+)'}"
        rf"|(?P<word>{letter}(?:{letter}{mark and f'|[{mark}]'})*)"
        r"|(?P<sign>[%\u2030\u00b0\u20ac$\u00a3\u00a5\u20b9\u20bd])",
        flags,
    )


_ANY: Final = _pattern(rf"[^\W\d_{UNSPACED}]", LETTER, UNSPACED, MARKS)
_ASCII: Final = _pattern("[A-Za-z]", "[A-Za-z0-9]", "", "", re.ASCII)
_CLUSTER: Final = re.compile(r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)
_TELEPHONE: Final = 7  # digits


def normalised(text: str) -> tuple[str, list[int]]:
    """Return a text in NFKC, and the offset of each of its characters in the original text.

    The offsets are empty if none has changed.
    """
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text, []
    parts: list[str] = []
    places: list[int] = []
    for match in _CLUSTER.finditer(text):
        part = _fraction(match[0], "".join(parts[-1:])) or unicodedata.normalize("NFKC", match[0])
        parts.append(part)
        places += [match.start()] * len(part)
    return "".join(parts), [*places, len(text)]


def _fraction(char: str, before: str) -> str:
    """Return a one-character fraction as a decimal, without its zero after a digit; "" for others."""
    if not unicodedata.decomposition(char[0]).startswith("<fraction>"):
        return ""
    value = f"{unicodedata.numeric(char[0]):.3f}".rstrip("0")
    return value[1:] if before.isdigit() else value


def pieces_of(text: str) -> tuple[list[Piece], Language]:
    """Split a text into pieces, and return them with its language."""
    found, words = [], []
    for match in (_ASCII if text.isascii() else _ANY).finditer(text):
        kind, own = match.lastgroup, match[0]
        if kind in ("plain", "word"):
            words.append(own)
            found.append(Piece("word", own, *match.span()))
        elif kind in ("run", "number"):
            found.append(Piece(kind, own, *match.span()))
        else:
            found += _of_other(match)
    return found, language_of(words, text)


def _of_other(match: re.Match[str]) -> list[Piece]:  # noqa: PLR0911  one for each form
    """Return the pieces of a date, time or address; a text that only looks like one is words and numbers."""
    text, (start, end) = match[0], match.span()
    if match["url"] is not None:
        return [Piece("url", text.rstrip(".,;:!?"), start, end)]
    if match["dotted"] is not None:
        return [Piece("word", text.replace(".", ""), start, end)]
    if match["sign"] is not None:
        return [Piece("sign", text, start, end)]
    if match["parting"] is not None or match["number"] is not None:
        return [Piece("number", text, start, end)]
    if match["date"] is not None and (words := calendars.date_words(match)):
        return [Piece("done", " ".join(words), start, end)]
    if match["time"] is not None:
        return [Piece("time", " ".join(calendars.time_words(match)), start, end)]
    if match["phone"] is not None and sum(map(str.isdigit, text)) >= _TELEPHONE:
        return [Piece("done", re.sub(r"\D", "", text), start, end)]
    if match["eastern_number"] is not None:
        return [Piece("done", _eastern(match), start, end)]
    return [
        Piece("number", one[0], start + one.start(), start + one.end()) for one in re.finditer(r"\d+", text)
    ]


def _eastern(match: re.Match[str]) -> str:
    head, myriads, rest = match["head"], match["myriads"], match["rest"] or "0"
    whole = numerals.product(head, 10**4 if myriads in "\u4e07\u842c" else 10**8)
    return str(numerals.whole(whole) + int(rest)) if numerals.whole(whole) >= 0 else whole
