"""What an article says of itself, as a text that can be analysed: its sentences need not repeat it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.language.months import MONTHS

if TYPE_CHECKING:
    from qa_bot.core.types import Source


def implied_text(source: Source) -> str:
    """Give what an article says of itself, which its sentences need not repeat."""
    told = (
        source.title,
        source.publication,
        source.author,
        source.date and _month_in_words(source.date),
        source.url,
    )
    return "\n".join(filter(None, told))


def _month_in_words(date: str) -> str:
    """Give a date that states no day as one reads it; others are read as they are."""
    year, *month = date.split("-")
    return f"{MONTHS[int(month[0]) - 1]} {year}" if len(month) == 1 else date
