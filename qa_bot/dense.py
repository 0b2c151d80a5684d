"""The only door to FAISS: unit vectors by row number, scored by inner product (cosine, -1..1).

FAISS takes duplicate ids and NaN without a word and loads a file with flipped bytes as if nothing were,
so rows are checked on the way in, and the index folder's hashes vouch for the file.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, cast

import faiss
import numpy as np

from qa_bot.errors import DamagedIndexError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

PRECISION = "float16"
"""At a million vectors half precision is four times as fast as single and loses 0.3% recall."""

THREADED_FROM = 50_000
"""Vectors from which on a search is shared among threads; below, waking them takes longer than it saves."""


class DenseIndex:
    """Exact nearest neighbours over vectors in half precision."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, rows: NDArray[np.int64], vectors: NDArray[np.float32]) -> DenseIndex:
        """Index vectors, float32 (n, d) with unit rows, under distinct row numbers, int64 (n,).

        Raises:
            ValueError: a row number stands twice, the shapes disagree, or a vector is not of unit length.
        """
        if len(np.unique(rows)) != len(rows) or len(rows) != len(vectors):
            msg = f"{len(rows)} row numbers ({len(np.unique(rows))} distinct) for {len(vectors)} vectors"
            raise ValueError(msg)
        if not np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-2):  # NaN is not close either
            msg = "a vector is not of unit length"
            raise ValueError(msg)
        scalar_type = faiss.ScalarQuantizer.QT_fp16
        flat = faiss.IndexScalarQuantizer(vectors.shape[1], scalar_type, faiss.METRIC_INNER_PRODUCT)
        index = faiss.IndexIDMap2(flat)
        index.add_with_ids(np.ascontiguousarray(vectors, np.float32), np.ascontiguousarray(rows, np.int64))
        return cls(index)

    @classmethod
    def open(cls, path: Path) -> DenseIndex:
        """Read an index file.

        Raises:
            DamagedIndexError: FAISS cannot read it.
        """
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            msg = f"{path} is not a readable vector index: run `qa-bot index` to build it anew."
            raise DamagedIndexError(msg) from error

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        path.write_bytes(faiss.serialize_index(self._index).tobytes())  # FAISS's own writer hides a full disk

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(
        self, question: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> dict[int, float]:
        """Find the rows nearest to a question vector, float32 (d,): row to cosine, best first.

        With `allowed`, (highest row + 1,), only rows that it has true are found.
        """
        if not len(self):
            return {}
        # the number belongs to the thread that searches
        faiss.omp_set_num_threads(1 if len(self) < THREADED_FROM else os.cpu_count() or 1)
        among = None if allowed is None else _only(allowed)
        scores, rows = self._index.search(question[None, :], min(k, len(self)), params=among)
        found = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        return {row: score for row, score in found if row >= 0}  # FAISS fills up with -1

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Fetch the vectors of known rows: float32, (len(rows), d)."""
        if not len(rows):
            return np.zeros((0, self.dimension), np.float32)
        return self._index.reconstruct_batch(rows)


def _only(allowed: NDArray[np.bool_]) -> faiss.SearchParameters:
    made: Any = faiss  # its type hints are those of the C++ constructors
    bitmap = np.packbits(allowed, bitorder="little")
    return cast("faiss.SearchParameters", made.SearchParameters(sel=made.IDSelectorBitmap(bitmap)))
