"""A text -> its terms: the one view of words, numbers, dates and names that everything here matches by.

A term is what is written in several ways, in one of them; terms stand in the order of the text. In the place
of some, others stand beside: the words of a name that is a term itself, the stem in the text's own language.
A question asks for the terms, and a passage is found by both. What is meant by a word is told from its
letters and neighbours alone, so that question and passage come to the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from qa_bot import abbreviations, calendars, numerals
from qa_bot.languages import language_of
from qa_bot.scripts import MARKS, UNSPACED, pairs_of, singles_of
from qa_bot.stemming import folded, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["MAX_TERMS", "Term", "all_terms", "analyze", "language_in", "numbers_asked", "numbers_said", "plain_words", "running_terms", "terms_of"]

MAX_TERMS: Final = 256
"""Terms of a question that are looked up; a question of a thousand words keeps its first ones."""


class Term(NamedTuple):
    """What a place of a text is found by."""

    text: str
    start: int
    """In characters of the text as it was given, as is the end."""
    end: int
    beside: bool
    """Whether it stands beside another, so that a question does not ask for it."""


class _Found(NamedTuple):
    """What some pieces are."""

    used: int
    """How many pieces it is."""
    terms: Sequence[str]
    beside: Sequence[str] = ()
    own: Sequence[int] = ()
    """For each term the number of the piece that it comes from, where each is of one."""


class _Piece(NamedTuple):
    kind: str
    """ "word", "run" without blanks, "number" in the one way, "done" with its terms, or "sign"."""
    text: str
    start: int
    end: int


_LETTER = rf"[^\W_{UNSPACED}]"
_PIECE: Final = re.compile(
    rf"(?P<url>(?:https?://|www\.)[^\s<>\"'()\u3000-\u9fff]+)"
    rf"|(?P<dotted>(?<!\w)[A-Z](?:\.[A-Z])+\b\.?)"
    rf"|(?P<date>(?<![\w.])(?:{calendars.DATE}))"
    rf"|(?P<time>(?<![\w.,:])(?:{calendars.TIME}))"
    r"|(?P<phone>(?<![\w.,])(?:(?:\+\d{1,3}|\(?0\d+\)?)(?:[ /-]\d{2,})+|\(?\d{3}\)?[ -]\d{3}-\d{4})(?!\w))"
    rf"|(?P<eastern_number>(?<![\w]){numerals.EAST_ASIAN}|(?<=[{UNSPACED}]){numerals.EAST_ASIAN.replace('?P<', '?P<e_')})"
    rf"|(?P<number>(?:(?<!\w)|(?<=[{UNSPACED}]))(?:{numerals.NUMBER})"
    rf"(?:(?!{_LETTER})|(?=(?:{'|'.join([*numerals.UNITS, *numerals.SUFFIXES, 'bn', 'mn', 'tn'])})\b)))"
    rf"|(?P<run>[{UNSPACED}]+)"
    rf"|(?P<word>{_LETTER}(?:{_LETTER}|[{MARKS}])*)"
    r"|(?P<sign>[%\u2030\u20ac$\u00a3\u00a5\u20b9\u20bd])",
)
_CLUSTER: Final = re.compile(r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)
_MIXED: Final = re.compile(r"(?<=[^\W\d_]{2})(?=\d)|(?<=\d)(?=[^\W\d_]{2})")
_ORDINAL: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|\u00ba)", re.IGNORECASE)
_PREFIXES: Final = frozenset(["co", "re", "pre", "anti", "non", "e", "un", "de", "multi", "inter", "intra", "micro", "bio", "counter", "semi", "sub", "super", "trans"])
_TELEPHONE: Final = 7  # digits
_SMALL: Final = 12
_YEARS: Final = range(1000, 2200)
_POINTED_THOUSANDS: Final = frozenset({"de", "es", "it", "pt", "nl"})
_COUNTED: Final = re.compile(r"\s[a-z]{3,}s\b|\s(?:people|men|women|children)\b")


def terms_of(text: str) -> list[str]:
    """Give the distinct terms that a text asks for, MAX_TERMS at most."""
    return list(dict.fromkeys(running_terms(text)))[:MAX_TERMS]


def running_terms(text: str) -> list[str]:
    """Give the terms of a text in their order, each as often as it stands there."""
    return [term.text for term in analyze(text) if not term.beside]


def all_terms(text: str) -> list[str]:
    """Give the terms of a text in their order, then all that stand beside them."""
    found = analyze(text)
    return [term.text for term in found if not term.beside] + [term.text for term in found if term.beside]


def plain_words(text: str) -> list[str]:
    """Give the words of a text as running_terms does, but not stemmed, and numbers as they are written."""
    normal, _ = _normalised(text)
    return [
        folded(word)
        for match in re.finditer(rf"[{UNSPACED}]+|{_LETTER}(?:{_LETTER}|[{MARKS}])*", normal)
        for word in [match[0]]
    ]


def language_in(text: str) -> str:
    """Guess the language of a text by its function words; "ru" for Cyrillic."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return language_of(words)


