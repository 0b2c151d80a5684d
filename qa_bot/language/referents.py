"""What a pronoun of a follow-up question stands for: a phrase of the question before, or its answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qa_bot.language.phrases import Phrases
from qa_bot.language.word_lists import BE, PERSONAL, POINTED_AT

if TYPE_CHECKING:
    from qa_bot.language.phrases import Phrase

__all__ = ["Before"]

_LONGEST_ANSWER: Final = 10
"""Words; a longer answer is a statement rather than a name."""
_NAME: Final = re.compile(r"[A-Z][\w.&'\u2019-]*(?: (?:(?:of|and|de|van|the) )?[A-Z][\w.&'\u2019-]*)*")
_FULL_NAME: Final = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}")
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
    r"^(?:who|whose|whom|which|what \w+ (?!for\b)|what (?:is|was) the name)", re.I
)
_ASKS_FOR_A_PERSON: Final = re.compile(r"^(?:who|whose|whom)\b", re.IGNORECASE)
_ASKS_WHAT_IS: Final = re.compile(r"^(?:what|who) (?:is|are|was|were) (?!the names? of)", re.IGNORECASE)


class Before:
    """The question before with the words that answered it."""

    def __init__(self, question: str, answer: str) -> None:
        """Take a question without filters, and its answer's words; "" for none."""
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
        """The question without question words and auxiliary: "the dam burst"."""
        rest = self.rest
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
        """Return whom "he" and "she" stand for; "" if unknown."""
        text = self.asked.text
        heads = self.asked.heads
        named_already = _ASKS_WHAT_IS.match(text) and heads and heads[0].is_only_names
        if _ASKS_FOR_A_PERSON.match(text) and not named_already and (name := self._name_in_answer()):
            return name
        named = [
            phrase
            for phrase in self.asked.heads
            if any(not word.text.isupper() for word in phrase.names) and not phrase.is_place
        ]
        named.sort(key=lambda phrase: len(phrase.names) < 2)  # noqa: PLR2004  a full name first
        if named:
            names = named[0].names
            return text[names[0].start : names[-1].end] if len(names) > 1 else names[0].text
        return ""

    def thing(self) -> str:
        """Return what "it" stands for; "" if unknown."""
        if answer := self._named_by_answer():
            return answer
        phrases = [phrase for phrase in self.asked.phrases if not phrase.is_plural]
        person = self.person() if self.has_personal else ""
        likely = [phrase for phrase in phrases if not (person and person in phrase.text)]
        best = [phrase for phrase in likely if not phrase.is_place] or likely or phrases
        return _definite(best[0]) if best else ""

    def several(self, *, last: bool = False) -> str:
        """Return what "they" stands for, the last plural of the question for "them"; "" if unknown."""
        plural = [phrase for phrase in self.asked.phrases if phrase.is_plural]
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
        texts = [self.asked.text[p.names[0].start : p.names[-1].end] for p in self.asked.heads if p.names]
        found = (name for text in (*texts, self.answer) for name in _NAME.findall(text))
        return next((name for name in found if _FULL_NAME.fullmatch(name) and part in name.split()), "")

    def _named_by_answer(self) -> str:
        """Return the answer to a question for a name, if it is one."""
        text = self.asked.text
        asks = _ASKS_FOR_A_NAME.match(text) and not _ASKS_WHAT_IS.match(text)
        is_person = _ASKS_FOR_A_PERSON.match(text)
        few = 0 < len(self.answer.split()) <= _LONGEST_ANSWER
        if not asks or is_person or not few or not _NAME.search(self.answer):
            return ""
        if text.lower().startswith("what ") and "name" not in self.asked.lows and self.asked.lows[1] in BE:
            return ""
        first, *others = self.answer.split(" ", 1)
        return " ".join([first.lower() if first in {"The", "A", "An"} else first, *others])

    def _name_in_answer(self) -> str:
        match = _NAME.search(self.answer)
        return match[0] if match and len(self.answer.split()) <= _LONGEST_ANSWER else ""


def _definite(phrase: Phrase) -> str:
    """Return a phrase with an article, unless it is a name alone or has one."""
    bare = phrase.text[0].islower() and phrase.words[0].text == phrase.text.split()[0]
    return f"the {phrase.text}" if bare else phrase.text
