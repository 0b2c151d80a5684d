"""The verdict on a question: what the model's probability allows, unless something raises a doubt.

A doubt never refuses an answer, it only keeps one from being sure: the best passage lacks a word of the
question, and an answer model reads no answer in it; or it lacks the kind of words that would answer, says the
opposite, or is about another month, year or name; no article has a name or a number of the question; or the
question has only function words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_bot.answering.answer_span import answer_span, lacks_wanted_type
from qa_bot.answering.missing_evidence import missing_from
from qa_bot.answering.other_subject import asks_about_a_name, other_subject
from qa_bot.core.doubts import Doubt, DoubtKind
from qa_bot.core.types import Verdict
from qa_bot.language.antonyms import has_opposite
from qa_bot.language.grammar import grammar_terms
from qa_bot.language.questions import AnswerType, kind_of, lacks_answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_bot.answering.highlighting import Highlighter, ReadPassage
    from qa_bot.answering.model import VerdictModel
    from qa_bot.answering.understanding import Understood
    from qa_bot.core.types import Hit, MissingWord
    from qa_bot.language.language import Language
    from qa_bot.retrieval.query_analysis import Question

_LACKED = {
    AnswerType.NUMBER: DoubtKind.NO_NUMBER,
    AnswerType.TIME: DoubtKind.NO_DATE,
    AnswerType.PLACE: DoubtKind.NO_PLACE,
    AnswerType.NAME: DoubtKind.NO_NAME,
}
_FROM_WORST = (Verdict.NOT_FOUND, Verdict.UNSURE, Verdict.ANSWERED)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How well ranked hits answer a question."""

    confidence: float
    """Estimated probability that they do, 0..1."""
    verdict: Verdict


