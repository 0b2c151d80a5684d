"""What a pronoun of a follow-up question stands for: a phrase of the question before, or its answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qa_bot.language.language import words
from qa_bot.language.names import is_brand, is_persons_name, is_role, name_that_is, person_in, persons_in
from qa_bot.language.phrases import Phrases
from qa_bot.language.word_lists import (
    AUXILIARIES,
    BE,
    MEASURES,
    PERSONAL,
    PLACES,
    POINTED_AT,
    PRONOUNS,
    VERBS,
    WORKS,
)

if TYPE_CHECKING:
    from qa_bot.language.phrases import Phrase

__all__ = ["Before"]

_OPENING: Final = re.compile(
    r"^(?:and |but )?(?:(?P<by>by|since|until|in|at|to|from|for|on|with|of|under) )?"
    r"(?P<wh>how (?:many|much)|how (?!do\b|did\b|does\b|is\b|was\b|were\b|has\b|can\b|could\b)\w+"
    r"|what (?:is|was|are|were) the names? of|what|which|who|whom|whose|when|where|why|how)\b ?",
    re.IGNORECASE,
)
_AUXILIARY: Final = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must)\b ?",
    re.IGNORECASE,
)
_ASKS_FOR_A_NAME: Final = re.compile(
    r"^(?:who|whose|whom|which|what \w+ (?!for\b)|what (?:is|was) the name)", re.IGNORECASE
)
_ASKS_FOR_A_PERSON: Final = re.compile(r"^(?:who|whose|whom)\b", re.IGNORECASE)
_ASKS_WHAT_IS: Final = re.compile(r"^(?:what|who) (?:is|are|was|were) (?!the names? of)", re.IGNORECASE)
_ASKS_WHO_IS: Final = re.compile(r"^who (?:is|was) ", re.IGNORECASE)
_OF_THINGS: Final = words("""
    bought built developed develops found founded heads joined leads made makes owned owns publishes runs
    sells sold use used using
""")
"""Verbs of which the object is a thing or a company rather than a person."""
_OWNER: Final = re.compile(r"(?<!\bthe )(?<!\bThe )\b([A-Z][\w-]+(?: [A-Z][\w-]+)*)['\u2019]s(?!\w)")
_INVERTED: Final = re.compile(
    r"(?:how (?:many|much)|what|which) (?:\w+ ){1,5}?(?:do|does|did) (?!not )\w", re.IGNORECASE
)
"""The beginning of a question about an object: "how many users did the app have"."""
_FIGURES: Final = MEASURES | words("""
    area budget cost depth distance gdp height income length population profit revenue salary size speed
    temperature turnover weight width
