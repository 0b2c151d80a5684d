"""What a question has for its grammar and for asking alone, so that no passage need have it."""

from __future__ import annotations

import re
from functools import cache

from qa_bot.language import languages
from qa_bot.language.stemming import stem

__all__ = ["ASKED_TERMS", "FUNCTION_TERMS", "FUNCTION_WORDS", "REQUEST", "grammar_of"]

FUNCTION_WORDS = """
    a about above after again all also although am among an and any are as at be because been before being
    between both but by can could did do does doing done down during each either else ever every few for from
    get gets give given gives go goes got had has have having he her here hers him his how i if in into is it
    its just last let like made make makes many may me might mine more most much must my name named near no
    nor not of off often on once one only or other our out over own per please said say says she should since
    so some still such take tell than that the their them then there these they this those through till to
    too under until up us use very was way we well went were what when where whether which while who whom
    whose why will with within without would yet you your
"""
REQUEST = re.compile(
    r"^\W*(?:please )?(?:explain|describe|summari[sz]e|list|define|compare|discuss|outline)\b"
    r"|\bwhat (?:else |has |have |had |is |was )?happen(?:s|ed|ing)?\b"
    r"|\bis it (?:true|so) that\b|\b(?:have|did) (?:you|anyone|anybody) (?:ever )?hear[d]?\b"
    r"|\baccording to\b|\bin the (?:news|articles?|papers?)\b"
    r"|\b(?:write|writes|wrote|written|report|reports|reported|publish|published|tell|told|mention|mentioned)"
    r"(?= (?:about|on|of|that)\b)",
    re.IGNORECASE,
)
"""What is asked of the answer, and not of its subject."""
ASKED_TERMS = frozenset(
    stem(word, "en")
    for word in [
        "true",
        "false",
        "heard",
        "hear",
        "happen",
        "happened",
        "happening",
        "mention",
        "mentioned",
        "article",
        "articles",
        "author",
        "authors",
        "text",
        "texts",
        "passage",
        "news",
        "say",
        "said",
        "according",
        "tell",
        "told",
        "know",
        "known",
        "anybody",
        "anyone",
        "someone",
        "somebody",
        "something",
        "anything",
        "everybody",
        "everyone",
        "nobody",
        "write",
        "wrote",
        "written",
        "report",
        "reported",
        "read",
        "question",
        "answer",
        "actually",
        "exactly",
        "really",
        "kind",
        "sort",
        "called",
        "many",
    ]
)
"""Terms of asking, which are missed by nobody where no passage has them."""
FUNCTION_TERMS = frozenset(stem(word, "en") for word in FUNCTION_WORDS.split())
"""Terms that a question has for its grammar alone."""


@cache
def grammar_of(language: str) -> frozenset[str]:
    """Give the terms that a question of a language has for its grammar alone."""
    words = languages.FUNCTION_WORDS[language].split() if language != "en" else []
    return FUNCTION_TERMS | {stem(word, "en") for word in words}