class Judge:
    """Judges hits of one question, and reads each passage at most once for that."""

    def __init__(self, asked: Understood, highlighter: Highlighter, model: VerdictModel) -> None:
        self._asked, self._question = asked, asked.question
        self._highlighter, self._model = highlighter, model
        self._read: dict[str, ReadPassage] = {}
        self._hits: Sequence[Hit] = ()

    @property
    def depth(self) -> int:
        """Number of hits that are judged."""
        return self._model.judged

    def read(self, hit: Hit) -> ReadPassage:
        """Return a hit's passage with the features of its sentences and the words that answer."""
        passage = hit.passage
        if passage.id not in self._read:
            answer = answer_span(self._question, passage, hit.reading, self._model.span_from)
            self._read[passage.id] = self._highlighter.read(self._question, passage, answer)
        return self._read[passage.id]

    def judge(self, hits: Sequence[Hit], read: int | None = None) -> Judgement:
        """Judge ranked hits, of which the first `read` are read: as many as the model wants if not given."""
        if not hits:
            return Judgement(0.0, Verdict.NOT_FOUND)
        self._hits = hits
        first = [self.read(hit) for hit in hits[: read or self._model.read]]
        confidence = self._model.confidence(self._model.measure(self._question, hits, first))
        return Judgement(confidence, self.verdict(confidence, hits[0]))

    def verdict(self, confidence: float, best: Hit | None) -> Verdict:
        """Return the verdict on hits of a confidence, of which `best` is shown first; None for no hits."""
        if best is None:
            return Verdict.NOT_FOUND
        if self._question.embedding is None:
            return Verdict.UNSURE  # the model was fitted with vectors
        found = self._model.verdict(confidence)
        is_doubtful = found is Verdict.ANSWERED and (self._reads_as_none(best) or any(self._doubts(best)))
        return Verdict.UNSURE if is_doubtful else found

    def doubts(self, verdict: Verdict, best: Hit | None) -> tuple[Doubt, ...]:
        """Return why a verdict is unsure, the most telling reason first; nothing for the other verdicts."""
        if verdict is not Verdict.UNSURE or best is None:
            return ()
        if self._question.embedding is None:
            return (Doubt(DoubtKind.KEYWORDS_ONLY),)
        found = [*self._doubts(best)]
        if not any(doubt.kind is DoubtKind.WORD_ELSEWHERE for doubt in found):
            found += self._words_elsewhere(best)
        if self._reads_as_none(best):
            found.append(Doubt(DoubtKind.NOT_SAID))
        found = [doubt for doubt in found if doubt.kind is not DoubtKind.WEAK]
        return tuple(found or self._telling_word_elsewhere(best)) or (Doubt(DoubtKind.WEAK),)

    def answers_as_well(self, verdict: Verdict, hits: Sequence[Hit], hit: Hit) -> bool:
        """Check whether the verdict on ranked hits would be no worse with this one of them first."""
        if verdict is Verdict.NOT_FOUND or self._question.embedding is None:
            return True
        others = [other for other in hits if other.passage.id != hit.passage.id]
        own = self.judge([hit, *others], read=1).verdict
        return _FROM_WORST.index(own) >= _FROM_WORST.index(verdict)

    def _reads_as_none(self, best: Hit) -> bool:
        """Check whether an answer model reads no answer in a hit that lacks a word of the question.

        Where no word is lacking, it may not know that two writings mean the same, such as 17:30 and 5:30 p.m.
        """
        is_read_as_none = best.reading is not None and best.reading.log_odds < self._model.read_from
        return is_read_as_none and bool(self._lacking(best))

    def _lacking(self, best: Hit) -> set[str]:
        """Return the terms of the question, but for grammar, that a hit lacks."""
        here = self.read(best).analysis.terms
        return {term for term in self._question.idf if not self._question.is_covered(term, here)}

    def _doubts(self, best: Hit) -> Iterator[Doubt]:
        """Yield what keeps an answer from being sure."""
        question, own = self._question, self.read(best)
        if grammar_terms(question.language).issuperset(question.idf):
            yield Doubt(DoubtKind.NOTHING_ASKED)
        if question.asked.answer_type is AnswerType.NAME and asks_about_a_name(question):
            pass  # what describes "Ada Lind" is no name
        elif best.reading is not None and lacks_wanted_type(question, best.passage, best.reading):
            yield Doubt(_lacked_by(question))
        elif lacks_answer(question.asked, question.words, best.passage.text, own.analysis.language):
            yield Doubt(DoubtKind.NO_NUMBER if question.asked.wants_number else DoubtKind.NO_NAME)
        nowhere = [
            word.word
            for word in missing_from(best, self._asked.words)
            if _raises_doubt(word, question.language)
        ]
        if nowhere:
            yield Doubt(DoubtKind.WORD_NOWHERE, tuple(nowhere))
        if other := other_subject(question, best, self._hits):
            yield Doubt(DoubtKind.WORD_ELSEWHERE, other)
        if has_opposite(question.text, own.highlight().text, question.language):
            yield Doubt(DoubtKind.OPPOSITE)

    def _telling_word_elsewhere(self, best: Hit) -> Iterator[Doubt]:
        """Yield the rarest word of the question that the best passage lacks."""
        question, lacking = self._question, self._lacking(best)
        words = [term for term in question.analyzed if term.text in lacking]
        if words:
            rarest = max(words, key=lambda term: question.idf[term.text])
            yield Doubt(DoubtKind.WORD_ELSEWHERE, (question.text[rarest.start : rarest.end],))

    def _words_elsewhere(self, best: Hit) -> Iterator[Doubt]:
        """Yield names and numbers of the question that other passages have, but not the best one."""
        question, here = self._question, self.read(best).analysis.terms
        wanted = (question.names & question.idf.keys()) | question.numbers
        lacking = {term for term in wanted - question.unknown if not question.is_covered(term, here)}
        places = [(term.start, term.end) for term in question.analyzed if term.text in lacking]
        if places:
            yield Doubt(
                DoubtKind.WORD_ELSEWHERE,
                tuple(dict.fromkeys(question.text[start:end] for start, end in places)),
            )


def _lacked_by(question: Question) -> DoubtKind:
    """Return what no words of a passage are; a "when" inside another question asks for no date."""
    wanted = question.asked.answer_type
    is_aside = wanted is AnswerType.TIME and kind_of(question.text, question.language) != "when"
    return DoubtKind.WEAK if is_aside else _LACKED.get(wanted, DoubtKind.WEAK)


def _raises_doubt(word: MissingWord, language: Language) -> bool:
    """Check whether a missing word is a number, or a name in a language where capitals mark names.

    A name corrected to another may be another person's.
    """
    has_names = bool(language.answers.capitals)
    if word.read:
        return has_names and word.word[0].isupper()
    return word.word.isdigit() or (has_names and word.word != word.word.lower())