def analyze(text: str) -> list[Term]:
    """Take a text apart into its terms, in order; those beside a term follow it."""
    normal, places = _normalised(text)
    pieces, language = _pieces(normal)
    found: list[Term] = []
    here = 0
    while here < len(pieces):
        piece = pieces[here]
        if piece.kind == "run":
            found += _of_run(piece, places)
            here += 1
            continue
        known = _plain_terms(piece.text) if piece.kind == "word" and language == "en" else None
        if known is not None and normal[piece.end : piece.end + 1] != "-":
            read = _Found(1, known)
        else:
            read = _terms_at(pieces, here, normal, language)
        found += _placed(read, pieces[here : here + read.used], places)
        here += read.used
    return found


def numbers_asked(text: str) -> frozenset[str]:
    """Give the numbers of a question: those written in digits, and those that are spelt out and not small."""
    return frozenset(
        term.text
        for term in analyze(text)
        if not term.beside
        and term.text[0].isdigit()
        and (any(map(str.isdigit, text[term.start : term.end])) or not _is_small(term.text))
    )


def numbers_said(text: str) -> frozenset[str]:
    """Give the numbers of a text, in digits or spelt out."""
    return frozenset(term.text for term in analyze(text) if term.text[0].isdigit())


def _is_small(number: str) -> bool:
    return number.isdigit() and int(number) <= _SMALL


def _placed(read: _Found, pieces: Sequence[_Piece], places: Sequence[int]) -> Iterator[Term]:
    """Tell where what was read stands: at its own piece where that is known, else at all of them."""
    start, end = pieces[0].start, pieces[-1].end
    spans = [(pieces[own].start, pieces[own].end) for own in read.own] or [(start, end)] * len(read.terms)
    for term, (first, last) in zip(read.terms, spans, strict=True):
        yield Term(term, places[first], places[last], False) if places else Term(term, first, last, False)
    for term in read.beside:
        if term not in read.terms:
            yield Term(term, places[start], places[end], True) if places else Term(term, start, end, True)


def _of_run(piece: _Piece, places: Sequence[int]) -> list[Term]:
    """Give the pairs of characters of a run without blanks, and beside them its characters."""
    singles = singles_of(piece.text)
    found = [(*pair, False) for pair in pairs_of(piece.text)]
    found += [(*single, True) for single in singles if len(singles) > 1]
    first = piece.start
    if places:
        return [Term(one, places[first + start], places[first + end], beside) for one, start, end, beside in found]
    return [Term(one, first + start, first + end, beside) for one, start, end, beside in found]


def _normalised(text: str) -> tuple[str, list[int]]:
    """Give a text in full compatibility form, and the place in the text of each of its characters.

    No places where none has moved.
    """
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text, []
    parts, places = [], []
    for match in _CLUSTER.finditer(text):
        part = unicodedata.normalize("NFKC", match[0])
        parts.append(part)
        places += [match.start()] * len(part)
    return "".join(parts), [*places, len(text)]


def _pieces(text: str) -> tuple[list[_Piece], str]:
    """Part a text into pieces, and guess its language."""
    found, words = [], []
    for match in _PIECE.finditer(text):
        kind, own = match.lastgroup or "", match[0]
        start, end = match.span()
        if match["word"] is not None:
            found.append(_Piece("word", own, start, end))
            words.append(own.lower())
        elif match["run"] is not None:
            found.append(_Piece("run", own, start, end))
        elif match["number"] is not None:
            found.append(_Piece("number", own, start, end))
        else:
            found += _of_other(kind, match)
    return found, language_of(words)


