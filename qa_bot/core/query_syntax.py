"""A question line -> the question's words and its filters; and what a filter matches.

A filter is a key, a colon and a value with no space between, at the start of a word. Anything else with a
colon is part of the question.

publication: author: title:   names, matched by whole words in a row, case and accents aside
in:                           an article's id or path, its file's name with or without ending, or a folder
url:                          an article's web address, or a host; see core/page_addresses.py
after:2020-03                 from 2020-03-01 on
before:2021                   until 2020-12-31
-word -"two words"            excludes passages that contain the word, as BM25 stems it
--newest                      like the option

A partial date matches only if all of its days do: an article dated 2020 does not match after:2020-03, and is
counted as undated.
"""

from __future__ import annotations

import datetime
import difflib
import re
import unicodedata
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING

from qa_bot.core.errors import QuestionError
from qa_bot.core.page_addresses import address_key
from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import Filters

if TYPE_CHECKING:
    from collections.abc import Sequence


KEYS = {
    "publication": "publication",
    "author": "author",
    "title": "title",
    "in": "within",
    "url": "url",
    "after": "after",
    "before": "before",
}
"""Key -> field of Filters."""
NO_FILTERS = Filters()
MOST_CHARACTERS = 20_000
"""Longest question line: some ten pages. Only the first words of a longer one would be searched for, and it
takes seconds to read."""
EXAMPLES = {
    "publication": 'publication:"China Daily"',
    "author": "author:moss",
    "title": "title:bridge",
    "in": "in:bridge.md",
    "url": "url:quay.example/news/bridge or url:quay.example",
    "after": "after:2020, after:2020-03 or after:2020-03-15",
    "before": "before:2021, before:2021-03 or before:2021-03-15",
}

_DOUBLE = '"\u201c\u201d\u201e\u201f\u00ab\u00bb'
_OPENING = f"{_DOUBLE}'\u2018\u2019\u201a"
_SPACES = str.maketrans(dict.fromkeys(_DOUBLE, " "))
_QUOTED = (
    rf"(?:(?P<double>[{_DOUBLE}])|['\u2018\u2019\u201a])(?P<quoted>.*?)"
    rf"(?(double)[{_DOUBLE}]|['\u2018\u2019])(?=[\s?!.,;]|$)"  # the closing mark is of the opening one's kind
)
_AT_END = "?!.,;"
"""Punctuation that ends a sentence, and so is no part of a value without quotation marks."""
_FILTER = re.compile(
    rf"(?<!\S)(?P<key>{'|'.join(KEYS)}):(?:{_QUOTED}|(?P<bare>\S*))[?!.,;]*(?=\s|$)", re.IGNORECASE
)
_WITHOUT = re.compile(rf"(?<!\S)-(?:{_QUOTED}|(?P<bare>[\"\u201c\u201e]?[^\W\d_]\S*))[?!.,;]*(?=\s|$)")
_NEWEST = re.compile(r"(?<!\S)--newest(?!\S)")
_PARTED = re.compile(rf"\s*[{_OPENING}]|\s*$")  # a key without a value was meant as a filter
_PARTED_DATE = re.compile(r"\s+\d{4}(?:-\d\d){0,2}(?!\S)")
_LIKE_A_FILTER = re.compile(rf"(?<!\S)(?P<key>[^\W\d_]{{3,}}):(?!/)(?:{_QUOTED}|(?P<bare>\S+))")
_ALIKE = 0.85
"""Least similarity of a word to the key that it may misspell, 0..1."""
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)


def parse_question(line: str) -> tuple[str, Filters]:
    """Split a cleaned question line into the question's words and its filters.

    Raises:
        QuestionError: a filter is malformed, the line is too long, or it has no word but its filters.
    """
    if len(line) > MOST_CHARACTERS:
        msg = f"The question has {len(line):,} characters. Ask one of {MOST_CHARACTERS:,} at most."
        raise QuestionError(msg)
    found: dict[str, list[str]] = {}
    words = _FILTER.sub(lambda match: _take(match, found), line)
    words = _WITHOUT.sub(lambda match: _take_without(match, found), words)
    newest = bool(_NEWEST.search(words))
    words = " ".join(_NEWEST.sub(" ", words).split())
    filters = Filters(**{name: tuple(dict.fromkeys(values)) for name, values in found.items()}, newest=newest)
    if filters != NO_FILTERS and not any(map(str.isalnum, words)):
        msg = "Add a question: the line has only filters."
        raise QuestionError(msg)
    if not any(map(str.isalnum, words)):
        msg = "The question has no word to search for."
        raise QuestionError(msg)
    return words, checked(filters)


def words_of(line: str) -> str:
    """Return the words of a question line without its filters; "" if they cannot be asked alone."""
    try:
        return parse_question(line)[0]
    except QuestionError:
        return ""


def written_filters(line: str) -> list[tuple[str, str]]:
    """Return the filters of a line as written, each with its key; "-" and "--newest" are keys too."""
    found = [(match["key"].lower(), match[0]) for match in _FILTER.finditer(line) if _value(match)]
    rest = _FILTER.sub(" ", line)
    found += [("-", match[0]) for match in _WITHOUT.finditer(rest)]
    found += [(match[0], match[0]) for match in _NEWEST.finditer(rest)]
    return [(key, text.rstrip(_AT_END)) for key, text in found]


def written_filter(key: str, value: str) -> str:
    """Return a filter as a line states it; `without_marks` says what becomes of quotation marks in it."""
    name = without_marks(value)
    is_bare = " " not in name and name[:1] not in {*_OPENING, ""} and name == name.rstrip(_AT_END)
    return f"{key}:{name}" if is_bare else f'{key}:"{name}"'


