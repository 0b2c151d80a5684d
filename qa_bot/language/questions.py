"""What a question asks for, told by its question words, and whether a text has any of that.

A question word tells what would answer ("how many" wants a number, "when" a time), as in the answer types of
question answering since Li & Roth, 2002, "Learning Question Classifiers". Words of the question itself never
count as its answer. The words are those of the question's language and of the text's; without any, nothing is
told, which costs nothing.
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
    "kind_of",
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


class Asked(NamedTuple):
    """What a question asks for."""

    answer_type: AnswerType = AnswerType.ANY
    wants_number: bool = False
    """Whether it asks for a number and nothing else, so that what has none does not answer."""
    wants_name: bool = False
    """Whether it asks for a name, likewise."""


_WORD: Final = re.compile(r"\w+")
_YEAR: Final = "(?:1[0-9]{3}|20[0-9]{2})s?"
_DIGITS: Final = r"\d(?:[\d.,]*\d)?"
_QUESTION_MARKS: Final = ("?", "\uff1f")
_LETTER: Final = r"[^\W\d_]"
_OTHERS: Final = r"[\W\d_]*"


def classify(question: str, language: Language) -> Asked:
    """Tell what would answer a question of a language."""
    asks, text, border = language.questions, question.lower(), _border(language)
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


def kind_of(question: str, language: Language) -> str:
    """Tell a question's kind, one of KINDS, by its first question word.

    In a text without a question mark it has to stand at the beginning, or behind a preposition there ("in
    which city"), for a claim may have a "who" or a "which" as well.
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
    """Tell whether a question wants a number or a name, and a passage has none but the question's.

    The language is the passage's. The first word of a sentence has a capital anyway, and so may be a name
    unless it is one of grammar.
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
    """Tell whether a text of a language has words of the wanted type that are not the question's.

    Returns 1 if so and -1 if not, 0 where that cannot be told by their form. The question's words come in
    lower case.
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


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text in lower case."""
    return frozenset(_WORD.findall(text.lower()))


def names_in(text: str, language: Language) -> set[str]:
    """Return the words of a text, in lower case, that have a capital where a common word would have none."""
    capitals = language.answers.capitals
    if not capitals:
        return set()
    pattern = rf"(?<![.!?:] )(?<!^)\b[{capitals}][\w'\u2019.-]*\w|\b[{capitals}]{{2,}}\w*"
    return {word.lower() for name in _compiled(pattern).findall(text) for word in _WORD.findall(name)}


def _border(language: Language) -> str:
    return r"\b" if language.has_spaces else ""


def _question_words(language: Language) -> str:
    """Return the pattern of all question words, each in a group of the name of its kind."""
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
    """Return what a text has of a known pattern or of a language's, in lower case."""
    border = _border(language)
    own = _compiled(f"{known}|{border}(?:{pattern}){border}", re.IGNORECASE)
    return {match.lower() for match in own.findall(text)}


def _find(pattern: str, text: str, before: str, behind: str) -> re.Match[str] | None:
    """Find the alternatives of a pattern between two others; none match nothing."""
    return _compiled(f"{before}(?:{pattern}){behind}").search(text) if pattern else None


@cache
def _compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, flags)
