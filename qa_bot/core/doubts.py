"""Why an answer is unsure, or why a question cannot be answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DoubtKind(StrEnum):
    """What speaks against an answer."""

    UNRESOLVED = "unresolved"
    """A word of the question points at something that is not known: "she"."""
    KEYWORDS_ONLY = "keywords_only"
    """The passages were found by their words alone."""
    NOTHING_ASKED = "nothing_asked"
    """The question has only function words."""
    NO_NUMBER = "no_number"
    """The question asks for a number, and the best passage has none that fits; likewise the next three."""
    NO_DATE = "no_date"
    NO_PLACE = "no_place"
    NO_NAME = "no_name"
    WORD_NOWHERE = "word_nowhere"
    """No article has a name or number of the question."""
    OPPOSITE = "opposite"
    """The answering sentence has the opposite of a word of the question."""
    WORD_ELSEWHERE = "word_elsewhere"
    """The best passage lacks a name, a number or, if it has these, the most telling word of the question."""
    NOT_SAID = "not_said"
    """The answer model reads no answer in the best passage."""
    WEAK = "weak"
    """Nothing of the above, but the scores are low."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason why an answer is unsure, or why nothing was found."""

    kind: DoubtKind
    words: tuple[str, ...] = ()
    """Words of the question that it is about, as typed."""
