"""What kind of words would answer a question, and whether a sentence has any: pure functions on text.

A question word tells what is asked for ("how many" wants a number, "when" a time), as in the answer types of
question answering since Li & Roth, 2002, "Learning Question Classifiers". Words of the question itself never
count as its answer. English only: a question of another language is of no known type, which costs nothing.
"""

from __future__ import annotations

import re
from enum import StrEnum

from qa_bot.language.languages import FUNCTION_WORDS


class AnswerType(StrEnum):
    """What would answer a question."""

    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    NAME = "name"
    ANY = "any"
    """Nothing that can be told by its form."""


ASKING = frozenset({"who", "whom", "whose", "what", "when", "where", "which", "why", "how"})
"""The words that ask."""

DEGREES = "long|old|far|large|big|tall|high|often|fast|deep|wide|heavy"
"""Behind "how" they ask for a number, as alternatives of a regular expression."""

_MEASURES = (
    "number|percent|percentage|proportion|share|fraction|total|amount|population|average|mean|median|length|"
    "size|width|height|distance|age|cost|price|speed|rate|value|range|incidence|prevalence|mortality"
)
_TYPES = [
    (
        AnswerType.NUMBER,
        rf"how (?:many|much|{DEGREES}|likely|few)"
        rf"|what (?:(?:is|was|are|were) the )?(?:{_MEASURES})",
    ),
    (
        AnswerType.TIME,
        "when|(?:what|which) (?:year|month|day|date|decade|century|era)|how (?:recently|soon|early|late)",
    ),
    (
        AnswerType.PLACE,
        "where|(?:what|which) (?:city|country|state|region|place|location|continent|town|province|county|area"
        "|river)",
    ),
    (
        AnswerType.NAME,
        "who|whom|whose|(?:what|which) (?:person|man|woman|king|queen|president|author|scientist|company"
        "|organi[sz]ation|people|leader|group|composer|architect|team|university|school)",
    ),
]
_QUESTIONS = [(kind, re.compile(rf"\b(?:{pattern})\b")) for kind, pattern in _TYPES]

_MONTHS = (
    "january|february|april|june|july|august|september|october|november|december|jan|feb|apr|aug|sept?|oct|nov"
    "|dec|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)  # "march" and "may" are verbs more often
_TIME = re.compile(
    rf"\b(?:(?:1[0-9]{{3}}|20[0-9]{{2}})s?|{_MONTHS}|(?:century|centuries|decade|today|yesterday|ago|era|winter"
    r"|summer|spring|autumn|bc|ad)s?)\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:hundred|thousand|million|billion"
    "|trillion|dozen)s?|zero|none|half|third|quarter|twice|once|double|first|second|single|both|couple|several"
)
_NUMBER = re.compile(rf"\d(?:[\d.,]*\d)?|\b(?:{_NUMBER_WORDS})\b", re.IGNORECASE)
_NAME = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][\w'\u2019.-]*\w|\b[A-Z]{2,}\w*")
_PLACE = re.compile(
    r"\b(?:in|at|from|near|to|on|into|of|across|throughout|outside|inside|between|along|around|within) "
    r"(?:the )?[A-Z]\w+"
)
_FIRST = re.compile(r"(?:^|[.?!:] )\W?([A-Z]\w+)")
_GRAMMAR = frozenset(FUNCTION_WORDS["en"].split())
_WORD = re.compile(r"\w+")
_COUNTING = re.compile(
    r"^(?:\w+ ){0,2}(?:how (?:many|much|old|tall|long|large|big|high|heavy|deep|wide)"
    r"|(?:what|which) (?:number|percent\w*|proportion|share|amount)"
    r"|what (?:is|was|are|were) the (?:number|price|cost|population|percentage|size|length|height) of)\b"
)
_NAMING = re.compile(r"^\W*(?:who|whom|whose|(?:what|which) (?:is|was|are|were) the names? of)\b")


def wants_name(question: str) -> bool:
    """Tell whether a question asks for a name, so that what has none does not answer."""
    return bool(_NAMING.search(question.lower()))


def wants_number(question: str) -> bool:
    """Tell whether a question asks for a number and nothing else, so that what has none does not answer."""
    return bool(_COUNTING.search(question.lower()))


def lacks_answer(question: str, question_words: frozenset[str], passage: str) -> bool:
    """Tell whether a question wants a number or a name, and a passage has none that is not the question's.

    The first word of a sentence has a capital anyway, and so may be a name unless it is one of grammar.
    """
    if wants_number(question):
        return type_match(AnswerType.NUMBER, passage, question_words) < 0
    first = {word.lower() for word in _FIRST.findall(passage)} - _GRAMMAR
    return wants_name(question) and not (names_in(passage) | first) - question_words


def answer_type(question: str) -> AnswerType:
    """Tell what would answer a question."""
    text = question.lower()
    return next((kind for kind, pattern in _QUESTIONS if pattern.search(text)), AnswerType.ANY)


def type_match(wanted: AnswerType, sentence: str, question_words: frozenset[str]) -> int:
    """Tell whether a sentence has words of the wanted type that are not the question's: 1, or -1 if none.

    0 where nothing is wanted that can be told by its form. The question's words come in lower case.
    """
    if wanted is AnswerType.ANY:
        return 0
    if wanted is AnswerType.NUMBER:
        found = {match.lower() for match in _NUMBER.findall(sentence)}
    elif wanted is AnswerType.TIME:
        found = {match.lower() for match in _TIME.findall(sentence)}
    elif wanted is AnswerType.PLACE and not _PLACE.search(sentence):
        found = set()
    else:
        found = names_in(sentence)
    return 1 if found - question_words else -1


def words_in(text: str) -> frozenset[str]:
    """Give the words of a text in lower case."""
    return frozenset(_WORD.findall(text.lower()))


def names_in(text: str) -> set[str]:
    """Give the words of a text that stand with a capital where a common word would not, in lower case."""
    return {word.lower() for name in _NAME.findall(text) for word in _WORD.findall(name)}
