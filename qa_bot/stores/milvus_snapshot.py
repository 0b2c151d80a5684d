"""Reads what is published in collections of Milvus, as it was when it was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qa_bot.stores import milvus_rows as rows
from qa_bot.stores.backend import Nominee
from qa_bot.stores.records import batches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from qa_bot.stores.backend import Head
    from qa_bot.stores.milvus_library import Server

__all__ = ["KEYS", "MilvusSnapshot", "averages", "read"]

MOST: Final = 16_384
"""Most rows that Milvus finds at once."""
KEYS: Final = 10_000
"""Keys in one answer."""

_READ: Final = 1_000  # rows in one answer
_ROUNDING: Final = 1 + 1e-5
"""Weights are written in single precision."""
_NOMINATED: Final = ["key", "terms", "vector"]


class MilvusSnapshot:
    """The heads at one time; a `Snapshot`. Rows that they list stay for the time of grace."""

    def __init__(
        self, server: Server, passages: str, records: str, state: object, heads: Mapping[str, Head]
    ) -> None:
        """Use collections of a server; they need not be there if there are no heads."""
        self.state = state
        self._server, self._passages, self._records, self._heads = server, passages, records, heads
        self._averages = averages(server, records) if heads else []
        self._searchable = bool(heads) and server.has(passages, rows.passage_fields(0))

    def heads(self) -> Mapping[str, Head]:
        """Return the head of each publisher."""
        return self._heads

    def slack(self, average: float) -> float:
        """Return the most that BM25 with an average length may exceed the store's score, as a factor.

        With k1 and b of `bm25`, the saturation of a term is c / (c + 0.3 + 0.9 length / average) times 2.2.
        So it grows by less than the average does.
        """
        return max(1.0, average / min(self._averages, default=average)) * _ROUNDING

    def find_words(self, weights: Mapping[str, float], k: int, needed: Sequence[str] = ()) -> list[Nominee]:
        """Return the k passages with the greatest products for terms, best first; 16,384 at most."""
        hashes = ", ".join(str(rows.hash_of(term)) for term in needed)
        condition = f"array_contains_any(hashes, [{hashes}])" if needed else ""
        return self._find("words", rows.weighed_question(weights), min(k, MOST), condition)

    def keys_with(self, terms: Sequence[str]) -> list[str]:
        """Return the keys of the passages that contain all of the terms, in any order."""
        if not self._searchable or not terms:
            return []
        hashes = ", ".join(str(rows.hash_of(term)) for term in terms)
        each = self._server.each(
            "query_iterator",
            self._passages,
            filter=f"array_contains_all(hashes, [{hashes}])",
            output_fields=["key"],
            batch_size=KEYS,
        )
        return [row["key"] for row in each]

    def find_vectors(self, vector: NDArray[np.float32], k: int) -> list[Nominee]:
        """Return the k passages with the greatest inner products with a vector, best first."""
        return self._find("vector", vector.tolist(), k, "")

    def read_passages(self, keys: Sequence[str], column: str) -> Mapping[str, str | bytes]:
        """Return a column of passages by key, without missing ones."""
        if not self._searchable:
            return {}
        return read(self._server, self._passages, self._records, keys, column)

    def read_articles(self, keys: Sequence[str], column: str) -> Mapping[str, str | bytes]:
        """Return a column of articles by key, without missing ones."""
        return read(self._server, self._records, self._records, keys, column) if self._heads else {}

    def _find(self, field: str, question: object, k: int, condition: str) -> list[Nominee]:
        if not self._searchable or not question:
            return []
        options = {
            "data": [question],
            "anns_field": field,
            "filter": condition,
            "limit": k,
            "output_fields": _NOMINATED,
            "search_params": {"metric_type": "IP"},
        }
        if k > MOST:
            found = list(self._server.each("search_iterator", self._passages, batch_size=_READ, **options))
        else:
            found = self._server.call("search", self._passages, **options)[0]
        firsts = {hit["key"]: hit["terms"] for hit in found}
        terms = _whole(self._server, self._records, firsts, "terms")
        return [
            Nominee(hit["key"], hit["distance"], str(terms[hit["key"]]), _half(hit["vector"]))
            for hit in found
            if hit["key"] in terms
        ]


def averages(server: Server, records: str) -> list[int]:
    """Return the average lengths that passages were weighed with; two first publishers may differ."""
    found = server.call("query", records, filter='kind == "average"', output_fields=["id"])
    return [int(one["id"].rpartition(".")[2]) for one in found]


def read(
    server: Server, collection: str, records: str, keys: Sequence[str], column: str
) -> Mapping[str, str | bytes]:
    """Return a column of rows by key, without missing ones."""
    key = "id" if collection == records else "key"
    found: dict[str, Any] = {}
    for batch in batches(keys, _READ):
        for row in server.call("get", collection, ids=batch, output_fields=[column]):
            found[row[key]] = row[column]
    if column == "vector":
        return {one: _half(value) for one, value in found.items()}
    return _whole(server, records, found, column)


def _whole(server: Server, records: str, firsts: Mapping[str, str], column: str) -> Mapping[str, str | bytes]:
    """Return values by key from their first pieces, without those of which another is missing."""
    parts = {key: rows.piece_ids(key, column, first) for key, first in firsts.items()}
    wanted = [one for _, ids in parts.values() for one in ids]
    more: dict[str, str] = {}
    for batch in batches(wanted, rows.IN_A_MESSAGE):
        for row in server.call("get", records, ids=batch, output_fields=["content"]):
            more[row["id"]] = row["content"]
    return {
        key: rows.decoded(column, first + "".join(more[one] for one in ids))
        for key, (first, ids) in parts.items()
        if all(one in more for one in ids)
    }


def _half(vector: Sequence[float]) -> bytes:
    """Return a vector as it was given: float16, (dimension,)."""
    return np.asarray(vector, np.float32).astype(np.float16).tobytes()
