"""The words that answer: the likeliest of the kind that the question asks for, if they are likely enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.language.questions import AnswerType, is_of_type
from qa_bot.retrieval.passage_analysis import analyze_passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_bot.core.types import AnswerSpan, Passage, Reading
    from qa_bot.retrieval.query_analysis import Question


def answer_span(
    question: Question, passage: Passage, reading: Reading | None, least: float
) -> AnswerSpan | None:
    """Return the words of a passage that answer, None if there are none of a confidence of `least`."""
    found = next(_of_wanted_type(question, passage, reading), None) if reading else None
    return found if found and found.confidence >= least else None


def lacks_wanted_type(question: Question, passage: Passage, reading: Reading) -> bool:
    """Check whether a question asks for a number, a time, a name or a place, and no words found are one."""
    return next(_of_wanted_type(question, passage, reading), None) is None


def _of_wanted_type(question: Question, passage: Passage, reading: Reading) -> Iterator[AnswerSpan]:
    asked, language = question.asked, analyze_passage(passage).language
    is_loose = asked.answer_type is AnswerType.NAME and not asked.wants_name  # as "whose" asks
    wanted = AnswerType.ANY if is_loose else asked.answer_type
    for span in reading.spans:
        if wanted is AnswerType.ANY or is_of_type(wanted, span.text, question.words, language):
            yield span