def without_marks(name: str) -> str:
    """Return a name on one line, with blanks for the quotation marks that would end it in a question.

    A filter takes both for the same name.
    """
    return clean_line(name.translate(_SPACES))


def filters_of(
    *, newest: bool = False, after: str | None = None, before: str | None = None, **names: Sequence[str]
) -> Filters:
    """Build filters from command-line options; `in` is `within`.

    Raises:
        QuestionError: a value is empty, or a date is invalid.
    """
    values = {name: tuple(map(clean_line, given)) for name, given in names.items()}
    dates = {"after": after, "before": before}
    values |= {key: (clean_line(date),) for key, date in dates.items() if date is not None}
    return checked(Filters(**values, newest=newest))


def joined(one: Filters, other: Filters) -> Filters:
    """Combine filters as if all were in one question line."""
    values = {
        field.name: tuple(dict.fromkeys(getattr(one, field.name) + getattr(other, field.name)))
        for field in fields(Filters)
        if field.name != "newest"
    }
    return checked(Filters(**values, newest=one.newest or other.newest))


def checked(filters: Filters) -> Filters:
    """Return the filters.

    Raises:
        QuestionError: a value is empty, a date is invalid, or the dates exclude every day.
    """
    for key, name in KEYS.items():
        for value in getattr(filters, name):
            _check(key, clean_line(value))
    if filters.after and filters.before and first_day(filters) >= (day := first_day_past(filters)):
        msg = f"after:{first_day(filters)} and before:{day} leave no dates in between."
        raise QuestionError(msg)
    return filters


def first_day(filters: Filters) -> str:
    """Return the first day that matches `after`, YYYY-MM-DD; of several alternatives, the earliest."""
    return min(_first(date) for date in filters.after)


def first_day_past(filters: Filters) -> str:
    """Return the first day past `before`, YYYY-MM-DD; the latest of several."""
    return max(_first(date) for date in filters.before)


def keys_without_value(line: str) -> list[str]:
    """Return the keys of a line that have no value and so are words of the question."""
    return list(dict.fromkeys(match["key"].lower() for match in _FILTER.finditer(line) if not _value(match)))


def misspelt_filters(line: str) -> list[tuple[str, str]]:
    """Return each word that is nearly a key, with the filter it may mean: ("befor", "before:2020").

    Only a word directly followed by a colon and a value counts: "Titel: ..." is ordinary text.
    """
    found = []
    for match in _LIKE_A_FILTER.finditer(_FILTER.sub(" ", line)):
        word, value = match["key"], _value(match)
        key = _nearest_key(word.lower())
        if key and folded_words(value) and _may_be_value(key, value):
            found.append((word, written_filter(key, value)))
    return found


def _nearest_key(word: str) -> str | None:
    """Return the key that a word misspells; None for a key itself and for other words."""
    if word in KEYS:
        return None
    swapped = (key for key in KEYS if sorted(key) == sorted(word) and key[0] == word[0])
    return next(swapped, None) or next(iter(difflib.get_close_matches(word, KEYS, 1, _ALIKE)), None)


def _may_be_value(key: str, value: str) -> bool:
    """Check whether a value has the form that a key wants."""
    if key in ("after", "before"):
        return _is_date(value)
    return key != "url" or bool(address_key(value))


def _take(match: re.Match[str], found: dict[str, list[str]]) -> str:
    """Store a filter's value; return what replaces it in the question."""
    key, value = match["key"].lower(), _value(match)
    if not value:
        rest = match.string[match.start() + len(key) + 1 :]
        date = key in ("after", "before") and _PARTED_DATE.match(rest)
        if not date and not _PARTED.match(rest):
            return match[0]  # "What came after: a history" has no filter
    if match["quoted"] is None and value[:1] in {*_OPENING}:
        msg = f"{key}:{value} has no closing quotation mark: write {EXAMPLES[key]}."
        raise QuestionError(msg)
    _check(key, value)
    found.setdefault(KEYS[key], []).append(value)
    return " "


def _is_date(value: str) -> bool:
    """Check whether a value is YYYY, YYYY-MM or YYYY-MM-DD and a real date."""
    try:
        return bool(_DATE.fullmatch(value)) and bool(datetime.date.fromisoformat(f"{value}-01-01"[:10]))
    except ValueError:
        return False


def _take_without(match: re.Match[str], found: dict[str, list[str]]) -> str:
    value = _value(match)
    if value[:1] in {*_OPENING}:
        msg = f'-{value} has no closing quotation mark: write -flood or -"harbour bridge".'
        raise QuestionError(msg)
    if not folded_words(value):
        msg = 'A minus sign needs a word to exclude: write -flood or -"harbour bridge".'
        raise QuestionError(msg)
    found.setdefault("without", []).append(value)
    return " "


def _value(match: re.Match[str]) -> str:
    """Return a filter's value without quotation marks or trailing punctuation."""
    return match["quoted"].strip() if match["quoted"] is not None else match["bare"].rstrip(_AT_END)


def _check(key: str, value: str) -> None:
    if key in ("after", "before") and not _is_date(value):
        msg = f"{key}:{value} is not a date: write {EXAMPLES[key]}."
    elif key == "url" and value and not address_key(value):
        msg = f"{key}:{value} is not a web address: write {EXAMPLES[key]}."
    elif not folded_words(value):
        msg = f"{key}:{value} needs a value: write {EXAMPLES[key]}, with no space after the colon."
    else:
        return
    raise QuestionError(msg)


def _first(date: str) -> str:
    return (date + "-01-01")[:10]


@lru_cache(maxsize=1 << 14)
def folded_words(name: str) -> str:
    """Return a name's words in lower case, without accents, separated by single spaces."""
    parts = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    kept = "".join(char for char in parts if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", kept))
