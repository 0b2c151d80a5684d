"""Passages read by an answer model: whether each answers, and with which words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from qa_bot.core.types import AnswerSpan, Reading
from qa_bot.encoders.answer_model import ReadableText
from qa_bot.retrieval.passage_analysis import analyze_passage

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qa_bot.core.types import Passage
    from qa_bot.encoders.answer_model import FoundSpan, TextReading
    from qa_bot.retrieval.query_analysis import Question


_LONGEST_SYMBOL = 40
"""Characters of a number, a date or an abbreviation spelt out."""
_MOST_READ = 4_000
"""Characters of a question that are read with each passage: more than the few hundred tokens that a model
takes of it."""


class AnswerModel(Protocol):
    """Reads question and text together."""

    @property
    def name(self) -> str:
        """Name of the model, for a person."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hexadecimal) of the model. Equal fingerprints mean equal readings."""

    @property
    def languages(self) -> Collection[str]:
        """Codes of the languages that it reads."""

    def read(
        self, question: str, texts: Sequence[ReadableText], budget_tokens: int | None = None
    ) -> list[TextReading]:
        """Read the first texts, as many as the budget allows, and at least one: one reading each."""


def can_read(model: AnswerModel, question: Question) -> bool:
    """Check whether a model reads a question: in one of its languages, or in an unknown one."""
    code = question.language.code
    return question.embedding is not None and (not code or code in model.languages)


def read_passages(
    model: AnswerModel, question: Question, passages: Sequence[Passage], budget_tokens: int | None = None
) -> list[Reading]:
    """Read the first passages, as many as the budget allows: one reading each, in their order."""
    texts = [
        ReadableText(
            passage.source.title or "",
            passage.text,
            analyze_passage(passage).spans,
            in_writing_of(passage, question),
        )
        for passage in passages
    ]
    read = model.read(question.text[:_MOST_READ], texts, budget_tokens)
    return [
        Reading(one.log_odds, _answers(one.spans, text.text))
        for one, text in zip(read, texts, strict=False)  # the rest was not read
    ]


def in_writing_of(passage: Passage, question: Question) -> str:
    """Return a question with its numbers, months and abbreviations as a passage writes them.

    The analyzer knows that 17:30 is 5:30 p.m.; an answer model does not.
    """
    written: dict[str, tuple[int, int]] = {}
    for term in analyze_passage(passage).occurrences:
        written.setdefault(term.text, (term.start, term.end))
    asked: dict[tuple[int, int], list[str]] = {}
    for term in question.analyzed:
        if term.start > _MOST_READ:
            break
        if not term.beside:
            asked.setdefault((term.start, term.end), []).append(term.text)
    parts, done = [], 0
    for (start, end), terms in sorted(asked.items()):
        places = [written[term] for term in terms if term in written]
        if start < done or len(places) < len(terms):
            continue
        own = question.text[start:end]
        other = passage.text[min(place[0] for place in places) : max(place[1] for place in places)]
        is_same = any(map(_is_symbol, terms)) or other.casefold().startswith(own.rstrip(".").casefold())
        if is_same and len(other) <= _LONGEST_SYMBOL and own.casefold() != other.casefold():
            parts += [question.text[done:start], other]
            done = end
    return "".join([*parts, question.text[done:]])[:_MOST_READ]


def _is_symbol(term: str) -> bool:
    """Check whether a term is a number or an abbreviation."""
    return term.isupper() or any(character.isdigit() for character in term)


def _answers(spans: Sequence[FoundSpan], text: str) -> tuple[AnswerSpan, ...]:
    """Return the distinct words that may answer, each where it is likeliest; equal words add up."""
    found: dict[str, AnswerSpan] = {}
    for span in spans:
        words = text[span.start : span.end]
        first = found.get(words.casefold(), AnswerSpan(words, span.start, span.end, 0.0))
        found[words.casefold()] = replace(first, confidence=min(1.0, first.confidence + span.probability))
    return tuple(sorted(found.values(), key=lambda one: -one.confidence))
