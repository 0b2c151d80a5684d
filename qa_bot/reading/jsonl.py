"""A .jsonl file -> articles, one a line.

Owns the line rules: a bad line costs only itself and is named; the first of two lines with one id stays.
Lines in BEIR form (`_id`, `title`, `text`) are articles too.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from qa_bot.cleaning import clean_line, clean_text
from qa_bot.errors import ReadingError, UnsupportedFileError
from qa_bot.reading.fields import first_field, read_authors, read_date, read_url
from qa_bot.types import Article, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["read_jsonl"]

_MOST_NAMED_FAULTS: Final = 3
_BLANK_LINES: Final = re.compile(r"\n{2,}")


class _LineError(Exception):
    """What is wrong with a line, to follow the words "line 3"."""


def read_jsonl(text: str, path: str) -> tuple[tuple[Article, ...], str | None]:
    """Read the articles, and a note that names the lines that are none.

    Raises:
        UnsupportedFileError: the lines are test questions.
        ReadingError: there are lines, and none is an article.
    """
    articles: dict[str, Article] = {}
    faults: list[str] = []
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    for number, line in lines:
        try:
            article = _read_line(line, number, path)
        except _LineError as error:
            faults.append(f"line {number} {error}")
            continue
        if articles.setdefault(article.id, article) is not article:
            faults.append(f"line {number} repeats the id {article.id!r}")
    if lines and not articles:
        raise ReadingError(f"{path} holds no article: {_listed(faults)}")
    note = f"{len(faults)} of {len(lines)} lines were not articles: {_listed(faults)}" if faults else None
    return tuple(articles.values()), note


def _read_line(line: str, number: int, path: str) -> Article:
    fields = _parse(line)
    paragraphs = _paragraphs(fields)
    if paragraphs is None and "question" in fields and "answers" in fields:
        raise UnsupportedFileError(f"{path} is a test question set, not articles")
    if not paragraphs:
        raise _LineError("has no text")
    source = Source(
        path=path,
        title=first_field(fields, ("title", "headline")),
        publication=first_field(fields, ("publication", "source")),
        author=read_authors(fields, ("author", "authors")),
        date=read_date(fields, ("date", "published")),
        url=read_url(fields, ("url", "link")),
    )
    return Article(first_field(fields, ("id", "_id")) or f"{path}:{number}", source, paragraphs)


def _parse(line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:  # ValueError: also a number of too many digits
        raise _LineError("is not JSON") from error
    if not isinstance(fields, dict):
        raise _LineError("is no JSON object")
    return fields


def _paragraphs(fields: dict[str, Any]) -> tuple[str, ...] | None:
    """The paragraphs of a line, or None where it has no field for them."""
    given, text = fields.get("paragraphs"), fields.get("text")
    if isinstance(given, list):
        return _clean(part for part in given if isinstance(part, str))
    if not isinstance(text, str):
        return None
    text = clean_text(text)
    return _clean(_BLANK_LINES.split(text.strip("\n")) if "\n\n" in text.strip("\n") else text.split("\n"))


def _clean(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(clean_line, parts)))


def _listed(faults: Sequence[str]) -> str:
    more = len(faults) - _MOST_NAMED_FAULTS
    return "; ".join(faults[:_MOST_NAMED_FAULTS]) + (f"; and {more} more" if more > 0 else "")
