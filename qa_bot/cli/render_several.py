"""What the shell prints of several articles: answers next to each other, and lists of articles."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from qa_bot.wording.comparisons import date_of, origin_of_answer, words_of
from qa_bot.wording.listing import more_line, rows_of_listing

if TYPE_CHECKING:
    from rich.console import RenderableType

    from qa_bot.core.comparison import Comparison, Statement
    from qa_bot.core.listing import Listing
    from qa_bot.core.types import Highlight, Source


def answers_lines(comparison: Comparison | None) -> list[RenderableType]:
    """Return each answer with its date and source, the newest first, where articles differ."""
    if comparison is None or comparison.agrees:
        return []
    table = Table.grid(padding=(0, 2))
    for answer in comparison.answers:
        table.add_row(
            Text(date_of(answer)), Text(words_of(answer), style="bold"), Text(origin_of_answer(answer))
        )
    return [Padding(table, (0, 0, 0, 3), expand=False)]


def listing_lines(listing: Listing | None) -> list[RenderableType]:
    """Return a line for each of the first articles or names of a list, and how many more there are."""
    if listing is None:
        return []
    rows = rows_of_listing(listing)
    more = listing.total - len(rows)
    return [*(Text(f"- {row}") for row in rows), *([Text(more_line(more))] if more > 0 else [])]


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as one JSON object."""
    return {
        "agrees": comparison.agrees,
        "articles": comparison.articles,
        "answers": [[_statement_json(one) for one in answer] for answer in comparison.answers],
    }


def _statement_json(statement: Statement) -> dict[str, Any]:
    passage, words = statement.hit.passage, statement.highlight.answer
    return {
        "answer": dataclasses.asdict(words) if words else None,
        "highlight": highlight_json(statement.highlight),
        "paragraph": passage.paragraph,
        "source": source_json(passage.source),
    }


def listing_json(listing: Listing) -> dict[str, Any]:
    """Return a list of articles, or of their authors or publications, as one JSON object."""
    return {
        "asked": listing.asked,
        "total": listing.total,
        "field": listing.field.value if listing.field else None,
        "sources": [source_json(source) for source in listing.sources],
        "names": [{"name": name, "articles": count} for name, count in listing.names],
    }


def highlight_json(highlight: Highlight) -> dict[str, Any]:
    """Return a sentence with its place as one JSON object."""
    return {name: getattr(highlight, name) for name in ("passage_id", "start", "end", "text")}


def source_json(source: Source) -> dict[str, str | None]:
    """Return where an article comes from as one JSON object."""
    return {name: getattr(source, name) for name in ("title", "publication", "author", "date", "url", "path")}
