"""Removes from articles what no text may have: control characters and all that `core.sanitizing` names.

Every article passes here, whatever its reader does. An article that is clean is returned unchanged.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from qa_bot.core.sanitizing import clean_line, drop_unseen

if TYPE_CHECKING:
    from qa_bot.core.types import Article, Source

__all__ = ["cleaned"]


def cleaned(article: Article) -> Article:
    """Return an article with clean text; paragraphs and headings that have none left are removed."""
    paragraphs = tuple(map(clean_line, article.paragraphs))
    kept = [*accumulate(map(bool, paragraphs), initial=0)]  # of the paragraphs before each one
    headings = (
        replace(heading, before=kept[min(heading.before, len(kept)) - 1] + 1, text=clean_line(heading.text))
        for heading in article.headings
    )
    forms = ((kept[number], form) for number, form in article.forms if paragraphs[number - 1])
    return replace(
        article,
        id=drop_unseen(article.id),
        source=_cleaned_source(article.source),
        paragraphs=tuple(filter(None, paragraphs)),
        headings=tuple(heading for heading in headings if heading.text),
        forms=tuple(forms),
    )


def _cleaned_source(source: Source) -> Source:
    stated = (source.title, source.publication, source.author, source.date, source.url)
    title, publication, author, date, url = (value and (clean_line(value) or None) for value in stated)
    return replace(source, title=title, publication=publication, author=author, date=date, url=url)
