"""Pieces -> amounts: a number in its normal form, and what it counts.

Numbers are in digits or in words, with a scale after them ("million"), a currency on either side, a unit or
"per cent".
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from qa_bot.language import numerals
from qa_bot.language.pieces import Found
from qa_bot.language.stemming import stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.language.language import Language
    from qa_bot.language.pieces import Piece

__all__ = ["amount_at", "percent_at"]

_COUNTED: Final = re.compile(r"\s[a-z]{3,}s\b|\s(?:people|men|women|children)\b")
_DEGREES: Final = {"C": "celsius", "F": "fahrenheit"}
_BIG: Final = frozenset({"million", "billion", "trillion", "thousand", "hundred"})


def amount_at(pieces: Sequence[Piece], here: int, text: str, language: Language) -> Found | None:
    """Parse a number with its scale, its currency on either side, and its unit; None if there is none."""
    before = _currency_before(pieces, here)
    at = here + 1 if before else here
    number, used = _number(pieces, at, text, language)
    if not number:
        return None
    at += used
    number, scale = _scaled(number, pieces, at, text, is_money=before is not None)
    at += bool(scale)
    terms = [number, *([before] if before else [])]
    if at < len(pieces) and text[pieces[at - 1].end : pieces[at].start].strip(" -") == "":
        unit, taken = _unit(pieces, at, text)
        terms += [stem(word, "en") for word in unit.split()] if not (before and unit) else []
        at += taken if not (before and unit) else 0
    return Found(at - here, terms, [stem(scale, "en")] if len(scale) > 1 else ())


def _currency_before(pieces: Sequence[Piece], here: int) -> str | None:
    """Return the currency of a sign, or of three capitals, before a number."""
    piece = pieces[here]
    is_code = piece.text.isupper() and here + 1 < len(pieces) and pieces[here + 1].kind == "number"
    return numerals.CURRENCIES.get(piece.text.lower()) if piece.kind == "sign" or is_code else None


def percent_at(pieces: Sequence[Piece], here: int) -> Found | None:
    """Parse "per cent" as one word."""
    words = [one.text.lower() for one in pieces[here : here + 2]]
    return Found(2, ["percent"]) if words == ["per", "cent"] else None


def _number(pieces: Sequence[Piece], at: int, text: str, language: Language) -> tuple[str, int]:  # noqa: PLR0911
    """Return the number at a piece, in digits or in words, and its length in pieces; ("", 0) for none."""
    if at >= len(pieces):
        return "", 0
    piece = pieces[at]
    if piece.kind == "number":
        value = numerals.plain(piece.text, comma_is_point=language.decimal_comma)
        return (value, 1) if value and (language.decimal_comma or not _is_list(piece.text)) else ("", 0)
    if piece.kind != "word":
        return "", 0
    word = piece.text.lower()
    if word == "half":
        return _half_a_million(pieces, at)
    if not numerals.starts_number(word, language.code):
        return "", 0
    words = [word]
    for one, other in pairwise(pieces[at : at + numerals.MOST_WORDS]):
        if other.kind != "word" or text[one.end : other.start] not in (" ", "-"):
            break
        words.append(other.text.lower())
    if word in _BIG and at and pieces[at - 1].text.lower() == "a":  # "a million"
        number, used = numerals.spelt(("one", *words), language.code)
        return number, used - 1
    number, used = numerals.spelt(tuple(words), language.code)
    return _and_a_half(number or ("1" if word == "one" else ""), max(used, 1), words) or (number, used)


def _and_a_half(number: str, used: int, words: Sequence[str]) -> tuple[str, int] | None:
    """Add the half of "two and a half"; None if there is none."""
    if not number.isdigit() or list(words[used : used + 3]) != ["and", "a", "half"]:
        return None
    return f"{number}.5", used + 3


def _half_a_million(pieces: Sequence[Piece], at: int) -> tuple[str, int]:
    words = [one.text.lower() for one in pieces[at : at + 3]]
    is_number = words[:2] == ["half", "a"] and words[-1] in _BIG
    return (numerals.product("0.5", numerals.SCALES[words[2]]), 3) if is_number else ("", 0)


def _is_list(digits: str) -> bool:
    """Check whether digits are several numbers: "1,2" in an English text, and 1.2.3."""
    return bool(re.fullmatch(r"\d+,\d{1,2}|\d+,\d{4,}|\d+(?:[.,]\d+){2,}", digits)) and not re.fullmatch(
        r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits
    )


def _scaled(number: str, pieces: Sequence[Piece], at: int, text: str, *, is_money: bool) -> tuple[str, str]:
    """Return a number times the word or letter after it, and that word."""
    if at >= len(pieces) or pieces[at].kind != "word":
        return number, ""
    word, gap = pieces[at].text.lower(), text[pieces[at - 1].end : pieces[at].start]
    if gap in ("", " ", "-") and word in numerals.SCALES:
        return numerals.product(number, numerals.SCALES[word]), word
    is_scale = is_money or word != "m" or _COUNTED.match(text, pieces[at].end)
    if gap == "" and word in numerals.SUFFIXES and is_scale:
        return numerals.product(number, numerals.SUFFIXES[word]), word
    return number, ""


def _unit(pieces: Sequence[Piece], at: int, text: str) -> tuple[str, int]:
    """Return the unit after a number, in words, and its length in pieces."""
    piece = pieces[at]
    if piece.text in numerals.CURRENCIES or piece.text.lower() in numerals.CURRENCIES:
        return numerals.CURRENCIES[piece.text.lower()], 1
    word = piece.text.lower()
    if word == "\u00b0":
        scale = _DEGREES.get(pieces[at + 1].text if at + 1 < len(pieces) else "", "")
        return f"degree {scale}".strip(), 2 if scale else 1
    if word in ("%", "percent", "pct", "prozent"):
        return "percent", 1
    if word == "per" and at + 1 < len(pieces) and pieces[at + 1].text.lower() == "cent":
        return "percent", 2
    if word in numerals.UNITS and (len(word) > 1 or text[pieces[at - 1].end : piece.start] in ("", " ")):
        return numerals.UNITS[word], 1
    return "", 0
