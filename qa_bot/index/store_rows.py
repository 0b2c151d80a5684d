"""Rows of a store -> the values that they were written from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qa_bot.core.types import Article, Form, Heading, Slice, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["slice_of", "source_of", "sources_of", "whole_article"]

_FORMS = frozenset(Form)


def source_of(columns: Sequence[Any]) -> Source:
    """Return the source with these columns, in the order of `columns_of`."""
    path, title, publication, author, date, url = columns
    return Source(path=path, title=title, publication=publication, author=author, date=date, url=url)


def sources_of(rows: str) -> tuple[Source, ...]:
    """Return the sources in a JSON array of their columns."""
    return tuple(source_of(row) for row in json.loads(rows))


def slice_of(label: str, paragraph: int, start: int, end: int) -> Slice:
    """Return the slice with these columns."""
    part = label.partition(".")[2]
    return Slice(paragraph, int(part) if part else None, start, end)


def whole_article(
    article_id: str,
    source: Sequence[Any],
    also_in: str,
    paragraphs: Iterable[tuple[Any, ...]],
    headings: Iterable[tuple[Any, ...]],
    forms: Iterable[tuple[Any, ...]],
) -> Article:
    """Return the article with these rows; a form that damage made unknown shows in its checksum."""
    return Article(
        id=article_id,
        source=source_of(source),
        paragraphs=tuple(text for (text,) in paragraphs),
        also_in=sources_of(also_in),
        headings=tuple(Heading(*heading) for heading in headings),
        forms=tuple((number, Form(form)) for number, form in forms if form in _FORMS),
    )
