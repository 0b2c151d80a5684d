"""Articles listed as an answer, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.core.sanitizing import clean_line
from qa_bot.wording.citations import origin_of, title_of
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from qa_bot.core.listing import Listing
    from qa_bot.core.types import Source

__all__ = ["listing_line", "more_line", "source_line"]


def listing_line(listing: Listing) -> str:
    """Return how many articles there are, and what they have in common, without a full stop."""
    return " · ".join(filter(None, (counted(listing.total, "article"), clean_line(listing.about))))


def source_line(source: Source) -> str:
    """Return "title · publication · author · date"."""
    return f"{title_of(source)} · {origin_of(source)}"


def more_line(articles: int) -> str:
    """Return how many articles are not listed."""
    return f"{articles:,} more"
