"""A listing in words: how many articles there are, and a line for each. All text is cleaned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line, shorten
from qa_bot.wording.citations import origin_of, stated, title_of
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from qa_bot.core.listing import Listing
    from qa_bot.core.types import Source

__all__ = ["heading_of", "more_line", "parts_of_listing", "rows_of_listing"]

MOST_SHOWN: Final = 20
_PHRASE_CHARACTERS: Final = 120


def heading_of(listing: Listing) -> str:
    """Return how many are listed, such as "3 articles about DingTalk", or that there are none."""
    asked = shorten(clean_line(listing.asked), _PHRASE_CHARACTERS)
    if listing.names or asked in {"authors", "publications"}:
        return (
            counted(listing.total, asked.removesuffix("s"))
            if listing.total
            else f"No article states {asked}."
        )
    if asked == "this article" and not listing.total:
        return "No single article is shown above that this could be about."
    if asked.startswith(("the ", "this ")):
        return asked[0].upper() + asked[1:] if listing.total else "No article states a date."
    if asked.startswith("articles at ") and not listing.total:
        return f"No article has the address {asked.removeprefix('articles at ')}."
    rest = asked.removeprefix("articles")
    return f"{counted(listing.total, 'article')}{rest}" if listing.total else f"No {asked}."


def rows_of_listing(listing: Listing, most: int = MOST_SHOWN) -> list[str]:
    """Return a line for each of the first names or articles."""
    return ["".join(parts) for parts in parts_of_listing(listing, most)]


def parts_of_listing(listing: Listing, most: int = MOST_SHOWN) -> list[tuple[str, str]]:
    """Return the line of each of the first names or articles in two parts: what is listed, and the rest."""
    named = [(clean_line(name), f": {counted(count, 'article')}") for name, count in listing.names[:most]]
    return named or [_parts(listing, source) for source in listing.sources[:most]]


def more_line(more: int) -> str:
    """Return how many are not listed."""
    return f"and {more:,} more"


def _parts(listing: Listing, source: Source) -> tuple[str, str]:
    """Return an article's title and origin; before them what is asked of it."""
    if listing.field is None:
        return title_of(source), f" · {origin_of(source)}"
    asked = listing.field.value
    first = f"{stated(asked, getattr(source, asked))}: {title_of(source)}"
    return first, f" · {origin_of(source, without=asked)}"
