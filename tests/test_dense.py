"""Vectors are found by cosine under their own row numbers, and what FAISS takes in silence is refused."""

from pathlib import Path

import numpy as np
import pytest
from tiny import unit

from qa_bot.dense import DenseIndex
from qa_bot.errors import DamagedIndexError

VECTORS = np.stack([unit(1, 0), unit(3, 4), unit(0, -1)])
ROWS = np.array([7, 3, 5])


@pytest.fixture
def index() -> DenseIndex:
    """Three vectors of two dimensions."""
    return DenseIndex.build(ROWS, VECTORS)


def test_rows_come_by_cosine_best_first(index: DenseIndex) -> None:
    """(3, 4) / 5 meets (1, 0) at 3/5; half precision keeps three digits."""
    found = index.search(unit(1, 0), 3)
    assert list(found) == [7, 3, 5]
    assert found == pytest.approx({7: 1.0, 3: 3 / 5, 5: 0.0}, abs=1e-3)


def test_k_above_the_number_of_vectors_gives_all(index: DenseIndex) -> None:
    """FAISS would fill up with row -1."""
    assert set(index.search(unit(1, 0), 10**12)) == {3, 5, 7}


def test_an_empty_index_finds_nothing() -> None:
    """No rows, no hits."""
    index = DenseIndex.build(np.zeros(0, np.int64), np.zeros((0, 2), np.float32))
    assert len(index) == 0
    assert index.search(unit(1, 0), 5) == {}


def test_vectors_are_given_back_by_row(index: DenseIndex) -> None:
    """In the order asked for, up to half precision."""
    assert index.vectors(np.array([5, 7])) == pytest.approx(VECTORS[[2, 0]], abs=1e-3)
    assert index.vectors(np.zeros(0, np.int64)).shape == (0, 2)


def test_a_saved_index_opens_with_the_same_scores(index: DenseIndex, tmp_path: Path) -> None:
    """Row numbers and dimension are kept too."""
    index.save(tmp_path / "vectors.faiss")
    opened = DenseIndex.open(tmp_path / "vectors.faiss")
    assert (len(opened), opened.dimension) == (3, 2)
    assert opened.search(unit(3, 4), 3) == index.search(unit(3, 4), 3)


def test_a_row_number_that_stands_twice_is_refused() -> None:
    """FAISS would take it and give one of the two back."""
    with pytest.raises(ValueError, match=r"3 row numbers \(2 distinct\) for 3 vectors"):
        DenseIndex.build(np.array([1, 2, 1]), VECTORS)


def test_a_row_number_too_few_is_refused() -> None:
    """Each vector has one."""
    with pytest.raises(ValueError, match="2 row numbers"):
        DenseIndex.build(np.array([1, 2]), VECTORS)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, 2.0])
def test_a_vector_that_is_not_of_unit_length_is_refused(bad: float) -> None:
    """NaN would be found by no question and by no test."""
    with pytest.raises(ValueError, match="unit length"):
        DenseIndex.build(np.array([1]), np.full((1, 2), bad, np.float32))


@pytest.mark.parametrize("content", [b"", b"no index", b"\0" * 4096, b"\xff" * 4096])
def test_a_file_that_is_no_index_is_damaged(content: bytes, tmp_path: Path) -> None:
    """The error names the file and the command."""
    path = tmp_path / "vectors.faiss"
    path.write_bytes(content)
    with pytest.raises(DamagedIndexError, match=r"vectors.faiss is not .*`qa-bot index`"):
        DenseIndex.open(path)


def test_a_missing_file_is_damaged(tmp_path: Path) -> None:
    """The error is the same."""
    with pytest.raises(DamagedIndexError):
        DenseIndex.open(tmp_path / "vectors.faiss")


def test_a_cut_file_is_damaged(index: DenseIndex, tmp_path: Path) -> None:
    """Every cut is told, wherever it falls."""
    path = tmp_path / "vectors.faiss"
    index.save(path)
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(DamagedIndexError):
            DenseIndex.open(path)
