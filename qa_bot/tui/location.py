"""The place of a passage in its article."""

from dataclasses import dataclass, replace

from qa_bot.core.types import Article, Highlight, Passage
from qa_bot.wording.citations import position_of


@dataclass(frozen=True, slots=True)
class Location:
    """A place in an article to read."""

    passage: Passage
    highlight: Highlight | None
    """What to mark in the passage."""


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
