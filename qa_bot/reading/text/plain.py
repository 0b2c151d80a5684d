"""A .txt file -> article: a page saved or copied as text, a mail, or a text that somebody wrote.

The article of a page is its body; of a text without boilerplate, everything.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa_bot.core.types import Article, Source
from qa_bot.reading.boilerplate.page_text import find_metadata
from qa_bot.reading.boilerplate.segmentation import find_body, is_written
from qa_bot.reading.decoding.text import decode_clean
from qa_bot.reading.metadata.headers import read_headers
from qa_bot.reading.reader import Reading
from qa_bot.reading.text.forwarding import open_forwarded
from qa_bot.reading.text.wrapping import paragraph_lines, split_lines

if TYPE_CHECKING:
    from qa_bot.reading.boilerplate.page_text import Metadata

__all__ = ["read", "read_plain"]


def read(data: bytes, path: str) -> Reading:
    """Read a text file: one article."""
    return Reading((read_plain(decode_clean(data, path), path),))


def read_plain(text: str, path: str) -> Article:
    """Read a text; one without any line has no paragraphs."""
    raw_lines = split_lines(text)
    headers, behind = read_headers(raw_lines, path)
    below = raw_lines[behind:]
    if behind:
        headers, below = open_forwarded(headers, below)
    lines = paragraph_lines(below)
    body = find_body(lines)
    metadata = find_metadata(lines, body)
    found = tuple(lines) if behind or is_written(lines, body) else body.paragraphs
    if behind == 0 and found != body.paragraphs and metadata.title is not None:
        found = found[found.index(metadata.title) :]  # the name of a section precedes the headline
    paragraphs = tuple(line for line in found if line not in metadata.rows and _has_words(line))
    return Article(
        id=path,
        source=_complete(headers, metadata, has_headers=behind > 0),
        paragraphs=paragraphs or body.paragraphs,
    )


def _complete(source: Source, metadata: Metadata, *, has_headers: bool) -> Source:
    """Add what the text states below its headers; a title there would be another article's."""
    return replace(
        source,
        title=source.title if has_headers else metadata.title,
        publication=source.publication or metadata.publication,
        author=source.author or metadata.author,
        date=source.date or metadata.date,
    )


def _has_words(line: str) -> bool:
    return any(character.isalnum() for character in line)
