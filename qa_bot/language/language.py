"""What is particular to a language, as one frozen value.

A rule that judges or ranks takes its words from the language of the question or of the passage. Where a list
is empty the rule does nothing, so that no language is judged by the words of another.

Patterns are alternatives of regular expressions, "city|town": lower case, without groups that capture. In a
language that writes spaces they match whole words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

__all__ = ["UNKNOWN", "Answers", "Language", "Questions", "in_order", "words"]


def words(text: str) -> frozenset[str]:
    """Return the words of a text that white space separates."""
    return frozenset(text.split())


def in_order(text: str) -> tuple[str, ...]:
    """Return the words of a text in its order."""
    return tuple(text.split())


class Questions(NamedTuple):
    """How a language asks. All of it is empty for a language whose questions cannot be told apart."""

    who: str = ""
    """Pattern of the words that ask for a person, as are the next ones for other things."""
    when: str = ""
    where: str = ""
    what: str = ""
    why_or_how: str = ""
    yes_no: str = ""
    """Pattern of the words that begin a question of yes or no; without spaces, that it has anywhere."""
    openers: str = ""
    """Pattern of the words that may stand before a question word that begins a sentence: "in which city"."""
    how_many: str = ""
    """Pattern of what makes a "what" or "how" question one of a number."""
    what_time: str = ""
    """Pattern of what makes a "what" question one of a time."""

    number: str = ""
    """Pattern of what asks for a number; the first of these four that matches is the type of the answer."""
    time: str = ""
    place: str = ""
    name: str = ""
    wants_number: str = ""
    """Pattern at the beginning of a question that nothing but a number answers."""
    wants_name: str = ""
    """Pattern at the beginning of a question that nothing but a name answers."""

    requests: str = ""
    """Pattern of what is asked of the answer and not of its subject: "explain"."""
    asking_words: frozenset[str] = frozenset()
    """Words of asking that nobody misses where no passage has them: "true", "mentioned"."""
    unsaid: str = ""
    """Pattern of what a question says and no answer: "how long"."""

    @property
    def question_words(self) -> tuple[str, ...]:
        """All words that ask, in alphabetical order."""
        patterns = (self.who, self.when, self.where, self.what, self.why_or_how)
        return tuple(sorted(word for pattern in patterns for word in pattern.split("|") if word))


class Answers(NamedTuple):
    """How a language says what a question may ask for."""

    numbers: str = ""
    """Pattern of numbers that are spelt out; those in digits are known."""
    times: str = ""
    """Pattern of times; years are known."""
    capitals: str = ""
    """The capital letters, as in a character class, of a language in which only names have them within a
    sentence; empty for one without capitals, or whose common nouns have them as well."""
    places: str = ""
    """Pattern of what stands before the name of a place."""


_NO_QUESTIONS, _NO_ANSWERS = Questions(), Answers()


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language."""

    code: str
    """ISO 639-1."""
    name: str
    """In English."""
    function_words: frozenset[str] = frozenset()
    """Words of grammar and of asking, by which a text's language is told."""
    everyday_words: frozenset[str] = frozenset()
    """Other frequent words of short questions that English lacks, "kostet". They decide between languages
    that have equally many function words in a text."""
    letters: frozenset[str] = frozenset()
    """Its letters, in lower case, that English lacks; they decide likewise."""
    further_grammar: frozenset[str] = frozenset()
    """Words that a question has for its grammar alone as well, but that do not tell its language."""
    clitics: frozenset[str] = frozenset()
    """What is left of words at an apostrophe: the "s" of "it's"."""
    grammar: str = ""
    """Pattern of grammar and of asking in a language that writes no spaces."""
    has_spaces: bool = True
    months: tuple[str, ...] = ()
    """The names of the twelve months in lower case."""
    month_forms: tuple[tuple[str, ...], ...] = ()
    """Other forms of all or of the first ones, in the same order."""
    stemmer: str | None = None
    """Its name in the BM25 library: arabic, danish, dutch, english, finnish, french, german, greek,
    hungarian, italian, norwegian, portuguese, romanian, russian, spanish, swedish, tamil or turkish. None for
    any other language."""
    capitalises_nouns: bool = False
    decimal_comma: bool = False
    """Whether a comma is before fractions, and a point parts thousands."""
    opposites: tuple[tuple[str, str], ...] = ()
    """Words that deny each other."""
    not_opposed: str = ""
    """Pattern of where such words deny nothing: "how old", "at least"."""
    endings: str = ""
    """Pattern of the endings of inflected words, which nobody mistypes; one is nothing."""
    family_endings: tuple[str, ...] = ()
    """Endings of words of one family, whose stems are not the same."""
    negation: str = ""
    """Pattern of words that end in a negation."""
    questions: Questions = _NO_QUESTIONS
    answers: Answers = _NO_ANSWERS


UNKNOWN: Final = Language(code="", name="unknown")
"""Any other language: its lists are empty, so that no rule judges."""
