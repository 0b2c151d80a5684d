"""Vectors are found by cosine under their row numbers, whichever way they are searched."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tiny import unit

from qa_bot.core.errors import DamagedIndexError
from qa_bot.index import dense
from qa_bot.index.dense import DenseIndex, write_coarse
from qa_bot.index.storage.embeddings import EmbeddedRows, Row, RowWriter, shape_of

VECTORS = np.stack([unit(1, 0), unit(3, 4), unit(0, -1)])
COARSE_FILES = ("centres.f32", "ranges.f32", "sizes.i64", "ids.i64", "codes.u8")


def rows_of(folder: Path, vectors: NDArray[np.float32]) -> EmbeddedRows:
    """Write and open embedded rows without tokens."""
    projection = np.eye(3, dtype=np.float32)
    with RowWriter(folder, shape_of("f", vectors.shape[1], projection), projection) as writer:
        for number, vector in enumerate(vectors):
            writer.append(number.to_bytes(16), Row(vector.astype(np.float16).tobytes(), b""))
    return EmbeddedRows(folder)


def scattered(count: int, dimension: int = 24) -> NDArray[np.float32]:
    """Make unit vectors in a few heaps, the same ones each time."""
    random = np.random.default_rng(7)
    heaps = random.standard_normal((20, dimension))
    found = heaps[random.integers(0, 20, count)] + 0.5 * random.standard_normal((count, dimension))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


@pytest.fixture
def index(tmp_path: Path) -> DenseIndex:
    """Three vectors of two dimensions."""
    return DenseIndex(rows_of(tmp_path / "rows", VECTORS))


def test_rows_come_by_cosine_best_first(index: DenseIndex) -> None:
    """(3, 4) / 5 meets (1, 0) at 3/5; half precision keeps three digits."""
    found = index.search(unit(1, 0), 3)
    assert list(found) == [0, 1, 2]
    assert found == pytest.approx({0: 1.0, 1: 3 / 5, 2: 0.0}, abs=1e-3)


def test_k_above_the_number_of_vectors_gives_all(index: DenseIndex) -> None:
    """FAISS would fill up with row -1."""
    assert set(index.search(unit(1, 0), 10**12)) == {0, 1, 2}


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    """No rows, no hits."""
    index = DenseIndex(rows_of(tmp_path / "rows", np.zeros((0, 2), np.float32)))
    assert (len(index), index.dimension) == (0, 2)
    assert index.search(unit(1, 0), 5) == {}


def test_vectors_are_given_back_by_row(index: DenseIndex) -> None:
    """In the order asked for, up to half precision."""
    assert index.vectors(np.array([2, 0])) == pytest.approx(VECTORS[[2, 0]], abs=1e-3)
    assert index.vectors(np.zeros(0, np.int64)).shape == (0, 2)


# ------------------------------------------------------------------------------------- coarse search


def test_the_way_to_search_is_chosen_by_the_number_of_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exactly below the border."""
    monkeypatch.setattr(dense, "COARSE_FROM", 10)
    assert (dense.search_for(9), dense.search_for(10)) == (dense.EXACT, dense.COARSE)


def test_a_coarse_search_gives_exact_scores_and_misses_little(tmp_path: Path) -> None:
    """Of 10 hits at least 9.5 are those of the exact search, and each has its score."""
    rows = rows_of(tmp_path / "rows", vectors := scattered(3000))
    write_coarse(tmp_path / "coarse", rows)
    exact, coarse = DenseIndex(rows), DenseIndex(rows, tmp_path / "coarse")
    assert len(coarse) == 3000
    found = 0
    for question in vectors[::100]:
        right, candidates = exact.search(question, 10), coarse.search(question, 10)
        assert list(candidates.values()) == sorted(candidates.values(), reverse=True)
        common = candidates.keys() & right.keys()
        assert [candidates[row] for row in common] == pytest.approx([right[row] for row in common], abs=1e-5)
        found += len(common)
    assert found >= 0.95 * 10 * len(vectors[::100])


def test_a_coarse_index_gives_vectors_back_and_takes_any_k(tmp_path: Path) -> None:
    """Of few vectors, fewer than lists would be."""
    rows = rows_of(tmp_path / "rows", VECTORS)
    write_coarse(tmp_path / "coarse", rows)
    index = DenseIndex(rows, tmp_path / "coarse")
    assert index.vectors(np.array([2, 0])) == pytest.approx(VECTORS[[2, 0]], abs=1e-3)
    assert set(index.search(unit(1, 0), 10**6)) == {0, 1, 2}


def test_equal_rows_give_equal_coarse_indexes(tmp_path: Path) -> None:
    """So an index brought up to date searches as one built anew does."""
    rows = rows_of(tmp_path / "rows", scattered(500))
    for name in ("one", "other"):
        write_coarse(tmp_path / name, rows)
    for name in COARSE_FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


@pytest.mark.parametrize("name", COARSE_FILES)
@pytest.mark.parametrize("content", [None, b"", b"\xff"])
def test_a_coarse_file_that_does_not_fit_is_damaged(name: str, content: bytes | None, tmp_path: Path) -> None:
    """Missing, empty, or every byte of it set: FAISS never gets to see it."""
    rows = rows_of(tmp_path / "rows", scattered(50))
    write_coarse(tmp_path / "coarse", rows)
    path = tmp_path / "coarse" / name
    size = path.stat().st_size
    path.unlink()
    if content is not None:
        path.write_bytes(content * size)
    if name == "codes.u8" and content:
        return  # any codes are codes, which the version's checksums vouch for
    with pytest.raises(DamagedIndexError, match="`qa-bot doctor --repair`"):
        DenseIndex(rows, tmp_path / "coarse")


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_a_search_wakes_no_threads(tmp_path: Path) -> None:
    """They would spin beside the model and beside Python, and one question is never shared among them."""
    folder = tmp_path / "rows"
    rows_of(folder, scattered(1000))
    code = (
        "import os, sys; from pathlib import Path; import numpy as np\n"
        "from qa_bot.index.dense import DenseIndex\n"
        "from qa_bot.index.storage.embeddings import EmbeddedRows\n"
        "index = DenseIndex(EmbeddedRows(Path(sys.argv[1])))\n"
        "before = len(os.listdir('/proc/self/task'))\n"
        "index.search(np.eye(1, 24, dtype=np.float32)[0], 10)\n"
        "print(len(os.listdir('/proc/self/task')) - before)\n"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, str(folder)],
        env=os.environ | {"OMP_NUM_THREADS": "4"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "0\n"
