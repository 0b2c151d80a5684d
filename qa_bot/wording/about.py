"""All that an article states about itself, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.core.sanitizing import clean_line
from qa_bot.wording.citations import also_in_lines, stated
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from qa_bot.core.types import Article

__all__ = ["about_lines"]


def about_lines(article: Article) -> list[str]:
    """Return a line "field: value" for each field, then the copies; unknown fields are listed, too."""
    source = article.source
    lines = [
        f"publication: {stated('publication', source.publication)}",
        f"author: {stated('author', source.author)}",
        f"date: {stated('date', source.date)}",
        f"address: {stated('address', source.url)}",
        f"file: {clean_line(source.path)}",
        *([f"id: {clean_line(article.id)}"] if article.id != source.path else []),
        f"length: {counted(len(article.paragraphs), 'paragraph')}",
        f"copies: {len(article.also_in) or 'none'}",
    ]
    return [*lines, *also_in_lines(article)]