""")
"""Nouns of what has a value rather than a time."""
_FULL_NAME: Final = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}")
_FULL_NAME_WORDS: Final = 2
_LONGEST_BARE_NAME: Final = 3
_LONGEST_DESCRIPTION: Final = 10
"""Words of an answer that describes a thing rather than naming it."""


class Before:
    """The question before with the words that answered it."""

    def __init__(self, question: str, answer: str, said_by: str = "") -> None:
        """Take a question without filters, and its answer's words; "" for none.

        `said_by` is a person who was named after that: the answer to "who said that?".
        """
        self.said_by = said_by
        self.asked = Phrases(question)
        self.answer = " ".join(answer.split()).strip(" .,;")
        self.opening = _OPENING.match(self.asked.text)
        self.has_personal = not PERSONAL.isdisjoint(self.asked.lows)

    @property
    def rest(self) -> str:
        """The question without its question words: "did the dam burst"."""
        return self.asked.text[self.opening.end() if self.opening else 0 :]

    @property
    def statement(self) -> str:
        """The question without question words and auxiliary, "the dam burst", if that is a statement."""
        return self.whole if _INVERTED.match(self.asked.text) else self.predicate

    @property
    def whole(self) -> str:
        """The question as it continues a sentence: "when did the dam burst"."""
        text = self.asked.text
        is_grammar = self.opening is not None or _AUXILIARY.match(text) is not None
        return f"{text[:1].lower()}{text[1:]}" if is_grammar else text

    @property
    def predicate(self) -> str:
        """The question without question words and auxiliary: "the dam burst", "users did the app have"."""
        rest = self.rest
        if match := re.match(r"(is|was) it ", rest, re.IGNORECASE):
            return f"it {match[1].lower()} {rest[match.end() :]}"
        return (_AUXILIARY.sub("", rest) if self.opening or _AUXILIARY.match(rest) else rest) or rest

    @property
    def starts_with_auxiliary(self) -> bool:
        """Whether the question goes on with an auxiliary behind its question words, or begins with one."""
        return bool(_AUXILIARY.match(self.rest))

    @property
    def counted(self) -> str:
        """What "how many" asked about, or the plural that the question is about; "" for none."""
        found = [phrase for phrase in self.asked.phrases if phrase.is_plural]
        return found[0].text if found else ""

    def person(self) -> str:
        """Return whom "he" and "she" stand for; "" if unknown.

        That is who said it, the name in an answer to "who", a full name in the question, somebody without a
        name ("the mayor"), a single name, or two words in lower case where a name may be, in this order.
        """
        heads = self.asked.heads
        if self.said_by:
            return self.said_by
        if _ASKS_WHO_IS.match(self.asked.text) and heads and self._is_bare_name(heads[0]):
            return heads[0].text
        if _ASKS_FOR_A_PERSON.match(self.asked.text) and (name := person_in(self.answer)):
            return name
        roles = [phrase for phrase in self.asked.phrases if is_role(phrase)]
        inside = [(phrase.head_end, phrase.end) for phrase in roles]
        names = [
            self._name_of(phrase)
            for phrase in heads
            if is_persons_name(phrase)
            and self._word_before(phrase) not in _OF_THINGS
            and not any(start <= phrase.start < end for start, end in inside)
        ]
        names += [match[1] for match in _OWNER.finditer(self.asked.text) if not is_brand(match[1])]
        full = [name for name in names if " " in name]
        if full or roles:
            return full[0] if full else self._definite(roles[0])
        if names:
            return names[0]
        return next((phrase.text for phrase in heads[:1] if self._is_bare_name(phrase)), "")

    def thing(self) -> str:
        """Return what "it" stands for; "" if unknown."""
        if answer := self._named_by_answer():
            return answer
        person = self.person() if self.has_personal else ""
        phrases = [phrase for phrase in self.asked.phrases if self._may_be_it(phrase)]
        phrases = phrases or [phrase for phrase in self.asked.heads if self._may_be_it(phrase)]
        phrases = [phrase for phrase in phrases if not self._is_counted(phrase)] or phrases
        likely = [phrase for phrase in phrases if not (person and person in phrase.text)]
        best = [phrase for phrase in likely if not phrase.is_place] or likely or phrases
        return self._definite(best[0]) if best else ""

    def has_event(self) -> bool:
        """Check whether "it" would stand for something that happens, rather than a figure or its owner."""
        heads = Phrases(self.thing()).heads
        if not heads or heads[0].words[-1].low in _FIGURES:
            return False
        is_owner = heads[0].is_only_names and bool(_INVERTED.match(self.asked.text))
        return not (is_owner or any(word.low in PLACES for word in heads[0].words))

    def is_about_work(self) -> bool:
        """Check whether "it" would stand for something that is written: a book, a report, a law."""
        named = self._named_by_answer()
        words = [word for phrase in self.asked.heads[:1] for word in phrase.words] if named else ()
        thing = Phrases(self.thing()).words if not named else words
        return not WORKS.isdisjoint(word.low for word in thing)

    def several(self, *, last: bool = False) -> str:
        """Return what "they" stands for, the last plural of the question for "them"; "" if unknown."""
        plural = [phrase for phrase in self.asked.phrases if phrase.is_plural]
        plural = plural or [phrase for phrase in self.asked.heads if phrase.is_plural]
        if (answer := self._named_by_answer()) and not (last and len(plural) > 1):
            return answer
        if plural:
            return plural[-1 if last else 0].text
        named = [phrase for phrase in self.asked.phrases if phrase.names and not phrase.is_place]
        return named[0].text if named else ""

    def place(self) -> str:
        """Return where "there" is, with a preposition; "" if unknown."""
        if self.asked.lows[:1] == ("where",) and self.answer:
            return self.answer if self.answer.split()[0].islower() else f"in {self.answer}"
        for phrase in self.asked.heads:
            if phrase.is_place:
                return f"{phrase.preposition or 'in'} {phrase.text}"
        thing = self.thing()
        return f"at {thing}" if thing else ""

    def time(self) -> str:
        """Return when "then" was; "" if unknown."""
        if self.asked.lows[:1] == ("when",) and self.answer:
            return self.answer
        times = self.asked.times
        return self.asked.text[slice(*times[0])].strip() if times else ""

    def pointed_at(self, noun: str) -> str:
        """Return what "the company" or "the airline" stands for; "" if unknown."""
        for phrase in self.asked.phrases:
            if phrase.words[-1].low == noun:
                return self._named_by_answer() or phrase.text
        if noun not in POINTED_AT:
            return ""
        if answer := self._named_by_answer():
            return answer
        named = [phrase for phrase in self.asked.phrases if phrase.names and not phrase.is_place]
        return named[0].text if named else ""

    def full_name(self, part: str) -> str:
        """Return a name of two words and more of the question or answer that a capital word is part of."""
        texts = [self._name_of(phrase) for phrase in self.asked.heads if phrase.names]
        found = (name for text in (*texts, self.answer) for name in persons_in(text))
        return next((name for name in found if _FULL_NAME.fullmatch(name) and part in name.split()), "")

    def _named_by_answer(self) -> str:
        """Return the answer to a question for the name of a thing, if it is nothing but a name."""
        text, lows = self.asked.text, self.asked.lows
        asks = _ASKS_FOR_A_NAME.match(text) and not _ASKS_WHAT_IS.match(text)
        if not asks or _ASKS_FOR_A_PERSON.match(text) or len(lows) < _FULL_NAME_WORDS:
            return ""
        if lows[1] in MEASURES or (lows[0] == "what" and "name" not in lows and lows[1] in BE):
            return ""
        return name_that_is(self.answer) or self._described_by_answer()

    def _described_by_answer(self) -> str:
        """Return an answer such as "the court in Torvik" to "which court"."""
        first, *others = self.answer.split() or [""]
        asked_for = self.asked.heads[0].words[-1].low if self.asked.heads else ""
        lows = [word.lower() for word in others]
        is_short = len(lows) < _LONGEST_DESCRIPTION and (AUXILIARIES | VERBS).isdisjoint(lows)
        return (
            " ".join(["the", *others]) if first in {"the", "The"} and asked_for in lows and is_short else ""
        )

    def _name_of(self, phrase: Phrase) -> str:
        names = phrase.names
        return self.asked.text[names[0].start : names[-1].end]

    def _is_bare_name(self, phrase: Phrase) -> bool:
        """Check whether a phrase may be a person's name in a question that is typed in lower case."""
        words = phrase.words
        if phrase.is_only_names:
            return bool(_ASKS_WHO_IS.match(self.asked.text)) and not phrase.is_place
        is_bare = phrase.text == self.asked.text[words[0].start : words[-1].end]
        few = len(words) <= _LONGEST_BARE_NAME and (
            len(words) >= _FULL_NAME_WORDS or bool(_ASKS_WHO_IS.match(self.asked.text))
        )
        return self._is_low and is_bare and few and not phrase.is_plural and not is_role(phrase)

    @property
    def _is_low(self) -> bool:
        """Whether the question is typed without capitals, so that names have none either."""
        return self.asked.text == self.asked.text.lower()

    def _may_be_it(self, phrase: Phrase) -> bool:
        """Check whether a phrase is neither plural, nor a person, nor a measure, nor a verb behind "it"."""
        is_verb = self._word_before(phrase) in PRONOUNS
        return not (phrase.is_plural or is_role(phrase) or phrase.words[-1].low in MEASURES or is_verb)

    def _is_counted(self, phrase: Phrase) -> bool:
        """Check whether a phrase is the "money" of "how much money"."""
        is_first = self.opening is not None and phrase.start == self.opening.end()
        return is_first and self.asked.lows[0] == "how"

    def _word_before(self, phrase: Phrase) -> str:
        return (self.asked.text[: phrase.start].lower().split() or [""])[-1]

    def _definite(self, phrase: Phrase) -> str:
        """Return a phrase with an article, unless it has one or may be a name."""
        is_bare = phrase.text[0].islower() and phrase.words[0].text == phrase.text.split()[0]
        is_bare = is_bare and phrase.words[0].low not in PLACES
        return f"the {phrase.text}" if is_bare and not self._is_low_name(phrase) else phrase.text

    def _is_low_name(self, phrase: Phrase) -> bool:
        """Check for the bare subject of "does" in a question without capitals: "what does dingtalk cost"."""
        return self._is_low and self._word_before(phrase) in {"does", "did", "has", "is", "was"}
