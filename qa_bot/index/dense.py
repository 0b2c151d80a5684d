"""Vector search with FAISS, and the only door to it: unit vectors by row, scored by cosine (-1..1).

Below a million vectors, every one is compared with the question. Above that, a coarse index nominates
candidates, which are then compared exactly, by vectors read from disk; so a score does not depend on the way
of searching. Rows that were added after the coarse index was built are compared exactly, until they are a
tenth of all. The coarse index has inverted lists (Jégou, Douze & Schmid, 2011, "Product Quantization for
Nearest Neighbor Search") of 8-bit codes.

FAISS crashes on damaged files. It therefore reads the coarse index from memory, after its CRC-32 has been
compared with the manifest's.
"""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Any, cast

import faiss
import numpy as np

from qa_bot.core.errors import REPAIR, DamagedIndexError
from qa_bot.core.scores import best_first

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_bot.index.storage.embedded_rows import EmbeddedRows
    from qa_bot.index.storage.manifest import FileEntry

PRECISION = "float16"
"""At a million vectors half precision is four times as fast as single and loses 0.3% recall."""

COARSE_FROM = 1_000_000
"""Number of vectors from which a coarse index is built (tests/benchmarks/bench_scale.py)."""

PROBED_LISTS = 48
"""Lists searched for a question; measured for a recall@10 of at least 0.95 against exact search."""

NOMINATED = 4
"""Candidates that the coarse index nominates for each hit asked for."""

MOST_UNCOVERED = 0.1
"""Share of the rows that a coarse index need not have, because they were added later."""

EXACT, COARSE = "exact", "coarse"
"""Ways to search, as the manifest names them."""

_made: Any = faiss  # its type hints are those of the C++ constructors
_TRAINED_ON = 64  # vectors per list that its centre is computed from
_BATCH = 65_536


