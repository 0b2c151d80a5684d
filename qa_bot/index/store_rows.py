"""Values of the store <-> the columns of its rows, each row with a CRC-32 over all of its columns.

An article's covers the rows of its copies too. Fields are separated by a character that no text has.
"""

from __future__ import annotations

import json
import zlib
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.types import Article, Form, Heading, Slice, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qa_bot.index.plan import Placed

__all__ = [
    "ARTICLE_COLUMNS",
    "HEAD",
    "PARAGRAPH_COLUMNS",
    "SEGMENTS",
    "article_row",
    "article_without_text",
    "check",
    "columns_of",
    "copies_of",
    "cut",
    "paragraph_rows",
    "source_of",
]

HEAD: Final = "head.sqlite"
SEGMENTS: Final = "segments"
"""Names of a file and a folder of a store."""

ARTICLE_COLUMNS: Final = (
    "row, id, path, title, publication, author, date, url, paragraphs, first, past, headings, forms"
)
PARAGRAPH_COLUMNS: Final = "row, article, number, text, cuts"

_FORMS: Final = frozenset(Form)


def check(columns: Iterable[Any]) -> int:
    """Return the CRC-32 of a row's columns."""
    parts = [part if isinstance(part, str) else repr(part) for part in columns]  # damage may change the type
    return zlib.crc32("\x1f".join(parts).encode("utf-8", "surrogatepass"))


def columns_of(source: Source) -> tuple[str | None, ...]:
    """Return the fields of a source in the order of its columns."""
    return source.path, source.title, source.publication, source.author, source.date, source.url


def source_of(columns: Sequence[Any]) -> Source:
    """Return the source with these columns."""
    path, title, publication, author, date, url = columns
    return Source(path=path, title=title, publication=publication, author=author, date=date, url=url)


def article_row(placed: Placed) -> tuple[Any, ...]:
    """Return the columns of an article, its checksum last."""
    article = placed.article
    columns = (
        placed.row,
        article.id,
        *columns_of(article.source),
        len(article.paragraphs),
        placed.first,
        placed.past,
        _packed([[one.before, one.level, one.text] for one in article.headings]),
        _packed([[number, form.value] for number, form in article.forms]),
    )
    return (*columns, check((*columns, *(field for one in article.also_in for field in columns_of(one)))))


def article_without_text(columns: Sequence[Any], copies: str) -> Article | None:
    """Return an article without its paragraphs from its columns and copies; None if they were changed.

    `columns` are those of `article_row`, `copies` a JSON array of the columns of each copy.
    """
    try:
        others = _unpacked(copies)
        if check((*columns[:-1], *(field for other in others for field in other))) != columns[-1]:
            return None
        return Article(
            id=columns[1],
            source=source_of(columns[2:8]),
            paragraphs=(),
            also_in=tuple(map(source_of, others)),
            headings=tuple(Heading(*one) for one in _unpacked(columns[11])),
            forms=tuple((number, Form(form)) for number, form in _unpacked(columns[12]) if form in _FORMS),
        )
    except (TypeError, ValueError):  # a value has the wrong type
        return None


def copies_of(article: Article) -> list[tuple[str | None, ...]]:
    """Return the columns of each copy of an article."""
    return [columns_of(one) for one in article.also_in]


def paragraph_rows(placed: Placed) -> Iterator[tuple[Any, ...]]:
    """Yield the columns of each paragraph of an article, the checksum last.

    A paragraph has the row of its first passage. `cuts` says where each begins and ends, if it is split.
    """
    row = placed.first
    for number, slices in groupby(placed.slices, lambda one: one.paragraph):
        text = placed.article.paragraphs[number - 1]
        spans = [[one.start, one.end] for one in slices]
        cuts = "" if spans == [[0, len(text)]] else _packed(spans)
        columns = row, placed.row, number, text, cuts
        yield (*columns, check(columns))
        row += len(spans)


def cut(number: int, text: str, cuts: str) -> list[Slice]:
    """Return the slices of a paragraph from its columns."""
    spans = json.loads(cuts) if cuts else [[0, len(text)]]
    whole = len(spans) == 1
    return [Slice(number, None if whole else part, *span) for part, span in enumerate(spans, start=1)]


def _unpacked(value: str) -> list[list[Any]]:
    found: list[list[Any]] = [] if value == "[]" else json.loads(value)  # most are empty
    return found


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
