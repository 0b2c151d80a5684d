"""Vectors are found by cosine under their row numbers, whichever way they are searched."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tiny import unit
from written_parts import write_rows

from qa_bot.core.errors import DamagedIndexError
from qa_bot.index import dense
from qa_bot.index.dense import FaissIndex, read_coarse, write_coarse
from qa_bot.index.protocol import VectorIndex
from qa_bot.index.storage.embedded_rows import EmbeddedRows
from qa_bot.index.storage.embeddings import Row, shape_of
from qa_bot.index.storage.manifest import describe_file

VECTORS = np.stack([unit(1, 0), unit(3, 4), unit(0, -1)])


def rows_of(folder: Path, vectors: NDArray[np.float32]) -> EmbeddedRows:
    """Write and open embedded rows without tokens."""
    projection = np.eye(3, dtype=np.float32)
    rows = [
        (number.to_bytes(16), Row(vector.astype(np.float16).tobytes(), b""))
        for number, vector in enumerate(vectors)
    ]
    halves = (rows[: len(rows) // 2], rows[len(rows) // 2 :]) if len(rows) > 1 else (rows,)
    return write_rows(folder, shape_of("f", vectors.shape[1], projection), projection, *halves)


def coarse_of(path: Path, rows: EmbeddedRows) -> FaissIndex:
    """Write a coarse index and open it."""
    write_coarse(path, rows)
    return FaissIndex(rows, read_coarse(path, describe_file(path)))


def scattered(count: int, dimension: int = 24) -> NDArray[np.float32]:
    """Make unit vectors in a few heaps, the same ones each time."""
    random = np.random.default_rng(7)
    heaps = random.standard_normal((20, dimension))
    found = heaps[random.integers(0, 20, count)] + 0.5 * random.standard_normal((count, dimension))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


@pytest.fixture
def index(tmp_path: Path) -> VectorIndex:
    """Three vectors of two dimensions."""
    return FaissIndex(rows_of(tmp_path / "rows", VECTORS))


def test_rows_come_by_cosine_best_first(index: VectorIndex) -> None:
    """(3, 4) / 5 meets (1, 0) at 3/5; half precision keeps three digits."""
    found = index.search(unit(1, 0), 3)
    assert list(found) == [0, 1, 2]
    assert found == pytest.approx({0: 1.0, 1: 3 / 5, 2: 0.0}, abs=1e-3)


def test_k_above_the_number_of_vectors_gives_all(index: VectorIndex) -> None:
    """FAISS would fill up with row -1."""
    assert set(index.search(unit(1, 0), 10**12)) == {0, 1, 2}


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    """No rows, no hits."""
    index = FaissIndex(rows_of(tmp_path / "rows", np.zeros((0, 2), np.float32)))
    assert len(index) == 0
    assert index.search(unit(1, 0), 5) == {}
    assert index.score(unit(1, 0), []) == {}


def test_known_rows_are_scored_in_the_order_given(index: VectorIndex) -> None:
    """Up to half precision; no rows have no scores."""
    found = index.score(unit(1, 0), [2, 1])
    assert list(found) == [2, 1]
    assert found == pytest.approx({2: 0.0, 1: 3 / 5}, abs=1e-3)
    assert index.score(unit(1, 0), []) == {}


# ------------------------------------------------------------------------------------- coarse search


def test_the_way_to_search_is_chosen_by_the_number_of_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exactly below the border."""
    monkeypatch.setattr(dense, "COARSE_FROM", 10)
    assert (dense.search_for(9), dense.search_for(10)) == (dense.EXACT, dense.COARSE)


def test_a_coarse_search_gives_exact_scores_and_misses_little(tmp_path: Path) -> None:
    """Of 10 hits at least 9.5 are those of the exact search, and each has its score."""
    rows = rows_of(tmp_path / "rows", vectors := scattered(3000))
    exact, coarse = FaissIndex(rows), coarse_of(tmp_path / "coarse", rows)
    assert len(coarse) == 3000
    found = 0
    for question in vectors[::100]:
        right, candidates = exact.search(question, 10), coarse.search(question, 10)
        assert list(candidates.values()) == sorted(candidates.values(), reverse=True)
        common = candidates.keys() & right.keys()
        assert [candidates[row] for row in common] == pytest.approx([right[row] for row in common], abs=1e-5)
        found += len(common)
    assert found >= 0.95 * 10 * len(vectors[::100])


