"""Words that contradict each other: a sentence with the opposite of what is asked does not answer.

A question about "the largest" matches a sentence about the smallest nearly as well, because opposites occur
in the same contexts and have nearly the same vectors. So each language lists them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

from qa_bot.language.analyzer import terms_of
from qa_bot.language.meanings import plain_terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_bot.language.language import Language

__all__ = ["has_opposite", "opposites"]

_NEVER: Final = "(?!)"


def has_opposite(question: str, sentence: str, language: Language) -> bool:
    """Check whether a sentence has the opposite of a question's word and lacks the word itself.

    A question with both offers a choice. "How old" also asks about the new, and "at least" contradicts
    nothing.
    """
    known = opposites(language)
    if not known:
        return False
    asked, said = (set(terms_of(_neither(language).sub(" ", text))) for text in (question, sentence))
    return any(known[term] & (said - asked) for term in (asked - said) & known.keys())


@cache
def opposites(language: Language) -> Mapping[str, frozenset[str]]:
    """Return the opposites of each term."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in language.opposites:
        first, second = ((plain_terms(word) or terms_of(word))[0] for word in (one, other))
        found[first].add(second)
        found[second].add(first)
    return {term: frozenset(others - {term}) for term, others in found.items()}


@cache
def _neither(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{language.not_opposed or _NEVER})\b", re.IGNORECASE)
