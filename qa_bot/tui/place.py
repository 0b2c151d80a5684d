"""Where a passage stands, in words: what an article does not state is called unknown, never guessed."""

from dataclasses import dataclass

from qa_bot.tui.plain import one_line
from qa_bot.types import Passage, Source


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


def _known(value: str | None, name: str) -> str:
    return one_line(value or "") or f"unknown {name}"
