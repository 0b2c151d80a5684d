"""The place of a passage in its article, and the card's other hits in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_bot.wording.citations import position_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_bot.core.types import Article, Highlight, Passage


@dataclass(frozen=True, slots=True)
class Location:
    """A place in an article to read; without a passage, its top."""

    passage: Passage | None
    highlight: Highlight | None = None
    """What to mark in the passage; None if that is not known."""
    id: str = ""
    """The article's id where there is no passage."""
    question: str = ""
    """The question that the hits answer; "" if none does."""
    others: tuple[Location, ...] = ()
    """The answer's other hits in this article."""

    @property
    def article(self) -> str:
        """The article's id."""
        return self.passage.article if self.passage else self.id

    @property
    def hits(self) -> tuple[Location, ...]:
        """All hits in this article, this place first; none where it has no passage."""
        return (self, *self.others) if self.passage else ()

    @property
    def unmarked(self) -> list[Passage]:
        """The passages of which it is not known what answers in them."""
        return [hit.passage for hit in self.hits if hit.passage and hit.highlight is None]

    def among(self, hits: Iterable[Location], question: str) -> Location:
        """Return this place together with those of an answer's hits that are in the same article."""
        others = (hit for hit in hits if hit.article == self.article and hit.passage != self.passage)
        return replace(self, others=tuple(others), question=question)


def number_in(article: Article, passage: Passage) -> int:
    """Return the number of the paragraph that contains the passage; 0 for none.

    The article may be newer than the passage. Of several paragraphs, the one closest to the passage's own
    number is returned, the earlier of two at the same distance.
    """
    holding = (n for n, text in enumerate(article.paragraphs, start=1) if passage.text in text)
    return min(holding, key=lambda n: abs(n - passage.paragraph), default=0)


def position_in(article: Article, passage: Passage) -> str:
    """Return "paragraph n of m" in this article, or that the passage is no longer in it."""
    number = number_in(article, passage)
    if not number:
        return "This passage is no longer in the article."
    return position_of(replace(passage, paragraph=number, paragraphs=len(article.paragraphs)))
