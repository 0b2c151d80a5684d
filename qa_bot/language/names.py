"""Names in an English answer, and whether a noun phrase of a question names a person, told by form.

An answer is cut out of a passage: it may begin with the first word of a sentence, be a figure, or have more
around the name than the name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qa_bot.language.language import words
from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.phrases import GRAMMAR
from qa_bot.language.word_lists import (
    DETERMINERS,
    PERSONS,
    PLACES,
    VERBS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_bot.language.phrases import Phrase

__all__ = ["is_brand", "is_persons_name", "is_role", "name_that_is", "person_in", "persons_in"]

_LONGEST: Final = 10
"""Words; a longer answer is a statement rather than a name."""
_RUN: Final = re.compile(r"[A-Z][\w.&'\u2019-]*(?: (?:(?:of|de|van|der|von|the) )?[A-Z][\w.&'\u2019-]*)*")
_NAME: Final = re.compile(rf"{_RUN.pattern}(?: \d[\w.-]*)?")
"""A run that may end with a number: "the Pix 9"."""
_ASIDE: Final = re.compile(
    r"^(?:in|on|at|by|while|according to|since|after|before|for|however|still|but|and|yet|then|now)"
    r"\b[^,]*, *",
    re.IGNORECASE,
)
"""What may stand in front of the clause that has the name: "In May, "."""
_FIGURE: Final = re.compile(r"(?<![\w-])[$\u20ac\u00a3]?\d|per ?cent|%")
_BRAND: Final = re.compile(r"\d|\.\w|^(?!Mc|Mac|De|Di|La|Le|O['\u2019])[A-Z][a-z]+[A-Z]")
_OPENERS: Final = words("""
    almost nearly about around roughly close only just more less over up both all many most some few several
    however still yet also even according there here today yesterday mr mrs ms dr yes no
""")
"""Words that are no name although they begin a sentence, besides grammar."""
_INDEFINITE: Final = words("a an any some no every each")
_COMMON: Final = (
    GRAMMAR
    | VERBS
    | _OPENERS
    | frozenset(month.lower() for month in ENGLISH.months)
    | words("monday tuesday wednesday thursday friday saturday sunday")
)


def name_that_is(answer: str) -> str:
    """Return the name that an answer consists of, besides an aside before it; "" if there is more to it."""
    text = _ASIDE.sub("", _trimmed(answer))
    is_given = re.match(r"(?:the|an?) ", text, re.IGNORECASE)
    article, bare = (is_given[0].lower(), text[is_given.end() :]) if is_given else ("", text)
    if len(text.split()) > _LONGEST or not _NAME.fullmatch(bare) or bare.lower() in _COMMON:
        return ""
    return article + bare


def person_in(answer: str) -> str:
    """Return the name of a person that a short answer has, the first full one before others; "" for none."""
    text = _ASIDE.sub("", _trimmed(answer))
    if len(text.split()) > _LONGEST or _FIGURE.search(text):
        return ""
    found = list(persons_in(text))
    return next((name for name in found if " " in name), found[0] if found else "")


def persons_in(text: str) -> Iterator[str]:
    """Yield the names in a text that may be those of persons."""
    return (name for match in _RUN.finditer(text) for name in _persons(match, text))


def is_persons_name(phrase: Phrase) -> bool:
    """Check whether a noun phrase may end with a person's name: "Ada Lind", "union leader Ada Lind"."""
    names = phrase.names
    if not names or phrase.is_place or names[-1] != phrase.words[-1]:
        return False
    if phrase.text.split()[0].lower() in DETERMINERS and phrase.is_only_names:
        return False
    return not any(is_brand(name.text) for name in names)


def is_brand(name: str) -> bool:
    """Check for a name that by its form, or as a known place, is no person's: "IBM", "DingTalk"."""
    return name.isupper() or bool(_BRAND.search(name)) or name.lower() in PLACES


def is_role(phrase: Phrase) -> bool:
    """Check whether a noun phrase is about one person without a name: "the mayor"."""
    noun = phrase.words[-1].low
    if phrase.text.split()[0].lower() in _INDEFINITE:
        return False
    return not phrase.words[-1].is_capital and (noun in PERSONS or noun.endswith(("woman", "ist", "sman")))


def _persons(match: re.Match[str], text: str) -> list[str]:
    """Return the names of a run of capital words, split where an abbreviation of a role stands in between."""
    run = match[0].split()
    while run and run[0].lower().strip(".") in _COMMON:
        run.pop(0)
    is_first_word = match.start() == 0 and len(run) == 1
    if is_first_word and re.match(r" (?!of\b|at\b|from\b|and\b)[a-z]", text[match.end() :]):
        return []  # "Union leader": the capital is that of the sentence
    parts: list[list[str]] = [[]]
    for word in run:
        if len(word) > 1 and word.isalpha() and word.isupper():
            parts.append([])
        else:
            parts[-1].append(word)
    named = [" ".join(part) for part in parts if part and part[0].lower() not in PLACES]
    return [name.removesuffix("'s").removesuffix("\u2019s") for name in named]


def _trimmed(answer: str) -> str:
    return " ".join(answer.split()).strip(" .,;:\"'\u201c\u201d")
