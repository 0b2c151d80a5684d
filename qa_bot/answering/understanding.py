"""A question as it was likely meant: analysed, with likely typos corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_bot.retrieval.query_analysis import QuestionAnalyzer
from qa_bot.retrieval.spelling import Speller, respelt

if TYPE_CHECKING:
    from qa_bot.core.types import MissingWord
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.protocol import ArticleIndex
    from qa_bot.retrieval.query_analysis import Question


@dataclass(frozen=True, slots=True, eq=False)
class Understood:
    """A question as it was understood."""

    question: Question
    """With likely typos corrected."""
    words: tuple[MissingWord, ...]
    """Words of the question as typed that no passage has."""


class Understanding:
    """Analyses questions for one index; without an embedding while there is no encoder."""

    def __init__(self, index: ArticleIndex, encoder: Encoder | None) -> None:
        self._analyzer = QuestionAnalyzer(index, encoder)
        self._speller = Speller(index)

    def of(self, text: str) -> Understood:
        """Analyse a question, once more if a word of it was corrected."""
        question = self._analyzer.analyze(text)
        words = self._speller.missing_words(question)
        meant = respelt(text, words)
        return Understood(question if meant == text else self._analyzer.analyze(meant), words)
