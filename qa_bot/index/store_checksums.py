"""CRC-32 of passages and articles in a store, so that any flipped bit is noticed.

Each covers everything that is fetched, fields separated by a character that no text contains.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_bot.core.types import Article, Passage, Slice, Source

__all__ = ["article_check", "columns_of", "passage_check", "passage_checks"]


def columns_of(source: Source) -> tuple[str | None, ...]:
    """Return the fields of a source in the order of its columns."""
    return source.path, source.title, source.publication, source.author, source.date, source.url


def passage_checks(article: Article, slices: Sequence[Slice]) -> list[int]:
    """Return the checksum of each passage of an article, in order."""
    start = _check(0, *_fields(article.id, article.source, article.also_in))
    texts = ("", *article.paragraphs)
    return [_check(start, part.label, texts[part.paragraph][part.start : part.end]) for part in slices]


def passage_check(passage: Passage, label: str) -> int:
    """Return the checksum of a passage."""
    start = _check(0, *_fields(passage.article, passage.source, passage.also_in))
    return _check(start, label, passage.text)


def article_check(article: Article) -> int:
    """Return the checksum of a whole article."""
    headings = (f"{one.before} {one.level} {one.text}" for one in article.headings)
    forms = (f"{number} {form}" for number, form in article.forms)
    known = _fields(article.id, article.source, article.also_in)
    return _check(0, *known, *article.paragraphs, *headings, *forms)


def _fields(article: str, source: Source, also_in: Iterable[Source]) -> tuple[str | None, ...]:
    return article, *columns_of(source), *(field for other in also_in for field in columns_of(other))


def _check(start: int, *content: str | None) -> int:
    parts = [part if isinstance(part, str) else repr(part) for part in content]  # damage may change the type
    return zlib.crc32("\x1f".join(parts).encode("utf-8", "surrogatepass"), start)
