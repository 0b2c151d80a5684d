"""What a question asks for, told by its question words, and whether a text has any of that.

A question word tells what would answer ("how many" wants a number, "when" a time), as in the answer types of
question answering since Li & Roth, 2002, "Learning Question Classifiers". Words of the question itself never
count as its answer. The words are those of the question's language and of the text's; without any, nothing is
told, which costs nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from qa_bot.language.language import Language

__all__ = [
    "KINDS",
    "AnswerType",
    "Asked",
    "classify",
    "lacks_answer",
    "names_in",
    "type_match",
    "words_in",
]

KINDS: Final = ("who", "when", "where", "how many", "what", "why or how", "yes or no", "other")
"""The kinds of questions, in the order in which they are shown; "other" are claims and key words."""


class AnswerType(StrEnum):
    """What would answer a question."""

    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    NAME = "name"
    ANY = "any"
    """Nothing that can be told by its form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question asks for."""

    kind: str = "other"
    """One of KINDS, by which questions are counted."""
    answer_type: AnswerType = AnswerType.ANY
    wants_number: bool = False
    """Whether it asks for a number and nothing else, so that what has none does not answer."""
    wants_name: bool = False
    """Whether it asks for a name, likewise."""


_WORD: Final = re.compile(r"\w+")
_YEAR: Final = "(?:1[0-9]{3}|20[0-9]{2})s?"
_DIGITS: Final = r"\d(?:[\d.,]*\d)?"
_QUESTION_MARKS: Final = ("?", "\uff1f")
_NEVER: Final = re.compile(r"(?!)")
_WORD_START, _WORD_END = r"(?<![^\W\d_])", r"(?![^\W\d_])"
"""Between letters and all else, as the words of a question are parted."""
_OTHER: Final = r"[\W\d_]*"


def classify(question: str, language: Language) -> Asked:
    """Tell what a question of a language asks for."""
    forms = _asking(language)
    text = question.lower()
    return Asked(
        kind=_kind(text, forms),
        answer_type=next((kind for kind, form in forms.types if form.search(text)), AnswerType.ANY),
        wants_number=bool(forms.wants_number.match(text)),
        wants_name=bool(forms.wants_name.match(text)),
    )


def lacks_answer(asked: Asked, question_words: AbstractSet[str], passage: str, language: Language) -> bool:
    """Tell whether a question wants a number or a name, and a passage has none but the question's.

    The language is the passage's. The first word of a sentence has a capital anyway, and so may be a name
    unless it is one of grammar.
    """
    if asked.wants_number:
        return type_match(AnswerType.NUMBER, passage, question_words, language) < 0
    said = _saying(language)
    if not asked.wants_name or said.names is None:
        return False
    first = {word.lower() for word in said.first_words.findall(passage)} - language.function_words
    return not (names_in(passage, language) | first) - question_words


def type_match(wanted: AnswerType, text: str, question_words: AbstractSet[str], language: Language) -> int:
    """Tell whether a text of a language has words of the wanted type that are not the question's.

    Returns 1 if so and -1 if not, 0 where that cannot be told by their form. The question's words come in
    lower case.
    """
    said = _saying(language)
    if wanted is AnswerType.NUMBER and said.numbers:
        found = {match.lower() for match in said.numbers.findall(text)}
    elif wanted is AnswerType.TIME and said.times:
        found = {match.lower() for match in said.times.findall(text)}
    elif wanted in (AnswerType.NAME, AnswerType.PLACE) and said.names:
        is_named = wanted is AnswerType.NAME or said.places.search(text)
        found = names_in(text, language) if is_named else set()
    else:
        return 0
    return 1 if found - question_words else -1


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text in lower case."""
    return frozenset(_WORD.findall(text.lower()))


