"""The data of a language, as one frozen value.

A rule that judges or ranks uses the words of the question's or the passage's language. If a list is empty the
rule does nothing, so no language is judged by the words of another.

Patterns are alternatives of regular expressions, "city|town": lower case, without capturing groups. In a
language with spaces they match whole words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

__all__ = ["UNKNOWN", "Answers", "Language", "Questions", "in_order", "words"]


def words(text: str) -> frozenset[str]:
    """Return the words of a text that white space separates."""
    return frozenset(text.split())


def in_order(text: str) -> tuple[str, ...]:
    """Return the words of a text in order."""
    return tuple(text.split())


class Questions(NamedTuple):
    """How a language asks. All fields are empty for a language whose questions cannot be classified."""

    who: str = ""
    """Pattern of the words that ask for a person; the next ones ask for other things."""
    when: str = ""
    where: str = ""
    what: str = ""
    why_or_how: str = ""
    yes_no: str = ""
    """Pattern of the words that begin a yes-or-no question; without spaces, that it contains anywhere."""
    openers: str = ""
    """Pattern of the words that may precede a question word at the start of a sentence: "in which city"."""
    how_many: str = ""
    """Pattern of what makes a "what" or "how" question ask for a number."""
    what_time: str = ""
    """Pattern of what makes a "what" question ask for a time."""

    number: str = ""
    """Pattern of what asks for a number; the first of these four that matches is the type of the answer."""
    time: str = ""
    place: str = ""
    name: str = ""
    wants_number: str = ""
    """Pattern at the beginning of a question that only a number answers."""
    wants_name: str = ""
    """Pattern at the beginning of a question that only a name answers."""

    requests: str = ""
    """Pattern of requests about the answer rather than its subject: "explain"."""
    asking_words: frozenset[str] = frozenset()
    """Words of asking that are left out, and not reported missing, if no passage has them: "mentioned"."""
    unsaid: str = ""
    """Pattern of what questions say but answers do not, so that it is not missing: "how long", "any idea"."""

    @property
    def question_words(self) -> tuple[str, ...]:
        """All question words, in alphabetical order."""
        patterns = (self.who, self.when, self.where, self.what, self.why_or_how)
        return tuple(sorted(word for pattern in patterns for word in pattern.split("|") if word))


class Answers(NamedTuple):
    """The forms of possible answers in a language."""

    numbers: str = ""
    """Pattern of numbers in words; digits are always recognised."""
    times: str = ""
    """Pattern of times; years are always recognised."""
    capitals: str = ""
    """The capital letters, as in a character class, of a language that capitalises only names within a
    sentence; empty if it has no capitals, or capitalises common nouns too."""
    places: str = ""
    """Pattern of what precedes the name of a place."""


_NO_QUESTIONS, _NO_ANSWERS = Questions(), Answers()


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language."""

    code: str
    """ISO 639-1."""
    name: str
    """In English."""
    function_words: frozenset[str] = frozenset()
    """Function words and question words, which identify a text's language."""
    everyday_words: frozenset[str] = frozenset()
    """Other frequent words of short questions that English lacks, "kostet". They decide between languages
    that have equally many function words in a text."""
    letters: frozenset[str] = frozenset()
    """Its letters, in lower case, that English lacks; they decide likewise."""
    further_grammar: frozenset[str] = frozenset()
    """Other grammatical words of questions, which do not identify the language."""
    clitics: frozenset[str] = frozenset()
    """What remains of words at an apostrophe: the "s" of "it's"."""
    grammar: str = ""
    """Pattern of function and question words in a language without spaces."""
    has_spaces: bool = True
    months: tuple[str, ...] = ()
    """The names of the twelve months in lower case."""
    month_forms: tuple[tuple[str, ...], ...] = ()
    """Other forms of all or of the first ones, in the same order."""
    short_months: tuple[tuple[str, ...], ...] = ()
    """Short names, likewise, by which only questions are read; the full name if the short one is a word."""
    stemmer: str | None = None
    """Its name in the BM25 library: arabic, danish, dutch, english, finnish, french, german, greek,
    hungarian, italian, norwegian, portuguese, romanian, russian, spanish, swedish, tamil or turkish. None for
    any other language."""
    capitalises_nouns: bool = False
    decimal_comma: bool = False
    """Whether a comma precedes fractions, and a point separates thousands."""
    opposites: tuple[tuple[str, str], ...] = ()
    """Pairs of words that contradict each other."""
    not_opposed: str = ""
    """Pattern of phrases in which such words contradict nothing: "how old", "at least"."""
    endings: str = ""
    """Pattern of the endings of inflected words, which nobody mistypes; may match an empty ending."""
    family_endings: tuple[str, ...] = ()
    """Endings of words of one family that have different stems."""
    negation: str = ""
    """Pattern of words that end in a negation."""
    questions: Questions = _NO_QUESTIONS
    answers: Answers = _NO_ANSWERS


UNKNOWN: Final = Language(code="", name="unknown")
"""Any other language; its lists are empty, so that no rule applies."""