def _of_other(kind: str, match: re.Match[str]) -> list[_Piece]:
    """Make the pieces of what has a form of its own; what only looks like it is words and numbers."""
    text, (start, end) = match[0], match.span()
    if match["url"] is not None:
        return [_Piece("url", text.rstrip(".,;:!?"), start, end)]
    if match["dotted"] is not None:
        return [_Piece("word", text.replace(".", ""), start, end)]
    if match["sign"] is not None:
        return [_Piece("sign", text, start, end)]
    if match["date"] is not None and (words := calendars.date_words(match)):
        return [_Piece("done", " ".join(words), start, end)]
    if match["time"] is not None:
        return [_Piece("time", " ".join(calendars.time_words(match)), start, end)]
    if match["phone"] is not None and sum(map(str.isdigit, text)) >= _TELEPHONE:
        return [_Piece("done", re.sub(r"\D", "", text), start, end)]
    if match["eastern_number"] is not None:
        return [_Piece("done", _eastern(match), start, end)]
    return [_Piece("number", one[0], start + one.start(), start + one.end()) for one in re.finditer(r"\d+", text)]


def _eastern(match: re.Match[str]) -> str:
    head, myriads = match["head"] or match["e_head"], match["myriads"] or match["e_myriads"]
    rest = match["rest"] or match["e_rest"] or "0"
    whole = numerals.product(head, 10**4 if myriads in "\u4e07\u842c" else 10**8)
    return str(int(whole) + int(rest)) if whole.isdigit() else whole


def _terms_at(pieces: Sequence[_Piece], here: int, text: str, language: str) -> _Found:
    """Give the terms of a piece, with those behind it that belong to it."""
    piece = pieces[here]
    if piece.kind == "url":
        return _Found(1, [address_term(piece.text)], running_terms(piece.text.partition("//")[2] or piece.text[4:]))
    if piece.kind == "time":
        return _Found(1, piece.text.split()[:1], piece.text.split()[1:])
    if piece.kind == "done":
        return _Found(1, [stem(word, "en") for word in piece.text.split()], _digits_of_month(piece, text))
    for read in _READERS:
        if found := read(pieces, here, text, language):
            return found
    if piece.kind == "sign":
        return _Found(1, [])
    return _word(pieces, here, text, language)