def names_in(text: str, language: Language) -> set[str]:
    """Return the words of a text, in lower case, that have a capital where a common word would have none."""
    names = _saying(language).names
    if names is None:
        return set()
    return {word.lower() for name in names.findall(text) for word in _WORD.findall(name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """The patterns of a language's questions, compiled."""

    kinds: re.Pattern[str]
    """Of question words; the name of the group that matches is the kind, "_" for a blank."""
    opening: re.Pattern[str]
    """Of the words that begin a question without a question mark, up to the question word."""
    yes_no: re.Pattern[str]
    how_many: re.Pattern[str]
    what_time: re.Pattern[str]
    types: tuple[tuple[AnswerType, re.Pattern[str]], ...]
    wants_number: re.Pattern[str]
    wants_name: re.Pattern[str]
    has_spaces: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saying:
    """The patterns of a language's numbers, times, names and places; None where it has no such rule."""

    numbers: re.Pattern[str] | None
    times: re.Pattern[str] | None
    names: re.Pattern[str] | None
    first_words: re.Pattern[str]
    places: re.Pattern[str]


def _kind(text: str, forms: _Asking) -> str:
    """Tell a question's kind by its first question word.

    In a text without a question mark it has to stand at the beginning, or behind a preposition there ("in
    which city"), for a claim may have a "who" or a "which" as well.
    """
    is_yes_no = forms.yes_no.match(text) if forms.has_spaces else forms.yes_no.search(text)
    if is_yes_no and forms.has_spaces:
        return "yes or no"
    asks = not forms.has_spaces or text.rstrip().endswith(_QUESTION_MARKS)
    match = forms.kinds.search(text) if asks else forms.opening.match(text)
    if not match:
        return "yes or no" if is_yes_no else "other"
    kind = (match.lastgroup or "").replace("_", " ")
    if kind in ("what", "why or how") and forms.how_many.search(text):
        return "how many"
    return "when" if kind == "what" and forms.what_time.search(text) else kind


@cache
def _asking(language: Language) -> _Asking:
    asks = language.questions
    kinds = _alternatives(
        when=asks.when, where=asks.where, who=asks.who, why_or_how=asks.why_or_how, what=asks.what
    )
    start = rf"{_OTHER}(?:(?:{asks.openers}){_WORD_END}{_OTHER})?" if asks.openers else _OTHER
    types = {
        AnswerType.NUMBER: asks.number,
        AnswerType.TIME: asks.time,
        AnswerType.PLACE: asks.place,
        AnswerType.NAME: asks.name,
    }
    if not language.has_spaces:
        border = start = before = ""
    else:
        border, before = r"\b", _OTHER
        kinds = kinds and f"{_WORD_START}(?:{kinds}){_WORD_END}"
    return _Asking(
        kinds=_compiled(kinds),
        opening=_compiled(kinds, before=start),
        yes_no=_compiled(asks.yes_no, before=before, behind=_WORD_END if language.has_spaces else ""),
        how_many=_compiled(asks.how_many, before=border, behind=border),
        what_time=_compiled(asks.what_time, before=border, behind=border),
        types=tuple((kind, _compiled(own, before=border, behind=border)) for kind, own in types.items()),
        wants_number=_compiled(asks.wants_number, behind=border),
        wants_name=_compiled(asks.wants_name, behind=border),
        has_spaces=language.has_spaces,
    )


@cache
def _saying(language: Language) -> _Saying:
    says, capitals = language.answers, language.answers.capitals
    border = r"\b" if language.has_spaces else ""
    names = rf"(?<![.!?:] )(?<!^)\b[{capitals}][\w'\u2019.-]*\w|\b[{capitals}]{{2,}}\w*"
    return _Saying(
        numbers=re.compile(rf"{_DIGITS}|{border}(?:{says.numbers}){border}", re.IGNORECASE)
        if says.numbers
        else None,
        times=re.compile(rf"{border}{_YEAR}{border}|{border}(?:{says.times}){border}", re.IGNORECASE)
        if says.times
        else None,
        names=re.compile(names) if capitals else None,
        first_words=re.compile(rf"(?:^|[.?!:] )\W?([{capitals}]\w+)") if capitals else _NEVER,
        places=re.compile(rf"\b(?:{says.places})[{capitals}]\w+") if capitals and says.places else _NEVER,
    )


def _alternatives(**named: str) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in named.items() if pattern)


def _compiled(pattern: str, *, before: str = "", behind: str = "") -> re.Pattern[str]:
    """Compile the alternatives of a pattern; none match nothing."""
    return re.compile(f"{before}(?:{pattern}){behind}") if pattern else _NEVER
