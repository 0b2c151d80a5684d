"""Rows of a library in Milvus: two collections, and how values become fields.

    NAME            a row for each passage
    NAME_records    articles, heads, what is removed later, and what a field is too short for

A field holds at most 65,535 bytes. A longer value is cut: the first piece is in its field, with the number of
pieces before it, and the others are records of their own. They are written first, so a row that is there is
whole. Bytes are written in base 64.

A filter holds nothing but names of these fields, numbers, and hexadecimal keys that were computed here.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qa_bot.stores.bm25 import TermCounts, saturation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qa_bot.stores.backend import ArticleRecord, PassageRecord
    from qa_bot.stores.milvus_library import Fields, Indexes

__all__ = [
    "IN_A_MESSAGE",
    "PASSAGE_INDEXES",
    "RECORD_FIELDS",
    "RECORD_INDEXES",
    "article_row",
    "decoded",
    "dimension_of",
    "hash_of",
    "listed",
    "owner_of",
    "passage_fields",
    "passage_row",
    "piece_ids",
    "record_row",
    "weighed_question",
]

ASCII_PIECE, PIECE = 60_000, 15_000
"""Characters of a piece; other ones than ASCII take up to four bytes."""

IN_A_MESSAGE: Final = 200
"""Rows in one message, whose size is limited."""

MOST_HASHES: Final = 4_096
"""Most distinct terms of a passage that are found by phrase, which is as many as an array holds."""

_LONGEST: Final = 65_535

_TEXT: Final = ("VARCHAR", {"max_length": _LONGEST})
_OWNER: Final = ("VARCHAR", {"max_length": 32})

RECORD_FIELDS: Final[Fields] = {
    "id": ("VARCHAR", {"max_length": 128, "is_primary": True}),
    "record": ("VARCHAR", {"max_length": 128}),
    "owner": _OWNER,
    "kind": ("VARCHAR", {"max_length": 16}),
    "origin": ("VARCHAR", {"max_length": 400}),
    "generation": ("INT64", {}),
    "terms": _TEXT,
    "content": _TEXT,
    "unused": ("FLOAT_VECTOR", {"dim": 2}),
}
"""`record` is the id of the record that a piece belongs to. Every collection needs a vector."""
RECORD_INDEXES: Final[Indexes] = {
    "unused": ("FLAT", "IP"),
    "record": ("INVERTED", ""),
    "owner": ("INVERTED", ""),
    "kind": ("INVERTED", ""),
}
PASSAGE_INDEXES: Final[Indexes] = {
    "vector": ("FLAT", "IP"),
    "words": ("SPARSE_INVERTED_INDEX", "IP"),
    "owner": ("INVERTED", ""),
    "hashes": ("INVERTED", ""),
}


def passage_fields(dimension: int) -> Fields:
    """Return the fields of passages, with vectors of a dimension."""
    return {
        "key": ("VARCHAR", {"max_length": 64, "is_primary": True}),
        "owner": _OWNER,
        "terms": _TEXT,
        "text": _TEXT,
        "tokens": _TEXT,
        "hashes": ("ARRAY", {"element_type": "INT64", "max_capacity": MOST_HASHES}),
        "vector": ("FLOAT_VECTOR", {"dim": dimension}),
        "words": ("SPARSE_FLOAT_VECTOR", {}),
    }


def owner_of(origin: str) -> str:
    """Return what stands for a publisher in filters: 32 hexadecimal digits."""
    return hashlib.blake2b(origin.encode("utf-8"), digest_size=16).hexdigest()


def hash_of(term: str) -> int:
    """Return a number below 2^63 that stands for a term; equal ones of two terms are not to be expected."""
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8"), digest_size=8).digest(), "big") >> 1


def passage_row(one: PassageRecord, average: float) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the row of a passage, whose terms are weighed for an average length, and records of pieces."""
    counted = TermCounts.of(one.terms)
    weights: defaultdict[int, float] = defaultdict(float)
    for term, count in counted.counts.items():
        weights[_place_of(term)] += saturation(count, counted.length, average)
    owner = owner_of(one.origin)
    row: dict[str, Any] = {
        "key": one.key,
        "owner": owner,
        "hashes": [hash_of(term) for term in counted.counts][:MOST_HASHES],
        "vector": np.frombuffer(one.vector, np.float16).astype(np.float32).tolist(),
        "words": dict(weights) or {_NOTHING: 1.0},
    }
    values: dict[str, str | bytes] = {"terms": one.terms, "text": one.text, "tokens": one.tokens}
    return _with_values(row, one.key, owner, values)


def article_row(one: ArticleRecord) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the record of an article, and those of its pieces."""
    return record_row(one.key, "article", one.origin, terms=one.terms, content=one.content)


def record_row(
    key: str, kind: str, origin: str, *, generation: int = 0, terms: str = "", content: bytes = b""
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a record, and those of its pieces."""
    row = _record(key, key, owner_of(origin), kind, generation) | {"origin": origin}
    return _with_values(row, key, row["owner"], {"terms": terms, "content": content}, generation)


def weighed_question(weights: Mapping[str, float]) -> dict[int, float]:
    """Return the weights of a question's terms by their places in the vector of a passage's words.

    Two terms rarely share a place. Then the product is greater than the score, and never less.
    """
    found: defaultdict[int, float] = defaultdict(float)
    for term, weight in weights.items():
        found[_place_of(term)] += weight
    return dict(found)


def dimension_of(passages: Sequence[PassageRecord]) -> int:
    """Return the dimension of passages' vectors."""
    return len(passages[0].vector) // 2


def decoded(column: str, value: str) -> str | bytes:
    """Return a value from its pieces, which were put together."""
    return base64.b64decode(value) if column in {"tokens", "content"} else value


def piece_ids(key: str, column: str, first: str) -> tuple[str, list[str]]:
    """Return the first piece of a value, from its field, and the ids of the records of the others."""
    number, _, piece = first.partition("|")
    return piece, [_piece_id(key, column, one) for one in range(1, int(number))]


def listed(values: Iterable[str]) -> str:
    """Return hexadecimal keys as a list for a filter."""
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


_NOTHING: Final = 0
"""Place that no term has: a vector of words may not be empty."""


def _place_of(term: str) -> int:
    """Return the place of a term in the vector of a passage's words, from 1."""
    return hash_of(term) % (2**32 - 2) + 1


def _record(key: str, record: str, owner: str, kind: str, generation: int) -> dict[str, Any]:
    return {
        "id": key,
        "record": record,
        "owner": owner,
        "kind": kind,
        "origin": "",
        "generation": generation,
        "terms": "",
        "content": "",
        "unused": [0.0, 0.0],
    }


def _with_values(
    row: dict[str, Any], key: str, owner: str, values: Mapping[str, str | bytes], generation: int = 0
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a row with values in its fields, and records of the pieces that do not fit in."""
    more = []
    for column, value in values.items():
        text = value if isinstance(value, str) else base64.b64encode(value).decode("ascii")
        size = ASCII_PIECE if text.isascii() else PIECE
        first, *others = [text[start : start + size] for start in range(0, len(text), size)] or [""]
        row[column] = f"{len(others) + 1}|{first}"
        for number, piece in enumerate(others, 1):
            record = _record(_piece_id(key, column, number), key, owner, "piece", generation)
            more.append(record | {"content": piece})
    return row, more


def _piece_id(key: str, column: str, number: int) -> str:
    return f"{key}.{column}.{number}"
