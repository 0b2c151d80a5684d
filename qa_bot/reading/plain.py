"""A .txt file -> article: a page saved or copied as text, or a text that somebody wrote.

Owns the paragraphs of such a file: a line is one, unless the file is wrapped to a narrow width.
"""

from __future__ import annotations

from itertools import groupby
from typing import Final

from qa_bot.cleaning import clean_text
from qa_bot.reading.body import ends_like_sentence, find_body
from qa_bot.reading.byline import find_metadata
from qa_bot.types import Article, Source

__all__ = ["read_plain"]

_WIDEST_WRAP: Final = 100
_NARROWEST_WRAP: Final = 45
"""Characters in a line of wrapped text, the last of a paragraph aside."""


def read_plain(text: str, path: str) -> Article:
    """Read a text; one without any line gives an article without paragraphs."""
    lines = _paragraph_lines(clean_text(text))
    body = find_body(lines)
    metadata = find_metadata(lines, body)
    source = Source(
        path=path,
        title=metadata.title,
        publication=metadata.publication,
        author=metadata.author,
        date=metadata.date,
    )
    paragraphs = tuple(line for line in body.paragraphs if line not in metadata.rows)
    return Article(id=path, source=source, paragraphs=paragraphs or body.paragraphs)


def _paragraph_lines(text: str) -> list[str]:
    lines = text.split("\n")
    if max(map(len, lines)) > _WIDEST_WRAP:
        return [line for line in lines if line]
    blocks = [list(block) for filled, block in groupby(lines, key=bool) if filled]
    return [line for block in blocks for line in ([" ".join(block)] if _is_wrapped(block) else block)]


def _is_wrapped(block: list[str]) -> bool:
    """Tell a paragraph broken over lines of about one width from lines that stand for themselves."""
    *full, _ = block
    if not full or min(map(len, full)) < _NARROWEST_WRAP:
        return False
    return not all(ends_like_sentence(line) for line in full)
