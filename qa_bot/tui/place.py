"""Where a passage stands, in words: what an article does not state is called unknown, never guessed."""

from dataclasses import dataclass, replace

from qa_bot.tui.plain import one_line
from qa_bot.types import Article, Passage, Source


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in an article that a person wants to read."""

    passage: Passage
    quote: str
    """Words of the passage to mark; empty for none."""


def title_of(source: Source) -> str:
    """Return the article's title on one plain line, or "unknown title"."""
    return _known(source.title, "title")


def origin_of(source: Source) -> str:
    """Return publication, author and date, joined by middle dots."""
    return " · ".join(
        (
            _known(source.publication, "publication"),
            _known(source.author, "author"),
            _known(source.date, "date"),
        )
    )


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


def _known(value: str | None, name: str) -> str:
    return one_line(value or "") or f"unknown {name}"
