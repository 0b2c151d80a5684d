"""The only door to FAISS: unit vectors by row number, scored by inner product (cosine, -1..1).

Up to some number of vectors every one is compared with the question. Above it, a coarse index (inverted
lists of 8-bit codes: Jégou, Douze & Schmid, 2011, "Product Quantization for Nearest Neighbor Search", with
a scalar quantizer) nominates candidates, and those are compared exactly, by vectors that stay on disk. So
a score is the same whichever way a row was found.

FAISS takes NaN without a word and crashes on a file of its own that was tampered with, so no file of its
own is kept: what it works on is built from plain arrays that are checked first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import faiss
import numpy as np

from qa_bot.core.errors import DamagedIndexError
from qa_bot.index.storage.positional_file import PositionalFile

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_bot.index.storage.embeddings import EmbeddedRows

PRECISION = "float16"
"""At a million vectors half precision is four times as fast as single and loses 0.3% recall."""

COARSE_FROM = 1_000_000
"""Vectors from which on a coarse index is built (tests/benchmarks/bench_scale.py)."""

PROBED_LISTS = 48
"""Lists that a question looks into; measured for a recall@10 of at least 0.95 against exact search."""

NOMINATED = 4
"""Candidates that the coarse index nominates for each hit asked for."""

EXACT, COARSE = "exact", "coarse"
"""Ways to search, as the manifest names them."""

_made: Any = faiss  # its type hints are those of the C++ constructors
_TRAINED_ON = 64  # vectors a list, for its centre
_BATCH = 65_536
_CENTRES, _RANGES, _SIZES, _IDS, _CODES = "centres.f32", "ranges.f32", "sizes.i64", "ids.i64", "codes.u8"


class DenseIndex:
    """Nearest neighbours over the vectors of embedded rows."""

    def __init__(self, rows: EmbeddedRows, coarse: Path | None = None) -> None:
        """Load the vectors, or the coarse index of a folder; DamagedIndexError when it cannot be used."""
        self._rows = rows
        self._exact = None if coarse else _load_exact(rows)
        self._coarse = _load_coarse(coarse, rows) if coarse else None

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def is_exact(self) -> bool:
        """Whether every vector is compared with a question."""
        return self._coarse is None

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._rows.shape.dimension

    def search(
        self, question: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> dict[int, float]:
        """Find the rows nearest to a question vector, float32 (d,): row to cosine, best first.

        With `allowed`, (highest row + 1,), only rows that it has true are found.
        """
        if not len(self):
            return {}
        # FAISS shares questions among threads, never one question; those that it wakes for nothing spin, and
        # take the cores from all else that a question needs. The number belongs to the thread that searches
        faiss.omp_set_num_threads(1)
        if self._coarse is None:
            exact = cast("Any", self._exact)
            among = None if allowed is None else _made.SearchParameters(sel=_only(allowed))
            scores, rows = exact.search(question[None, :], min(k, len(self)), params=among)
            found = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
            return {row: score for row, score in found if row >= 0}  # FAISS fills up with -1
        among = None
        if allowed is not None:  # those that are allowed may stand in any list
            among = _made.SearchParametersIVF(sel=_only(allowed), nprobe=self._coarse.nlist)
        _, nominated = self._coarse.search(question[None, :], min(k * NOMINATED, len(self)), params=among)
        rows = np.sort(nominated[0][nominated[0] >= 0])  # in the order that they stand on disk
        scores = self.vectors(rows) @ question
        best = np.lexsort((rows, -scores))[:k]
        return dict(zip(rows[best].tolist(), scores[best].tolist(), strict=True))

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Fetch the vectors of known rows: float32, (len(rows), d)."""
        if not len(rows):
            return np.zeros((0, self.dimension), np.float32)
        if self._exact is not None:
            return cast("NDArray[np.float32]", self._exact.reconstruct_batch(rows))
        read = b"".join(self._rows.vector(row) for row in rows.tolist())
        return np.frombuffer(read, np.float16).reshape(len(rows), -1).astype(np.float32)


def _only(allowed: NDArray[np.bool_]) -> Any:
    return _made.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))


def search_for(count: int) -> str:
    """Choose the way to search among so many vectors."""
    return COARSE if count >= COARSE_FROM else EXACT