class FaissIndex:
    """Nearest neighbours among the vectors of embedded rows; a `VectorIndex`."""

    def __init__(self, rows: EmbeddedRows, coarse: Any = None, live: NDArray[np.bool_] | None = None) -> None:
        """Search the first rows with a coarse index if given, and load the vectors of the others.

        `live`, bool (rows,), tells which rows have a passage; all, unless given.

        Raises:
            DamagedIndexError: the vectors cannot be read, or the coarse index is not of these rows.
        """
        self._rows, self._coarse = rows, coarse
        self._live = None if live is None or live.all() else live
        self._covered = coarse.ntotal if coarse else 0
        if coarse and (self._covered > len(rows) or coarse.d != rows.shape.dimension):
            msg = f"The coarse index is not of these vectors. {REPAIR}"
            raise DamagedIndexError(msg)
        self._exact = _load_exact(rows, self._covered)
        self._count = len(rows) if self._live is None else int(self._live[: len(rows)].sum())

    def __len__(self) -> int:
        return self._count

    def search(
        self, question: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> dict[int, float]:
        """Return the k rows nearest to a question vector, as `VectorIndex` does."""
        if not len(self):
            return {}
        # FAISS divides questions among threads, not the work for one; idle threads would spin and take the
        # processors from everything else that a question needs. The setting belongs to the calling thread
        faiss.omp_set_num_threads(1)
        if allowed is None:
            allowed = self._live
        elif self._live is not None:
            allowed = allowed & self._live
        found = self._search_exact(question, k, allowed)
        if self._coarse is None:
            return found
        found |= self._search_coarse(question, k, allowed)
        return best_first(found, k)

    def _search_exact(
        self, question: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None
    ) -> dict[int, float]:
        """Search the rows that the coarse index does not cover."""
        if not self._exact.ntotal:
            return {}
        among = None
        if allowed is not None:
            among = _made.SearchParameters(sel=_selector(allowed[self._covered :]))
        scores, rows = self._exact.search(question[None, :], min(k, self._exact.ntotal), params=among)
        found = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        return {self._covered + row: score for row, score in found if row >= 0}  # FAISS pads with -1

    def _search_coarse(
        self, question: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None
    ) -> dict[int, float]:
        among = None
        if allowed is not None:  # allowed rows may be in any list
            selector = _selector(allowed[: self._covered])
            nprobe = self._coarse.nlist if allowed is not self._live else self._coarse.nprobe
            among = _made.SearchParametersIVF(sel=selector, nprobe=nprobe)
        depth = min(k * NOMINATED, self._covered)
        _, nominated = self._coarse.search(question[None, :], depth, params=among)
        rows = np.sort(nominated[0][nominated[0] >= 0])  # in the order that they have on disk
        scores = _fetch(self._rows, rows) @ question
        best = np.lexsort((rows, -scores))[:k]
        return dict(zip(rows[best].tolist(), scores[best].tolist(), strict=True))

    def score(self, question: NDArray[np.float32], rows: Sequence[int]) -> dict[int, float]:
        """Return the cosine of each of the given rows."""
        if not len(rows):
            return {}
        if self._coarse is None:
            stored = self._exact.reconstruct_batch(np.array(rows, np.int64))
        else:
            stored = _fetch(self._rows, np.array(rows, np.int64))
        return dict(zip(rows, (stored @ question).tolist(), strict=True))


def is_covered(covered: int, count: int) -> bool:
    """Check whether a coarse index of so many rows will do for so many."""
    return count - covered <= MOST_UNCOVERED * count


def search_for(count: int) -> str:
    """Choose how to search among so many vectors."""
    return COARSE if count >= COARSE_FROM else EXACT


def write_coarse(path: Path, rows: EmbeddedRows) -> None:
    """Write the coarse index of embedded rows. Equal rows produce equal files."""
    count = len(rows)
    lists = min(int(4 * count**0.5), count)
    index = _empty_coarse(rows.shape.dimension, lists)
    sample = np.linspace(0, count - 1, min(count, lists * _TRAINED_ON)).astype(np.int64)
    index.cp.min_points_per_centroid = 1
    index.cp.niter = 6
    index.train(_fetch(rows, np.unique(sample)))
    for start in range(0, count, _BATCH):
        index.add(_fetch(rows, np.arange(start, min(start + _BATCH, count))))
    with path.open("wb") as file:
        faiss.write_index(index, _made.PyCallbackIOWriter(file.write))


def read_coarse(path: Path, entry: FileEntry | None) -> Any:
    """Read a coarse index; for this it takes twice its memory for a moment.

    Raises:
        DamagedIndexError: the file is missing, or is not what the manifest's entry says.
    """
    msg = f"{path} is not a readable vector index. {REPAIR}"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DamagedIndexError(msg) from error
    if entry is None or zlib.crc32(content) != entry.crc32:
        raise DamagedIndexError(msg)
    try:
        index = faiss.read_index(_made.PyCallbackIOReader(io.BytesIO(content).read))
    except RuntimeError as error:  # written by a FAISS whose format this one does not know
        raise DamagedIndexError(msg) from error
    if not isinstance(index, faiss.IndexIVFScalarQuantizer):
        raise DamagedIndexError(msg)
    index.nprobe = min(PROBED_LISTS, index.nlist)
    return index


def _selector(allowed: NDArray[np.bool_]) -> Any:
    return _made.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))


def _fetch(rows: EmbeddedRows, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
    """Read vectors from disk: float32, (len(numbers), d)."""
    read = b"".join(rows.vector(row) for row in numbers.tolist())
    return np.frombuffer(read, np.float16).reshape(len(numbers), -1).astype(np.float32)


def _load_exact(rows: EmbeddedRows, start: int) -> Any:
    """Load the vectors of the rows from `start` on; each is checked unless all are loaded."""
    dimension = rows.shape.dimension
    kind = faiss.ScalarQuantizer.QT_fp16
    index = faiss.IndexScalarQuantizer(dimension, kind, faiss.METRIC_INNER_PRODUCT)
    if start:
        for first in range(start, len(rows), _BATCH):
            index.add(_fetch(rows, np.arange(first, min(first + _BATCH, len(rows)))))
    elif count := len(rows):
        size = count * dimension * 2
        index.codes.resize(size)
        rows.load_vectors(memoryview(cast("Any", faiss.rev_swig_ptr(index.codes.data(), size))))
        index.ntotal = count
    return index


def _empty_coarse(dimension: int, lists: int) -> Any:
    quantizer = faiss.IndexFlatIP(dimension)
    kind = faiss.ScalarQuantizer.QT_8bit
    return faiss.IndexIVFScalarQuantizer(quantizer, dimension, lists, kind, faiss.METRIC_INNER_PRODUCT)
