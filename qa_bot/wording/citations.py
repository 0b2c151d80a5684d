"""Citations: the article, publication, author, date and paragraph of a passage.

What an article does not state is called unknown; its file name is shown only where it has no title. Further
copies of a story are listed by title, publication and date, or by path if those do not distinguish them.
All text is cleaned, one line per place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line

if TYPE_CHECKING:
    from qa_bot.core.types import Article, Passage, Source

__all__ = ["also_in_lines", "citation_of", "origin_of", "position_of", "stated", "title_of"]

_MOST_NAMED: Final = 5


def citation_of(passage: Passage) -> str:
    """Return "title · publication · author · date · paragraph n of m"."""
    return " · ".join((title_of(passage.source), origin_of(passage.source), position_of(passage)))


def title_of(source: Source) -> str:
    """Return the article's title, or "unknown title (file.txt)"."""
    return clean_line(source.title or "") or f"unknown title ({clean_line(source.path)})"


def origin_of(source: Source, without: str = "") -> str:
    """Return publication, author and date, joined by middle dots; `without` names one to leave out."""
    fields = (("publication", source.publication), ("author", source.author), ("date", source.date))
    return " · ".join(stated(name, value) for name, value in fields if name != without)


def stated(name: str, value: str | None) -> str:
    """Return what an article states, or "unknown publication" where it states nothing."""
    return clean_line(value or "") or f"unknown {name}"


def position_of(passage: Passage) -> str:
    """Return "paragraph n of m"."""
    return f"paragraph {passage.paragraph} of {passage.paragraphs}"


def also_in_lines(where: Article | Passage) -> list[str]:
    """Return a line "also in: title · publication · date" for each of five places, and count the rest."""
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
