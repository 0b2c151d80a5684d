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
        ReadableText(passage.source.title or "", passage.text, analyze_passage(passage).spans)
        for passage in passages
    ]
    read = model.read(question.text, texts, budget_tokens)
    return [
        Reading(one.log_odds, _answers(one.spans, text.text))
        for one, text in zip(read, texts, strict=False)  # the rest was not read
    ]


def _answers(spans: Sequence[FoundSpan], text: str) -> tuple[AnswerSpan, ...]:
    """Return the distinct words that may answer, each where it is likeliest; equal words add up."""
    found: dict[str, AnswerSpan] = {}
    for span in spans:
        words = text[span.start : span.end]
        first = found.get(words.casefold(), AnswerSpan(words, span.start, span.end, 0.0))
        found[words.casefold()] = replace(first, confidence=min(1.0, first.confidence + span.probability))
    return tuple(sorted(found.values(), key=lambda one: -one.confidence))
