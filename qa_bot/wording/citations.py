"""Where a passage stands, and where its story stands besides, in words for shell and screen.

Owns two rules. What an article does not state is called unknown; the name of its file stands for a title only
where there is none, and beside those words. Every further place of a story is told apart from the article's
own: by title, publication and date, or by its path where those are the same or unknown. What comes out is
cleaned, one line a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line

if TYPE_CHECKING:
    from qa_bot.core.types import Article, Passage, Source

__all__ = ["also_in_lines", "origin_of", "title_of"]

_MOST_NAMED: Final = 5


def title_of(source: Source) -> str:
    """Give the article's title, or "unknown title (file.txt)"."""
    return clean_line(source.title or "") or f"unknown title ({clean_line(source.path)})"


def origin_of(source: Source) -> str:
    """Give publication, author and date, joined by middle dots."""
    fields = (("publication", source.publication), ("author", source.author), ("date", source.date))
    return " · ".join(clean_line(value or "") or f"unknown {name}" for name, value in fields)


def also_in_lines(where: Article | Passage) -> list[str]:
    """Give a line "also in: title · publication · date" for each of five places, and count the rest."""
    seen = {_named(where.source), ""}
    lines = []
    for source in where.also_in[:_MOST_NAMED]:
        name = _named(source)
        lines.append(f"also in: {clean_line(source.path) if name in seen else name}")
        seen.add(name)
    more = len(where.also_in) - _MOST_NAMED
    return [*lines, f"and in {more:,} more"] if more > 0 else lines


def _named(source: Source) -> str:
    known = (clean_line(field or "") for field in (source.title, source.publication, source.date))
    return " · ".join(filter(None, known))
