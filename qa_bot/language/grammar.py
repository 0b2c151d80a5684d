"""What a question has for its grammar and for asking alone, so that no passage need have it: as terms."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from qa_bot.language.stemming import stem

if TYPE_CHECKING:
    from qa_bot.language.language import Language

__all__ = ["asked_terms", "grammar_terms", "grammar_words", "without_grammar", "without_requests"]


def grammar_words(language: Language) -> frozenset[str]:
    """Return the words that a question of a language has for its grammar alone."""
    return language.function_words | language.further_grammar


@cache
def grammar_terms(language: Language) -> frozenset[str]:
    """Return the terms that a question of a language has for its grammar alone."""
    return frozenset(stem(word, "en") for word in grammar_words(language))


@cache
def asked_terms(language: Language) -> frozenset[str]:
    """Return the terms of asking, which nobody misses where no passage has them."""
    return frozenset(stem(word, "en") for word in language.questions.asking_words)


def without_requests(text: str, language: Language) -> str:
    """Leave out of a question what is asked of the answer and not of its subject.

    Of writing without blanks its grammar is left out as well, if anything else is left.
    """
    return without_grammar(_requests(language).sub("", text), language)


def without_grammar(text: str, language: Language) -> str:
    """Leave out of a text what it has for its grammar in writing without blanks, if anything else is left."""
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
