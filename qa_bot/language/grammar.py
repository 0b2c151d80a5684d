"""The words of a question that carry only grammar or the act of asking: passages need not have them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from qa_bot.language.stemming import stem

if TYPE_CHECKING:
    from qa_bot.language.language import Language

__all__ = ["asked_terms", "grammar_terms", "grammar_words", "without_grammar", "without_requests"]


def grammar_words(language: Language) -> frozenset[str]:
    """Return the words of a language that carry only grammar."""
    return language.function_words | language.further_grammar


@cache
def grammar_terms(language: Language) -> frozenset[str]:
    """Return the terms of a language that carry only grammar."""
    return frozenset(stem(word, "en") for word in grammar_words(language))


@cache
def asked_terms(language: Language) -> frozenset[str]:
    """Return the terms of asking, which are not reported missing if no passage has them."""
    return frozenset(stem(word, "en") for word in language.questions.asking_words)


def without_requests(text: str, language: Language) -> str:
    """Return a question without requests about the answer, such as "explain".

    In a language without spaces grammar is removed too, unless nothing else remains.
    """
    return without_grammar(_requests(language).sub("", text), language)


def without_grammar(text: str, language: Language) -> str:
    """Return a text in a language without spaces without its grammar, unless nothing else remains."""
    if not language.grammar:
        return text
    kept = _grammar(language).sub(" ", text)
    return kept if kept.strip(" ?\uff1f\u3002!\uff01") else text


@cache
def _requests(language: Language) -> re.Pattern[str]:
    return re.compile(language.questions.requests or "(?!)", re.IGNORECASE)


@cache
def _grammar(language: Language) -> re.Pattern[str]:
    return re.compile(language.grammar)
