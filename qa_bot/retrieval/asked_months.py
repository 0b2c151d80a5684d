"""Months of a question: "dec" means December, as in the dates of passages and articles.

An index has one term for a month in a date, and any other name of a month as it is written. Only questions
are read by further names, so that an index does not depend on them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from qa_bot.language.months import MONTHS, asked_month, names_of_month
from qa_bot.language.stemming import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qa_bot.index.protocol import ArticleIndex
    from qa_bot.language.analyzer import Term
    from qa_bot.language.language import Language

__all__ = ["MONTH_TERMS", "month_forms", "months_in_full"]

MONTH_TERMS: Final = {stem(month, "en"): number for number, month in enumerate(MONTHS, start=1)}
"""The term of each month -> its number, from 1."""

_NAMES_TOO: Final = frozenset({"jan", "mar", "jun", "jul", "dec"})
"""Short names of months that an article may have for a person or a place."""
_WORDS_TOO: Final = frozenset({"mar"})
"""Those that are other words, too."""


def months_in_full(terms: Iterable[Term], text: str, language: Language, index: ArticleIndex) -> list[Term]:
    """Return a question's terms, with the month's term for each name of a month that no article has."""
    return [_in_full(term, text, language, index) for term in terms]


def month_forms(
    text: str, terms: Iterable[Term], language: Language, index: ArticleIndex
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the terms of months, each with the term of another name of the month that an article has."""
    for term in terms:
        name = text[term.start : term.end].lower()
        number = MONTH_TERMS.get(term.text) or asked_month(name, language)
        if number and (term.text not in _NAMES_TOO or _is_where_months_are(term, text, language)):
            others = (MONTHS[number - 1], *sorted(names_of_month(number, language) - _NAMES_TOO))
            for other in dict.fromkeys(stem(name, "en") for name in others):
                if other != term.text and index.article_bm25.frequency(other):
                    yield term.text, frozenset({other})


def _in_full(term: Term, text: str, language: Language, index: ArticleIndex) -> Term:
    name = text[term.start : term.end].lower()
    number = asked_month(name, language)
    if not number or term.beside or term.text in MONTH_TERMS or index.article_bm25.frequency(term.text):
        return term
    if name in _WORDS_TOO and not _is_where_months_are(term, text, language):
        return term
    return term._replace(text=stem(MONTHS[number - 1], "en"))


def _is_where_months_are(term: Term, text: str, language: Language) -> bool:
    """Check whether a month is likely at a place: "in Mar", but not "in Mar-a-Lago" or "mar the day"."""
    following = text[term.end :]
    begins_name = following.startswith("-") or following.lstrip(" .")[:1].isupper()
    return not begins_name and _opening(language.questions.openers).search(text, 0, term.start) is not None


@cache
def _opening(openers: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{openers or '(?!)'})\s+\Z", re.IGNORECASE)
