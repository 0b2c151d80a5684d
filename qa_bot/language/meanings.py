"""Pieces -> terms: several pieces can make one date, amount or name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qa_bot.language import abbreviations, calendars, numerals
from qa_bot.language.amounts import amount_at, percent_at
from qa_bot.language.dating import ORDINAL, date_at
from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.months import month_of
from qa_bot.language.pieces import Found
from qa_bot.language.stemming import stem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_bot.language.language import Language
    from qa_bot.language.pieces import Piece

__all__ = ["is_part_of_others", "plain_terms", "terms_at", "terms_of_guess"]

_MIXED: Final = re.compile(r"(?<=[^\W\d_]{2})(?=\d)|(?<=\d)(?=[^\W\d_]{2})")
_PREFIXES: Final = frozenset(
    [
        "co",
        "re",
        "pre",
        "anti",
        "non",
        "e",
        "un",
        "de",
        "multi",
        "inter",
        "intra",
        "micro",
        "bio",
        "counter",
        "semi",
        "sub",
        "super",
        "trans",
    ]
)
"""Prefixes that are written with and without a hyphen."""
_OF_AMOUNTS: Final = frozenset({"half", "per", "cent", "prozent", "clock"})
"""Words that are part of amounts and times."""
_AMERICAN: Final = re.compile(r"(met|lit)er(s?)$")
_SAME: Final = {"tv": "television", "govt": "government", "dept": "department", "approx": "approximately"}


def terms_at(pieces: Sequence[Piece], here: int, text: str, language: Language) -> Found:
    """Return the terms of a piece, except a run, and of the following pieces that belong to it."""
    piece = pieces[here]
    words = piece.text.split()
    if piece.kind == "url":
        return Found(
            1, [_address(piece.text)], [stem(word, "en") for word in re.findall(r"[^\W_]+", piece.text)]
        )
    if piece.kind == "time":
        return Found(1, words[:1], words[1:])
    if piece.kind == "done":
        return Found(1, [stem(word, "en") for word in words], _digits_of_month(piece, text))
    return (
        _name_at(pieces, here, text)
        or (date_at(pieces, here, text) if _may_date(piece) else None)
        or amount_at(pieces, here, text, language)
        or percent_at(pieces, here)
        or (Found(1, []) if piece.kind == "sign" else _word_at(pieces, here, text, language))
    )


def _may_date(piece: Piece) -> bool:
    return piece.kind == "number" or bool(_plain_date(piece.text))


@lru_cache(maxsize=1 << 14)
def _plain_date(word: str) -> bool:
    """Check whether a word can begin a date."""
    lower = word.lower()
    return bool(month_of(lower) or lower in calendars.DAYS or ORDINAL.fullmatch(word))


@lru_cache(maxsize=1 << 17)
def plain_terms(word: str) -> tuple[str, ...] | None:
    """Return the terms of a word whose meaning does not depend on its neighbours; None for any other."""
    return None if _needs_neighbours(word, _plain_date) else _split(word)


def terms_of_guess(word: str) -> tuple[str, ...] | None:
    """Return what `plain_terms` does, without caching anything.

    A misspelt word has hundreds of possible spellings, which would push words of articles out of the caches.
    """
    if _needs_neighbours(word, _plain_date.__wrapped__):
        return None
    return tuple(stem.__wrapped__(part, "en") for part in _parts(word))


def _needs_neighbours(word: str, is_plain_date: Callable[[str], bool]) -> bool:
    lower = word.lower()
    return (
        word in abbreviations.SHORT
        or abbreviations.names_begin(lower)
        or is_plain_date(word)
        or lower in ("half", "per")
        or (word.isupper() and lower in numerals.CURRENCIES)
        or numerals.starts_number(lower, "en")
    )


def is_part_of_others(word: str, language: Language) -> bool:
    """Check whether a word in lower case may only be part of another term: "seven", "micro-"."""
    return (
        word in _PREFIXES
        or word in _OF_AMOUNTS
        or word in numerals.SCALES
        or word in calendars.DAYS
        or numerals.starts_number(word, language.code)
    )


def _address(url: str) -> str:
    """Return an address as one term, without its optional parts."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", url.casefold())
    return bare.partition("#")[0].rstrip("/")


def _name_at(pieces: Sequence[Piece], here: int, text: str) -> Found | None:
    """Parse a name that has an abbreviation, or an abbreviation that has a name."""
    piece = pieces[here]
    if piece.kind != "word":
        return None
    if (term := abbreviations.SHORT.get(piece.text)) and (not _is_shouted(text) or len(piece.text) > 2):  # noqa: PLR2004
        return Found(1, [term]) if piece.text != "WHO" or not _is_shouted(text) else None
    if not abbreviations.names_begin(piece.text.lower()):
        return None
    words = [one.text.lower() for one in pieces[here : here + abbreviations.LONGEST]]
    for count in range(len(words), 1, -1):
        if known := abbreviations.NAMES.get(tuple(words[:count])):
            return Found(count, [known], [stem(word, "en") for word in words[:count]])
    return None


def _is_shouted(text: str) -> bool:
    return text == text.upper()


def _word_at(pieces: Sequence[Piece], here: int, text: str, language: Language) -> Found:
    """Return the terms of a word: its stem, joined across a hyphen, split before digits."""
    piece = pieces[here]
    following = pieces[here + 1] if here + 1 < len(pieces) else None
    if following and text[piece.end : following.start] == "-":
        lower = piece.text.lower()
        if following.kind == "word" and lower in _PREFIXES:
            return Found(2, [stem(piece.text + following.text, "en")], [stem(following.text, "en")])
        if len(piece.text) == 1 and following.kind == "number" and following.text.isdigit():
            return Found(2, [stem(piece.text + following.text, "en")])
        is_model = following.text[0].isdigit() and not ORDINAL.fullmatch(following.text)
        if len(piece.text) == 1 and following.kind == "word" and is_model:
            return Found(2, _split(piece.text + following.text))
    if piece.kind == "number":
        return Found(1, re.findall(r"\d+", piece.text))
    terms = _split(piece.text)
    own = [stem(piece.text, language.code)] if language is not ENGLISH and len(terms) == 1 else []
    return Found(1, terms, own)


def _digits_of_month(piece: Piece, text: str) -> Sequence[str]:
    """Return the month of 2019-11-20 in digits: a question may ask for 2019-11."""
    written = text[piece.start : piece.end].split("-")
    return [written[1]] if len(written) == 3 else ()  # noqa: PLR2004


@lru_cache(maxsize=1 << 17)
def _split(word: str) -> tuple[str, ...]:
    return tuple(stem(part, "en") for part in _parts(word))


def _parts(word: str) -> list[str]:
    parts = [word] if ORDINAL.fullmatch(word) or word.isalpha() else _MIXED.split(word)
    return [_AMERICAN.sub(r"\1re\2", _SAME.get(part.lower(), part)) for part in parts]
