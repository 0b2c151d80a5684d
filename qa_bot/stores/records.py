"""Articles -> the rows that a store keeps, and back.

An article's key is a hash of the article, of its publisher and of all that its passages were made with. So a
row never changes: an article that changed has other rows, and equal rows need not be written again.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from qa_bot.core.types import Article, Form, Heading
from qa_bot.index.store_rows import source_of
from qa_bot.language.analyzer import all_terms
from qa_bot.language.source_text import article_text, passage_text
from qa_bot.stores.backend import ArticleRecord, PassageRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeVar

    from qa_bot.core.types import Slice
    from qa_bot.index.plan import Placed
    from qa_bot.index.storage.embeddings import Row

    _T = TypeVar("_T")

__all__ = [
    "article_key",
    "article_record",
    "batches",
    "passage_key",
    "passage_records",
    "unpack_article",
]

_RECORD_RULES = 1
"""Raise it when what a row holds changes: every row is then written again."""


def article_key(origin: str, made_with: str, article: Article, slices: Sequence[Slice]) -> str:
    """Return the key of an article: 32 hexadecimal digits. `made_with` names model and rules."""
    described = repr((_RECORD_RULES, origin, made_with, article, [astuple(one) for one in slices]))
    return hashlib.blake2b(described.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def passage_key(article: str, number: int) -> str:
    """Return the key of the passage of an article with a number from 0."""
    return f"{article}.{number}"


def article_record(key: str, origin: str, article: Article) -> ArticleRecord:
    """Return the row of an article."""
    terms = " ".join(all_terms(article_text(article.source, article.paragraphs)))
    return ArticleRecord(key=key, origin=origin, terms=terms, content=_pack_article(article))


def passage_records(key: str, origin: str, placed: Placed, rows: Sequence[Row]) -> list[PassageRecord]:
    """Return the rows of the passages of an article, in order; `rows` are what the model made of them."""
    return [
        PassageRecord(
            key=passage_key(key, number),
            origin=origin,
            terms=" ".join(all_terms(passage_text(placed.article.source, text))),
            text=text,
            vector=row.vector,
            tokens=row.tokens,
        )
        for number, (text, row) in enumerate(zip(placed.texts(), rows, strict=True))
    ]


def _pack_article(article: Article) -> bytes:
    """Return a whole article as compressed JSON."""
    content = {
        "id": article.id,
        "source": astuple(article.source),
        "also_in": [astuple(one) for one in article.also_in],
        "paragraphs": article.paragraphs,
        "headings": [astuple(one) for one in article.headings],
        "forms": article.forms,
    }
    return zlib.compress(json.dumps(content, ensure_ascii=True).encode("ascii"))


def unpack_article(content: bytes) -> Article:
    """Return the article that `_pack_article` packed; ValueError, KeyError or zlib.error if it is none."""
    found: dict[str, Any] = json.loads(zlib.decompress(content))
    return Article(
        id=found["id"],
        source=source_of(found["source"]),
        paragraphs=tuple(found["paragraphs"]),
        also_in=tuple(map(source_of, found["also_in"])),
        headings=tuple(Heading(*one) for one in found["headings"]),
        forms=tuple((number, Form(form)) for number, form in found["forms"]),
    )


def batches(values: Sequence[_T], size: int) -> Iterator[list[_T]]:
    """Yield values in lists of at most `size`."""
    for start in range(0, len(values), size):
        yield list(values[start : start + size])