def test_a_coarse_index_scores_known_rows_and_takes_any_k(tmp_path: Path) -> None:
    """Even with fewer vectors than it would have lists."""
    index = coarse_of(tmp_path / "coarse", rows_of(tmp_path / "rows", VECTORS))
    assert index.score(unit(1, 0), [2, 1]) == pytest.approx({2: 0.0, 1: 3 / 5}, abs=1e-3)
    assert set(index.search(unit(1, 0), 10**6)) == {0, 1, 2}


def test_equal_rows_give_equal_coarse_indexes(tmp_path: Path) -> None:
    """So an index brought up to date searches like one built from scratch."""
    rows = rows_of(tmp_path / "rows", scattered(500))
    for name in ("one", "other"):
        write_coarse(tmp_path / name, rows)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def _remove(path: Path) -> None:
    path.unlink()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [_remove, _empty, _cut, _flip])
def test_faiss_never_sees_a_coarse_file_that_was_changed(
    damage: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is compared with the manifest's SHA-256 first."""
    path = tmp_path / "coarse"
    write_coarse(path, rows_of(tmp_path / "rows", scattered(50)))
    entry = describe_file(path)
    damage(path)
    monkeypatch.setattr("faiss.read_index", lambda *_: pytest.fail("FAISS saw a damaged file"))
    with pytest.raises(DamagedIndexError, match="`qa-bot doctor --repair`"):
        read_coarse(path, entry)


def test_a_coarse_file_without_an_entry_is_damaged(tmp_path: Path) -> None:
    """Nothing vouches for it."""
    write_coarse(tmp_path / "coarse", rows_of(tmp_path / "rows", scattered(50)))
    with pytest.raises(DamagedIndexError):
        read_coarse(tmp_path / "coarse", None)


def test_a_file_that_faiss_did_not_write_is_damaged(tmp_path: Path) -> None:
    """Though it is what the manifest says, as after a change of FAISS's own format."""
    path = tmp_path / "coarse"
    for content in (b"", b"Iw", b"no index" * 100):
        path.write_bytes(content)
        with pytest.raises(DamagedIndexError):
            read_coarse(path, describe_file(path))


def test_a_coarse_index_of_other_rows_is_damaged(tmp_path: Path) -> None:
    """As many vectors as there are rows, and as long."""
    write_coarse(tmp_path / "coarse", rows_of(tmp_path / "rows", scattered(50)))
    coarse = read_coarse(tmp_path / "coarse", describe_file(tmp_path / "coarse"))
    for name, vectors in (("fewer", scattered(49)), ("shorter", scattered(50, 16))):
        with pytest.raises(DamagedIndexError):
            FaissIndex(rows_of(tmp_path / name, vectors), coarse)


def test_a_full_disk_is_an_error_of_the_disk(tmp_path: Path) -> None:
    """Not one of FAISS's own, which nobody would catch."""
    (tmp_path / "coarse").mkdir()
    with pytest.raises(OSError, match="coarse"):
        write_coarse(tmp_path / "coarse", rows_of(tmp_path / "rows", scattered(50)))


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_a_search_wakes_no_threads(tmp_path: Path) -> None:
    """They would spin beside the model and beside Python, and one question is never shared among them."""
    folder = tmp_path / "rows"
    rows_of(folder, scattered(1000))
    code = (
        "import os, sys; from pathlib import Path; import numpy as np\n"
        "from qa_bot.index.dense import FaissIndex\n"
        "from qa_bot.index.storage.embedded_rows import EmbeddedRows\n"
        "index = FaissIndex(EmbeddedRows(Path(sys.argv[1])))\n"
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
