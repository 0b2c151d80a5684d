"""The metadata of an article as text, which its sentences need not repeat, and what is searched by words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.language.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_bot.core.types import Source


def implied_text(source: Source) -> str:
    """Return the text of an article's metadata, one item a line; empty without any."""
    told = (
        source.title,
        source.publication,
        source.author,
        source.date and _month_in_words(source.date),
        source.url,
    )
    return "\n".join(filter(None, told))


def article_text(source: Source, paragraphs: Iterable[str]) -> str:
    """Return the text of an article that is searched by words."""
    return "\n".join((implied_text(source), *paragraphs))


def passage_text(source: Source, text: str) -> str:
    """Return the text of a passage that is searched by words: the title of its article, and its own text."""
    return f"{source.title or ''}\n{text}"


def _month_in_words(date: str) -> str:
    """Return a date without a day in words ("march 2020"), and any other date unchanged."""
    year, *month = date.split("-")
    return f"{MONTHS[int(month[0]) - 1]} {year}" if len(month) == 1 else date