def address_term(url: str) -> str:
    """Give an address as one term, without what may be left out of it."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", url.casefold())
    return bare.partition("#")[0].rstrip("/")


def _date(pieces: Sequence[_Piece], here: int, text: str, language: str) -> _Found | None:
    """Read "3 February 2020", "Feb 3rd, 2020", "Monday, 3. Februar", "February 2020", "Dec"."""
    del language
    piece = pieces[here]
    if piece.kind == "word" and piece.text.lower().rstrip(".") in calendars.DAYS and piece.text[0].isupper():
        return _day_of_week(pieces, here)
    around = [_calendar_part(one) for one in pieces[here : here + 4]]
    kinds = "".join(kind for kind, _ in around)
    gaps = [text[one.end : other.start] for one, other in zip(pieces[here : here + 4], pieces[here + 1 : here + 4], strict=False)]
    match = re.match("dmy|mdy|dofmy|dm|md|my|m", kinds.replace("o", "o"))
    if not match or any(len(gap) > 3 or set(gap) - set(" .,-/") for gap in gaps[: len(match[0]) - 1]):  # noqa: PLR2004
        match = re.match("dm|md|my|m", kinds) if kinds else None
        if not match or any(set(gap) - set(" .,-/") for gap in gaps[: len(match[0]) - 1]):
            return None
    if match[0] == "m" and piece.text not in calendars.ALONE:
        return None
    parts = dict(zip(match[0], (value for _, value in around), strict=False))
    words = [parts[kind] for kind in "dmy" if kind in parts]
    own = [match[0].index(kind) for kind in "dmy" if kind in parts]
    return _Found(len(match[0]), [stem(word, "en") for word in words], (), own)


def _calendar_part(piece: _Piece) -> tuple[str, str]:
    """Tell a day, a month and a year, and what it is called."""
    if piece.kind == "number" and piece.text.isdigit():
        if 1 <= int(piece.text) <= 31 and len(piece.text) <= 2:  # noqa: PLR2004  of a month
            return "d", str(int(piece.text))
        return ("y", piece.text) if int(piece.text) in _YEARS else ("-", "")
    if piece.kind == "word":
        if month := calendars.month_of(piece.text.lower()):
            return ("m", month) if piece.text[0].isupper() or piece.text.lower() not in _WORDS_TOO else ("-", "")
        if ordinal := _ORDINAL.fullmatch(piece.text):
            return "d", ordinal[1]
    return "-", ""


_WORDS_TOO: Final = frozenset({"may", "march", "mar", "mars", "mai", "sep", "set", "jan", "jun", "mei", "dec", "out"})
"""Months that are other words when they are written small."""


def _day_of_week(pieces: Sequence[_Piece], here: int) -> _Found | None:
    following = pieces[here + 1] if here + 1 < len(pieces) else None
    if following is None or _calendar_part(following)[0] not in "dm":
        return None
    return _Found(1, [stem(calendars.DAYS[pieces[here].text.lower()], "en")])


def _sum(pieces: Sequence[_Piece], here: int, text: str, language: str) -> _Found | None:
    """Read a number with what it counts: its scale, its currency before or behind, its unit."""
    before = numerals.CURRENCIES.get(pieces[here].text) if pieces[here].kind == "sign" else None
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
    return _Found(at - here, terms, [stem(scale, "en")] if len(scale) > 1 else ())


def _number(pieces: Sequence[_Piece], at: int, text: str, language: str) -> tuple[str, int]:
    """Read the number at a piece, in digits or spelt out; "" for none."""
    if at >= len(pieces):
        return "", 0
    piece = pieces[at]
    if piece.kind == "number":
        value = numerals.plain(piece.text, comma_is_point=language in _POINTED_THOUSANDS or language == "fr")
        return (value, 1) if value and (language != "en" or not _is_list(piece.text)) else ("", 0)
    if piece.kind != "word":
        return "", 0
    word = piece.text.lower()
    is_article = word in ("a", "half")
    if not is_article and not numerals.starts_number(word, language):
        return "", 0
    if is_article:
        return _a_million(pieces, at)
    words = [word]
    for one, other in zip(pieces[at : at + numerals.MOST_WORDS], pieces[at + 1 : at + numerals.MOST_WORDS], strict=False):
        if other.kind != "word" or text[one.end : other.start] not in (" ", "-"):
            break
        words.append(other.text.lower())
    return numerals.spelt(tuple(words), language)


def _a_million(pieces: Sequence[_Piece], at: int) -> tuple[str, int]:
    """Read "a million" and "half a million"."""
    words = [one.text.lower() for one in pieces[at : at + 3] if one.kind == "word"]
    if words[:2] == ["half", "a"] and len(words) > 2 and words[2] in _BIG:  # noqa: PLR2004
        return numerals.product("0.5", numerals.SCALES[words[2]]), 3
    if words[:1] == ["a"] and len(words) > 1 and words[1] in _BIG:
        return str(numerals.SCALES[words[1]]), 2
    return "", 0


_BIG: Final = frozenset({"million", "billion", "trillion", "thousand", "hundred"})


def _is_list(digits: str) -> bool:
    """Tell "1,2" of an English text, which is two numbers, and 1.2.3."""
    return bool(re.fullmatch(r"\d+,\d{1,2}|\d+,\d{4,}|\d+(?:[.,]\d+){2,}", digits)) and not re.fullmatch(
        r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits
    )


def _scaled(
    number: str, pieces: Sequence[_Piece], at: int, text: str, *, is_money: bool
) -> tuple[str, str]:
    """Multiply a number by the word or the letter behind it, and give that."""
    if at >= len(pieces) or pieces[at].kind != "word":
        return number, ""
    word, gap = pieces[at].text.lower(), text[pieces[at - 1].end : pieces[at].start]
    if gap in ("", " ", "-") and word in numerals.SCALES:
        return numerals.product(number, numerals.SCALES[word]), word
    is_scale = is_money or word != "m" or _COUNTED.match(text, pieces[at].end)
    if gap == "" and word in numerals.SUFFIXES and is_scale:
        return numerals.product(number, numerals.SUFFIXES[word]), word
    return number, ""


def _unit(pieces: Sequence[_Piece], at: int, text: str) -> tuple[str, int]:
    """Give what a number behind which it stands is a number of, in words, and how many pieces tell it."""
    piece = pieces[at]
    if piece.text in numerals.CURRENCIES or piece.text.lower() in numerals.CURRENCIES:
        return numerals.CURRENCIES[piece.text.lower()], 1
    word = piece.text.lower()
    if word in ("%", "percent", "pct", "prozent"):
        return "percent", 1
    if word == "per" and at + 1 < len(pieces) and pieces[at + 1].text.lower() == "cent":
        return "percent", 2
    if word in numerals.UNITS and (len(word) > 1 or text[pieces[at - 1].end : piece.start] in ("", " ")):
        return numerals.UNITS[word], 1
    return "", 0


def _percent(pieces: Sequence[_Piece], here: int, text: str, language: str) -> _Found | None:
    """Read "per cent" as one word."""
    del language, text
    words = [one.text.lower() for one in pieces[here : here + 2]]
    return _Found(2, ["percent"]) if words == ["per", "cent"] else None


def _name(pieces: Sequence[_Piece], here: int, text: str, language: str) -> _Found | None:
    """Read a name that has a short form, and a short form that has a name."""
    del language
    piece = pieces[here]
    if piece.kind != "word":
        return None
    if (term := abbreviations.SHORT.get(piece.text)) and (not _is_shouted(text) or len(piece.text) > 2):  # noqa: PLR2004
        return _Found(1, [term]) if piece.text != "WHO" or not _is_shouted(text) else None
    if not abbreviations.names_begin(piece.text.lower()):
        return None
    words = [one.text.lower() for one in pieces[here : here + abbreviations.LONGEST]]
    for count in range(len(words), 1, -1):
        if known := abbreviations.NAMES.get(tuple(words[:count])):
            return _Found(count, [known], [stem(word, "en") for word in words[:count]])
    return None


def _is_shouted(text: str) -> bool:
    return text == text.upper()


_READERS: Final[tuple[Callable[[Sequence[_Piece], int, str, str], _Found | None], ...]] = (_name, _date, _sum, _percent)


def _word(pieces: Sequence[_Piece], here: int, text: str, language: str) -> _Found:
    """Give the terms of a word: its stem; joined with what a hyphen parts from it; parted at its digits."""
    piece = pieces[here]
    following = pieces[here + 1] if here + 1 < len(pieces) else None
    if following and text[piece.end : following.start] == "-":
        lower = piece.text.lower()
        if following.kind == "word" and lower in _PREFIXES:
            return _Found(2, [stem(piece.text + following.text, "en")], [stem(following.text, "en")])
        if following.kind == "number" and len(piece.text) == 1 and following.text.isdigit():
            return _Found(2, [stem(piece.text + following.text, "en")])
    if piece.kind == "number":
        return _Found(1, re.findall(r"\d+", piece.text))
    terms = _split(piece.text)
    own = [stem(piece.text, language)] if language != "en" and len(terms) == 1 else []
    return _Found(1, terms, own)


def _digits_of_month(piece: _Piece, text: str) -> Sequence[str]:
    """Give the month of 2019-11-20 in digits, for it may be asked for as 2019-11."""
    written = text[piece.start : piece.end].split("-")
    return [written[1]] if len(written) == 3 else ()  # noqa: PLR2004


@lru_cache(maxsize=1 << 17)
def _plain_terms(word: str) -> tuple[str, ...] | None:
    """Give the terms of a word that stands for itself, whatever is around it; None for any other."""
    lower = word.lower()
    if (
        word in abbreviations.SHORT
        or abbreviations.names_begin(lower)
        or calendars.month_of(lower)
        or lower in calendars.DAYS
        or lower in ("a", "half", "per")
        or numerals.starts_number(lower, "en")
        or _ORDINAL.fullmatch(word)
    ):
        return None
    return _split(word)


@lru_cache(maxsize=1 << 17)
def _split(word: str) -> tuple[str, ...]:
    parts = (word,) if _ORDINAL.fullmatch(word) or word.isalpha() else _MIXED.split(word)
    return tuple(stem(part, "en") for part in parts)

