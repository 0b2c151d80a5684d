"""An English question -> its words, noun phrases, names and times, found by form and by short word lists.

This is no parser: a noun phrase is a run of words that are neither grammar nor one of the common verbs, with
the prepositional phrases behind it. That is enough to fill the gap of a follow-up question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from qa_bot.language.grammar import grammar_words
from qa_bot.language.language import words
from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.word_lists import (
    ACRONYMS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    NOUN_OR_VERB,
    PLACE_PREPOSITIONS,
    PLACES,
    PREPOSITIONS,
    PRONOUNS,
    QUESTION_WORDS,
    VERBS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["TIME", "Phrase", "Phrases", "Word", "without_mark"]

_WORD: Final = re.compile(
    r"[^\W_]+(?:[.&-][^\W_]+|['\u2019](?!s\b)[^\W_]+)*|['\u2019]s?\b|['\u2019](?=\s)|[,;:$%]"
)
_MONTHS: Final = "|".join(name.capitalize() for name in ENGLISH.months)
_YEAR: Final = r"(?:1[5-9]|20)\d\d"
_COUNT: Final = r"(?:an?|one|two|three|four|five|six|ten|twenty|fifty|\d+)"
_UNIT: Final = "(?:year|month|week|day|decade|century|centurie|quarter)s?"
_PART: Final = "(?:end|beginning|start|close|middle|(?:first|second) (?:half|quarter|six months))"
TIME: Final = re.compile(
    rf"\b(?:(?:at|by|since|until|till|before|after|in|on|from|during|as of) )?"
    rf"(?:(?:the |its )?{_PART} of )?"
    rf"(?:(?:\d{{1,2}} )?(?:{_MONTHS})(?: \d{{1,2}}\b,?)?(?: {_YEAR}\b)?|(?:(?:the )?year )?{_YEAR}\b"
    rf"|{_COUNT} {_UNIT} (?:ago|before|earlier|later)|(?:the |that )?{_UNIT} (?:before|earlier|after)"
    rf"|(?:last|next|this|that|the previous|the following) {_UNIT}"
    rf"|the {_PART}(?: of (?:the |that )?year)?|(?:the )?(?:1[5-9]|20)\d0s"
    r"|today|yesterday|tomorrow|nowadays|now|(?:a )?(?:long )?while ago)(?!\w)",
    re.IGNORECASE,
)
"""A point or a stretch of time, with its preposition."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a mark that parts words."""

    text: str
    start: int
    """In characters of the text, as `end`."""
    end: int

    @property
    def low(self) -> str:
        """The word in lower case."""
        return self.text.lower()

    @property
    def is_capital(self) -> bool:
        """Whether it is written like a name."""
        return self.text[0].isupper() and self.low not in ACRONYMS


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: text[start:end], with its article and with the prepositional phrases behind it."""

    text: str
    start: int
    end: int
    head_end: int
    """End of the noun phrase without what follows it."""
    words: tuple[Word, ...]
    """The words before `head_end`, without the article."""
    preposition: str
    """The preposition in front of it, in lower case; "" for none."""

    @property
    def names(self) -> tuple[Word, ...]:
        """Its words with a capital."""
        return tuple(word for word in self.words if word.is_capital)

    @property
    def is_place(self) -> bool:
        """Whether it names a known place, or any name stands behind a preposition of place."""
        known = any(word.low in PLACES for word in self.words) and len(self.names) == len(self.words)
        return known or (bool(self.names) and self.preposition in PLACE_PREPOSITIONS)

    @property
    def is_plural(self) -> bool:
        """Whether its noun looks like a plural."""
        noun = self.words[-1].low
        return noun in {"people", "men", "women", "children", "police", "staff", "media"} or (
            len(noun) > 3 and noun.endswith("s") and not noun.endswith(("ss", "us", "is", "news"))  # noqa: PLR2004
        )

    @property
    def has_plural(self) -> bool:
        """Whether any of its words looks like a plural."""
        return self.is_plural or any(len(word.low) > 3 and word.low.endswith("s") for word in self.words)  # noqa: PLR2004

    @property
    def is_only_names(self) -> bool:
        """Whether each of its words has a capital."""
        return len(self.names) == len(self.words)


class Phrases:
    """What an English question consists of."""

    def __init__(self, text: str) -> None:
        """Take a question without filters."""
        self.text = without_mark(text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words and marks, in order; a possessive ending is a word."""
        return tuple(Word(match[0], *match.span()) for match in _WORD.finditer(self.text))

    @cached_property
    def lows(self) -> tuple[str, ...]:
        """The words in lower case."""
        return tuple(word.low for word in self.words)

    @cached_property
    def times(self) -> tuple[tuple[int, int], ...]:
        """The places of times in the text."""
        return tuple(match.span() for match in TIME.finditer(self.text))

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Its noun phrases without those that only continue another."""
        found: list[Phrase] = []
        for phrase in self.heads:
            if not found or phrase.start >= found[-1].end:
                found.append(self._extended(phrase))
        return tuple(found)

    @cached_property
    def heads(self) -> tuple[Phrase, ...]:
        """Its noun phrases, each without what follows it; times are none."""
        return tuple(self._heads())

    def is_content(self, here: int) -> bool:
        """Check whether a word is part of a noun phrase rather than grammar or a verb."""
        return here != self._unlisted_verb and self._may_be_content(here)

    @cached_property
    def _unlisted_verb(self) -> int:
        """The place of a verb, or of what "is" tells of a subject, that no list has; -1 if none.

        In "did Ada Lind retire" and "is the harbour bridge safe" it is the last of the content words behind
        "did" and "is", unless one before it may be a verb.
        """
        lows, start = self.lows, self._verb_expected_from
        later = range(start, len(lows)) if start else range(0)
        known = VERBS | NOUN_OR_VERB | BE
        if any(lows[here] in known and not self._may_be_content(here) for here in later):
            return -1
        run: list[int] = []
        for here in later:
            if self._may_be_content(here):
                run.append(here)
            elif run:
                break
        may_be_verbs = [here for here in run[1:] if lows[here] in NOUN_OR_VERB] or run[1:][-1:]
        return may_be_verbs[0] if may_be_verbs and not self.words[may_be_verbs[0]].is_capital else -1

    @property
    def _verb_expected_from(self) -> int:
        """The place behind "do", a modal, or the "is" of a question for yes or no; 0 if there is none."""
        if self.lows[:1] and self.lows[0] in BE and self.lows[1:2] and self.lows[1] not in _SUBJECTS:
            return 1
        return next((here + 1 for here, low in enumerate(self.lows) if low in _WANT_A_VERB), 0)

    def _may_be_content(self, here: int) -> bool:
        word, low = self.words[here], self.lows[here]
        before = self.lows[here - 1] if here else ""
        is_timed = any(start <= word.start < end for start, end in self.times)
        if not word.text[0].isalnum() or is_timed or before == "how":
            return False
        is_name = bool(here) and word.is_capital and len(low) > 2 and low not in DETERMINERS  # noqa: PLR2004
        if low in (GRAMMAR if before in DETERMINERS else GRAMMAR | _ADVERBS) and not is_name:
            return False
        if here and word.is_capital:
            return True
        if low in NOUN_OR_VERB:
            return before in DETERMINERS or not self._ends_a_clause(here)
        is_verb = before in BE and low.endswith("ing") and len(low) > _LONGEST_NOUN_IN_ING
        is_verb = is_verb or (low.endswith("ed") and len(low) > _LONGEST_NOUN_IN_ED and self._is_behind(here))
        return not is_verb and (low not in VERBS or before in DETERMINERS)

    def _ends_a_clause(self, here: int) -> bool:
        """Check whether a word that may be a verb stands behind the subject of a question without "be"."""
        return BE.isdisjoint(self.lows[:here]) and self._is_behind(here)

    def _is_behind(self, here: int) -> bool:
        """Check whether a word is the last of a run of content words, and not the only one."""
        after = self.lows[here + 1] if here + 1 < len(self.lows) else ""
        return (not after or after in GRAMMAR) and here > 0 and self._may_be_content(here - 1)

    def _heads(self) -> Iterator[Phrase]:
        run: list[int] = []
        for here in range(len(self.words) + 1):
            inside = here < len(self.words) and (
                self.is_content(here) or (run and self.lows[here] in _POSSESSIVE)
            )
            if inside:
                run.append(here)
            elif run:
                yield self._phrase(run)
                run = []

    def _phrase(self, run: Sequence[int]) -> Phrase:
        first, last = run[0], run[-1]
        if self.lows[last] in _POSSESSIVE:
            last -= 1
        before = first - 1
        while before >= 0 and self.lows[before] in DETERMINERS:
            before -= 1
        start = self.words[before + 1].start
        end = self.words[last].end
        preposition = self.lows[before] if before >= 0 and self.lows[before] in PREPOSITIONS else ""
        words = tuple(self.words[here] for here in run if here <= last and self.words[here].text[0].isalnum())
        return Phrase(self.text[start:end], start, end, end, words, preposition)

    def _extended(self, phrase: Phrase) -> Phrase:
        """Add the prepositional phrases directly behind a noun phrase."""
        end = phrase.end
        for other in self.heads:
            between = self.text[end : other.start].strip().lower()
            if other.start >= end and between in _JOINING:
                end = other.end
        return Phrase(
            self.text[phrase.start : end], phrase.start, end, phrase.end, phrase.words, phrase.preposition
        )


def without_mark(text: str) -> str:
    """Return a question without its question mark and the full stops behind it."""
    return text.strip().rstrip("?!. ").strip()


_LONGEST_NOUN_IN_ING: Final = 4
"""Letters of "king" and "ring"; a longer word behind "is" is a verb."""
_ADVERBS: Final = words("first again ever still already only")
_SUBJECTS: Final = words("there this that it he she they these those")
_LONGEST_NOUN_IN_ED: Final = 5
"""Letters of "speed"; a longer word behind a noun is a verb: "firms reopened"."""
_WANT_A_VERB: Final = words("do does did will would can could should must")
_POSSESSIVE: Final = frozenset({"'s", "\u2019s", "'", "\u2019"})
_JOINING: Final = frozenset({"of", "for", "in", "on", "at", "against", "between", "and"})
"""Words that tie a noun phrase to the one before it."""
GRAMMAR: Final = grammar_words(ENGLISH) | QUESTION_WORDS | AUXILIARIES | PREPOSITIONS | DETERMINERS | PRONOUNS