def write_coarse(folder: Path, rows: EmbeddedRows) -> None:
    """Write the coarse index of embedded rows into a new folder; equal rows give equal indexes."""
    count = len(rows)
    lists = min(int(4 * count**0.5), count)
    index = _empty_coarse(rows.shape.dimension, lists)
    sample = np.linspace(0, count - 1, min(count, lists * _TRAINED_ON)).astype(np.int64)
    index.cp.min_points_per_centroid = 1
    index.cp.niter = 6
    index.train(_fetch(rows, np.unique(sample)))
    for start in range(0, count, _BATCH):
        index.add(_fetch(rows, np.arange(start, min(start + _BATCH, count))))
    _save_coarse(folder, index, lists)


def _fetch(rows: EmbeddedRows, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
    read = b"".join(rows.vector(row) for row in numbers.tolist())
    return np.frombuffer(read, np.float16).reshape(len(numbers), -1).astype(np.float32)


def _load_exact(rows: EmbeddedRows) -> Any:
    dimension = rows.shape.dimension
    kind = faiss.ScalarQuantizer.QT_fp16
    index = faiss.IndexScalarQuantizer(dimension, kind, faiss.METRIC_INNER_PRODUCT)
    if len(rows):
        size = len(rows) * dimension * 2
        index.codes.resize(size)
        rows.load_vectors(memoryview(cast("Any", faiss.rev_swig_ptr(index.codes.data(), size))))
        index.ntotal = len(rows)
    return index


def _empty_coarse(dimension: int, lists: int) -> Any:
    quantizer = faiss.IndexFlatIP(dimension)
    kind = faiss.ScalarQuantizer.QT_8bit
    index = faiss.IndexIVFScalarQuantizer(quantizer, dimension, lists, kind, faiss.METRIC_INNER_PRODUCT)
    index.nprobe = min(PROBED_LISTS, lists)
    return index


def _save_coarse(folder: Path, index: Any, lists: int) -> None:
    folder.mkdir()
    inverted, size = index.invlists, index.code_size
    sizes = np.array([inverted.list_size(number) for number in range(lists)], np.int64)
    index.quantizer.reconstruct_n(0, lists).astype(np.float32).tofile(folder / _CENTRES)
    faiss.vector_to_array(index.sq.trained).astype(np.float32).tofile(folder / _RANGES)
    sizes.tofile(folder / _SIZES)
    with (folder / _IDS).open("wb") as ids, (folder / _CODES).open("wb") as codes:
        for number, length in enumerate(sizes.tolist()):
            if length:
                ids.write(faiss.rev_swig_ptr(inverted.get_ids(number), length).tobytes())
                codes.write(faiss.rev_swig_ptr(inverted.get_codes(number), length * size).tobytes())


def _load_coarse(folder: Path, rows: EmbeddedRows) -> Any:
    damaged = DamagedIndexError(
        f"{folder} is not a readable vector index. Run `qa-bot doctor --repair` to repair it."
    )
    dimension, count = rows.shape.dimension, len(rows)
    try:
        centres = np.fromfile(folder / _CENTRES, np.float32)
        ranges = np.fromfile(folder / _RANGES, np.float32)
        sizes = np.fromfile(folder / _SIZES, np.int64)
        ids = np.fromfile(folder / _IDS, np.int64)
    except OSError as error:
        raise damaged from error
    codes = PositionalFile(folder / _CODES)
    arrays_fit = (
        len(centres) == len(sizes) * dimension
        and len(ranges) == 2 * dimension
        and bool(np.isfinite(centres).all() and np.isfinite(ranges).all() and (sizes >= 0).all())
        and int(sizes.sum()) == len(ids) == count
        and codes.size == count * dimension
        and np.array_equal(np.sort(ids), np.arange(count))
    )
    if not arrays_fit:
        raise damaged
    index = _empty_coarse(dimension, len(sizes))
    index.quantizer.add(centres.reshape(-1, dimension))
    faiss.copy_array_to_vector(ranges, index.sq.trained)
    index.is_trained = True
    start = 0
    for number, length in enumerate(sizes.tolist()):
        if length:
            block = np.frombuffer(codes.read(start * dimension, length * dimension), np.uint8)
            pointers = (
                faiss.swig_ptr(np.ascontiguousarray(ids[start : start + length])),
                faiss.swig_ptr(block),
            )
            index.invlists.add_entries(number, length, *pointers)
        start += length
    index.ntotal = count
    return index
