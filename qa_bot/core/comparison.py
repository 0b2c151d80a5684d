"""What several articles say to one question, next to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa_bot.core.types import Highlight, Hit


@dataclass(frozen=True, slots=True)
class Statement:
    """What one article says to a question."""

    hit: Hit
    highlight: Highlight
    """The sentence, with the words in it that answer."""

    @property
    def date(self) -> str:
        """The article's date; "" if it states none."""
        return self.hit.passage.source.date or ""

    @property
    def words(self) -> str:
        """The words that answer."""
        return self.highlight.answer.text if self.highlight.answer else self.highlight.text


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answers of at least two articles to one question."""

    answers: tuple[tuple[Statement, ...], ...]
    """Each distinct answer with the articles that state it, one statement an article; newest first, by the
    newest article of each, and undated ones last."""

    @property
    def agrees(self) -> bool:
        """Whether all articles say the same."""
        return len(self.answers) == 1

    @property
    def articles(self) -> int:
        """Number of articles compared."""
        return sum(map(len, self.answers))
