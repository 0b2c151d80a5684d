"""What a question asks for, by its question words, and whether a text contains any of that.

A question word indicates the answer type ("how many" wants a number, "when" a time), as in question answering
since Li & Roth, 2002, "Learning Question Classifiers". Words of the question never count as its answer. The
question words are those of the question's language; the answer words are those of the text's. If there are
none, the type stays undecided, which costs nothing.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from qa_bot.language.language import Language

__all__ = [
    "KINDS",
    "AnswerType",
    "Asked",
    "classify",
    "is_of_type",
    "kind_of",
    "lacks_answer",
    "names_in",
    "type_match",
    "words_in",
]

KINDS: Final = ("who", "when", "where", "how many", "what", "why or how", "yes or no", "other")
"""The kinds of questions, in display order; "other" are claims and key words."""


class AnswerType(StrEnum):
    """The type of an answer."""

    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    NAME = "name"
    ANY = "any"
    """Not recognisable by form."""


class Asked(NamedTuple):
    """What a question asks for."""

    answer_type: AnswerType = AnswerType.ANY
    wants_number: bool = False
    """Whether it asks for a number and nothing else, so that a text without one does not answer."""
    wants_name: bool = False
    """Whether it asks for a name, likewise."""


_WORD: Final = re.compile(r"\w+")
_YEAR: Final = "(?:1[0-9]{3}|20[0-9]{2})s?"
_DIGITS: Final = r"\d(?:[\d.,]*\d)?"
_QUESTION_MARKS: Final = ("?", "\uff1f")
_LETTER: Final = r"[^\W\d_]"
_OTHERS: Final = r"[\W\d_]*"


def classify(question: str, language: Language) -> Asked:
    """Return what a question in a language asks for; "Who said that: how many came?" asks who."""
    asks, border = language.questions, _border(language)
    text = _asking_part(question.lower(), language)
    types = (
        (AnswerType.NUMBER, asks.number),
        (AnswerType.TIME, asks.time),
        (AnswerType.PLACE, asks.place),
        (AnswerType.NAME, asks.name),
    )
    found = (kind for kind, pattern in types if _find(pattern, text, border, border))
    return Asked(
        answer_type=next(found, AnswerType.ANY),
        wants_number=_find(asks.wants_number, text, "^", border) is not None,
        wants_name=_find(asks.wants_name, text, "^", border) is not None,
    )


def _asking_part(text: str, language: Language) -> str:
    """Return what stands before a colon if it has a question word; otherwise the text."""
    part, colon, _ = text.partition(": ")
    border = _border(language)
    return part if colon and _find(_question_words(language), part, border, border) else text


def kind_of(question: str, language: Language) -> str:
    """Return a question's kind, one of KINDS, by its first question word.

    In a text without a question mark that word must come first, or after a preposition that does ("in which
    city"), since a claim may contain "who" or "which" too.
    """
    asks, text, border = language.questions, question.lower(), _border(language)
    spaced, end = language.has_spaces, f"(?!{_LETTER})" if language.has_spaces else ""
    is_yes_no = _find(asks.yes_no, text, f"^{_OTHERS}" if spaced else "", end) is not None
    if is_yes_no and spaced:
        return "yes or no"
    begins = ""
    if spaced and not text.rstrip().endswith(_QUESTION_MARKS):
        openers = f"(?:(?:{asks.openers})(?!{_LETTER}){_OTHERS})?" if asks.openers else ""
        begins = f"^{_OTHERS}{openers}"
    match = _find(_question_words(language), text, begins + (f"(?<!{_LETTER})" if spaced else ""), end)
    if match is None:
        return "yes or no" if is_yes_no else "other"
    kind = (match.lastgroup or "").replace("_", " ")
    if kind in ("what", "why or how") and _find(asks.how_many, text, border, border):
        return "how many"
    return "when" if kind == "what" and _find(asks.what_time, text, border, border) else kind


def lacks_answer(asked: Asked, question_words: AbstractSet[str], passage: str, language: Language) -> bool:
    """Check whether a question wants a number or a name, and a passage has none but the question's.

    The language is the passage's. The first word of a sentence is capitalised anyway, so it may be a name
    unless it is a function word.
    """
    capitals = language.answers.capitals
    if asked.wants_number:
        return type_match(AnswerType.NUMBER, passage, question_words, language) < 0
    if not asked.wants_name or not capitals:
        return False
    words = _compiled(rf"(?:^|[.?!:] )\W?([{capitals}]\w+)").findall(passage)
    first = {word.lower() for word in words} - language.function_words
    return not (names_in(passage, language) | first) - question_words


def type_match(wanted: AnswerType, text: str, question_words: AbstractSet[str], language: Language) -> int:
    """Compare the words of a text in a language with the wanted type, without the question's own words.

    Returns 1 if the text has such words, -1 if it has none, and 0 if form does not decide it. The question's
    words must be in lower case.
    """
    says = language.answers
    if wanted is AnswerType.NUMBER and says.numbers:
        found = _among(_DIGITS, says.numbers, text, language)
    elif wanted is AnswerType.TIME and says.times:
        found = _among(rf"\b{_YEAR}\b", says.times, text, language)
    elif wanted in (AnswerType.NAME, AnswerType.PLACE) and says.capitals:
        is_told = wanted is AnswerType.NAME or _find(says.places, text, r"\b", rf"[{says.capitals}]\w+")
        found = names_in(text, language) if is_told else set()
    else:
        return 0
    return 1 if found - question_words else -1


def is_of_type(wanted: AnswerType, answer: str, question_words: AbstractSet[str], language: Language) -> bool:
    """Check whether the words of an answer, cut out of a text, are of the wanted type.

    A name needs a word with a capital that is no function word and not of the question; a place any such
    word. True where form does not decide.
    """
    if wanted is AnswerType.PLACE:
        return any(word.isalpha() for word in words_in(answer) - question_words - language.function_words)
    capitals = language.answers.capitals
    if wanted is not AnswerType.NAME:
        return type_match(wanted, answer, question_words, language) >= 0
    if not capitals:
        return True
    names = _compiled(rf"\b[{capitals}][\w'\u2019-]*").findall(answer)
    known = question_words | language.function_words
    return any(not words_in(name) <= known for name in names)


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text in lower case."""
    return frozenset(_WORD.findall(text.lower()))


def names_in(text: str, language: Language) -> set[str]:
    """Return the words of a text, in lower case, whose capital a common word would not have."""
    capitals = language.answers.capitals
    if not capitals:
        return set()
    pattern = rf"(?<![.!?:] )(?<!^)\b[{capitals}][\w'\u2019.-]*\w|\b[{capitals}]{{2,}}\w*"
    return {word.lower() for name in _compiled(pattern).findall(text) for word in _WORD.findall(name)}


def _border(language: Language) -> str:
    return r"\b" if language.has_spaces else ""


def _question_words(language: Language) -> str:
    """Return the pattern of all question words, each in a group with the name of its kind."""
    asks = language.questions
    kinds = {
        "when": asks.when,
        "where": asks.where,
        "who": asks.who,
        "why_or_how": asks.why_or_how,
        "what": asks.what,
    }
    return "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items() if pattern)


def _among(known: str, pattern: str, text: str, language: Language) -> set[str]:
    """Return the matches of a fixed pattern or of a language's pattern in a text, in lower case."""
    border = _border(language)
    own = _compiled(f"{known}|{border}(?:{pattern}){border}", re.IGNORECASE)
    return {match.lower() for match in own.findall(text)}


def _find(pattern: str, text: str, before: str, behind: str) -> re.Match[str] | None:
    """Search for a pattern of alternatives between two others; an empty pattern matches nothing."""
    return _compiled(f"{before}(?:{pattern}){behind}").search(text) if pattern else None


@cache
def _compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, flags)
