"""Where a passage stands in its article, in words."""

from dataclasses import dataclass, replace

from qa_bot.core.types import Article, Passage


@dataclass(frozen=True, slots=True)
class Location:
    """A spot in an article that a person wants to read."""

    passage: Passage
    quote: str
    """Words of the passage to mark; empty for none."""


def position_of(passage: Passage) -> str:
    """Return "paragraph n of m"."""
    return f"paragraph {passage.paragraph} of {passage.paragraphs}"


def number_in(article: Article, passage: Passage) -> int:
    """Return the number of the paragraph that holds the passage's text, 0 where none does.

    The article may be newer than the passage: of several paragraphs the one nearest to the
    passage's own number is meant, the earlier of two as near.
    """
    holding = (n for n, text in enumerate(article.paragraphs, start=1) if passage.text in text)
    return min(holding, key=lambda n: abs(n - passage.paragraph), default=0)


def position_in(article: Article, passage: Passage) -> str:
    """Return "paragraph n of m" as the article stands, or that the passage is no longer in it."""
    number = number_in(article, passage)
    if not number:
        return "This passage is no longer in the article."
    return position_of(replace(passage, paragraph=number, paragraphs=len(article.paragraphs)))
