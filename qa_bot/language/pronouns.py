"""The pronouns of an English question that stand for something outside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from qa_bot.language.detection import language_of
from qa_bot.language.language import words
from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.phrases import Phrases
from qa_bot.language.word_lists import AUXILIARIES, BE, BOUNDARIES, QUESTION_WORDS, VERBS

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Pronoun", "pronouns_of", "unresolved"]

_ASKING: Final = QUESTION_WORDS | AUXILIARIES
_PERSONAL: Final = words("he she him his her hers it its they their them there theirs")
_SUBJECTS: Final = words("he she they it")
_AFTER_THERE: Final = words("now today all before after since during")
_SAYING: Final = words("say says said think thinks believe believes claim claims")
_EXPLETIVE: Final = re.compile(
    r"\bwhat (?:time|day|date) is it\b|\bwhat is it like to\b"
    r"|\bit(?:'s| is| was)? (?:true|so(?! \w)|rain|rains|snows|snowed|rained)\b"
    r"|\bhow (?:far|long|hard|easy|safe|likely) (?:is|was) it (?:to|from|for)\b|\b(?:is|was) it that\b"
    r"|\b(?:is|was|will|would) it (?:be )?(?:\w+ ){0,2}?(?!\w+ed\b)\w+(?: for (?:\w+ )?\w+)? to\b"
    r"|\bit (?:is|was|will be|would be) (?:\w+ ){0,2}?\w+(?: for (?:\w+ )?\w+)? to\b"
    r"|\b(?:is|was|will|would|has) it (?:be )?(?:\w+ ){1,3}?that\b"
    r"|\b(?:(?:is|was) it|it (?:is|was)) (?:so |very |too )?(?:hard|easy|difficult|important|possible) for\b"
    r"|\b(?:has|did) it (?:\w+ )?become\b|\bma(?:ke|kes|king|de) it (?:\w+ )?\w+ (?:to|for|that)\b"
    r"|\bdoes it mean (?:for|to|if|when|that)\b|\bit (?:\w+ )?takes?\b(?! effect| place| part| off)(?= \w)"
    r"|\bdo(?:es)? it (?:take(?! effect| place| part| off)|cost|matter|need)(?= \w)"
    r"|\bdid it (?:take|cost)(?= \w)"
    r"|\b(?:does|did|will|is|was) it (?:rain|snow|going to rain|raining|snowing)\b",
    re.IGNORECASE,
)
_RELATIVE_TIME: Final = re.compile(
    r"(?:and |but )?(?:an?|one|two|three|four|five|six|ten|\d+) (?:year|month|week|day|decade)s?"
    r" (?P<lean>before|earlier|later|after)",
    re.IGNORECASE,
)
_WITHIN: Final = re.compile(r"\b(?P<lean>(?:this|that) (?:article|digest|text|document))\b", re.IGNORECASE)


class Pronoun(NamedTuple):
    """A pronoun that points outside its question."""

    start: int
    """In characters, as `end`."""
    end: int
    low: str
    """The word in lower case."""
    owns: bool
    """Whether it is a possessive."""
    after_of: bool
    """Whether "of" stands before it: "how many of them"."""


def unresolved(question: str) -> str:
    """Return the first word of an English question that points outside it; "" for none.

    That is a personal pronoun, "that article", or "before" in "one month before".
    """
    phrases = Phrases(question)
    if match := _RELATIVE_TIME.fullmatch(phrases.text):
        return match["lean"].lower()
    if match := _WITHIN.search(phrases.text):
        return match["lean"]
    is_asking = not _ASKING.isdisjoint(phrases.lows[:3])
    for pronoun in pronouns_of(phrases) if is_asking else ():
        if pronoun.low != "there" and language_of(re.findall(r"\w+", question), question) is ENGLISH:
            return phrases.text[pronoun.start : pronoun.end]
    return ""


def pronouns_of(phrases: Phrases) -> Iterator[Pronoun]:
    """Yield the pronouns of a question that stand for nothing in it, in order."""
    for here, word in enumerate(phrases.words):
        low = phrases.lows[here]
        if low not in _PERSONAL or (low == "it" and _is_expletive(phrases, here)):
            continue
        before = phrases.lows[here - 1] if here else ""
        following = phrases.lows[here + 1] if here + 1 < len(phrases.lows) else ""
        if low == "there" and (not here or before in BE or not _ends_or_is_timed(phrases, here + 1)):
            continue
        owns = low in {"his", "its", "their"} or (low == "her" and _is_noun_next(phrases, here))
        owns = owns or (low == "it" and following in {"'s", "\u2019s"})
        if not _has_antecedent(phrases, here, owns=owns):
            yield Pronoun(word.start, word.end, low, owns, before == "of")


def _ends_or_is_timed(phrases: Phrases, here: int) -> bool:
    """Check whether a question ends at a word, or goes on with a time."""
    if here == len(phrases.words):
        return True
    start = phrases.words[here].start
    return phrases.lows[here] in _AFTER_THERE or any(start == time for time, _ in phrases.times)


def _is_expletive(phrases: Phrases, here: int) -> bool:
    """Check whether an "it" stands for nothing: "is it true that", "how long does it take to"."""
    start = phrases.words[here].start
    return any(match.start() <= start < match.end() for match in _EXPLETIVE.finditer(phrases.text))


def _is_noun_next(phrases: Phrases, here: int) -> bool:
    return here + 1 < len(phrases.words) and (phrases.is_content(here + 1) or phrases.lows[here + 1] in VERBS)


def _has_antecedent(phrases: Phrases, here: int, *, owns: bool) -> bool:
    """Check whether a pronoun may stand for a phrase in front of it in the same question.

    In one clause an object never stands for the subject, so a phrase counts only with a boundary between
    the two; a possessive may stand for any phrase before it.
    """
    start, low = phrases.words[here].start, phrases.lows[here]
    plural = low in {"they", "them", "their", "theirs"}
    earlier = [phrase for phrase in phrases.heads if phrase.end <= start]
    if low in {"it", "its"}:
        earlier = [phrase for phrase in earlier if not phrase.is_plural]
    if plural and not owns:
        earlier = [phrase for phrase in earlier if phrase.has_plural or phrase.names]
    if low == "there":
        return any(phrase.names for phrase in phrases.heads)
    if low == "they" and any(phrase.is_place for phrase in phrases.heads):
        return True  # people in general: "Do they drive on the left in Ireland?"
    if owns:
        is_before = "," in phrases.lows[here:] and any(word.is_capital for word in phrases.words[1:])
        is_of_who = phrases.lows[0] == "who" and phrases.lows[1] not in AUXILIARIES
        # "After its opening, what did the theatre show?", "Who sold his boat?"
        return is_before or is_of_who or bool(earlier) or not _SUBJECTS.isdisjoint(phrases.lows[:here])
    ends = [phrase.end for phrase in earlier]
    if low in _SUBJECTS and len(earlier) > 1 and phrases.is_content(here - 1):
        return True  # "the day he left"
    return any(
        word.low in BOUNDARIES | _SAYING and min(ends) <= word.start < start for word in phrases.words if ends
    )
