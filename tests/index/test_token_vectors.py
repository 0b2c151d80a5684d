"""MaxSim is the published formula over stored token vectors; tokens are weighted by their IDF."""

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tiny import TinyEncoder, unit
from written_parts import write_rows

from qa_bot.core.errors import DamagedIndexError
from qa_bot.encoders.protocol import Embedding
from qa_bot.index import token_vectors
from qa_bot.index.storage.embeddings import encode_row, shape_of
from qa_bot.index.token_vectors import TokenVectors, fit_projection, read_frequency, write_frequency

AXES = np.array([[0.5, 0.5, 0.5, 0.5], [0.5, -0.5, 0.5, -0.5], [0.5, 0.5, -0.5, -0.5]], np.float32)
"""A projection that keeps inner products. Its components have one size, so 2 bits store axes exactly."""


def embedding(*tokens: NDArray[np.float32], ids: tuple[int, ...] = ()) -> Embedding:
    """Make an embedding of token vectors; the text's own vector plays no part here."""
    stacked = np.stack(tokens) if tokens else np.zeros((0, 3), np.float32)
    return Embedding(unit(1), stacked, np.array(ids, np.int64))


def write(folder: Path, passages: list[Embedding]) -> TokenVectors:
    """Write and open an index of passages; what is stored of axes is exact."""
    encoded = [(number.to_bytes(16), encode_row(one, AXES)) for number, one in enumerate(passages)]
    rows = write_rows(folder, shape_of("f", 1, AXES), AXES, encoded)
    frequency = folder.with_suffix(".frequency")
    write_frequency(frequency, rows.shape.width, map(rows.tokens, range(len(rows))))
    return TokenVectors(rows, read_frequency(frequency, len(rows)))


def test_a_question_token_is_met_by_the_nearest_token_of_a_passage(tmp_path: Path) -> None:
    """Each question token by itself: (3, 4) / 5 meets the axes at 3/5 and 4/5."""
    x, y, z, between = unit(1, 0, 0), unit(0, 1, 0), unit(0, 0, 1), unit(3, 4, 0)
    index = write(tmp_path / "t", [embedding(x, y, ids=(1, 2)), embedding(x, z, ids=(1, 3))])
    found = index.max_similarities(index.reduce(embedding(x, y, between, ids=(1, 2, 4))), [0, 1])
    assert found[0][0] == pytest.approx([1.0, 1.0, 4 / 5], abs=1e-3)
    assert found[1][0] == pytest.approx([1.0, 0.0, 3 / 5], abs=1e-3)


def test_a_token_with_its_neighbours_is_met_by_the_nearest_run_of_the_passage(tmp_path: Path) -> None:
    """A token at an end stands for the neighbour that it lacks, and a run never reaches into another passage.

    The question's runs: 2 x + y and x + 2 y. The first passage's: 2 y + z and y + 2 z; the second's: 3 x.
    """
    x, y, z = unit(1, 0, 0), unit(0, 1, 0), unit(0, 0, 1)
    index = write(
        tmp_path / "t",
        [embedding(y, z, ids=(1, 2)), embedding(x, ids=(3,)), embedding(z, y, x, ids=(2, 1, 3))],
    )
    found = index.max_similarities(index.reduce(embedding(x, y, ids=(3, 1))), [0, 1])
    assert found[0][1] == pytest.approx([2 / 5, 4 / 5], abs=1e-3)
    assert found[1][1] == pytest.approx([2 / 5**0.5, 1 / 5**0.5], abs=1e-3)
    three = index.max_similarities(index.reduce(embedding(z, y, x)), [2])[2]
    assert three[1] == pytest.approx([1.0, 1.0, 1.0], abs=1e-3)


def test_only_the_rows_asked_for_are_met(tmp_path: Path) -> None:
    """In the order asked for."""
    index = write(tmp_path / "t", [embedding(unit(1, 0, 0), ids=(0,))] * 3)
    assert list(index.max_similarities(index.reduce(embedding(unit(1, 0, 0), ids=(0,))), [2, 0])) == [2, 0]
    assert index.max_similarities(index.reduce(embedding(unit(1, 0, 0), ids=(0,))), []) == {}


def test_what_has_no_tokens_meets_nothing(tmp_path: Path) -> None:
    """Neither a question nor a passage; its neighbours keep their own tokens."""
    index = write(tmp_path / "t", [embedding(), embedding(unit(1, 0, 0), ids=(5,)), embedding()])
    assert [len(index.vectors(row)) for row in range(3)] == [0, 1, 0]
    found = index.max_similarities(index.reduce(embedding(unit(1, 0, 0), ids=(5,))), [0, 1, 2])
    assert list(found) == [1]
    assert found[1][0] == pytest.approx([1.0], abs=1e-3)
    assert index.max_similarities(index.reduce(embedding()), [0, 1]) == {}


def test_a_token_weighs_by_its_rarity(tmp_path: Path) -> None:
    """One passage of one has it, or none has: its number may stand beyond all that were counted."""
    index = write(tmp_path / "t", [embedding(unit(1, 0, 0), ids=(1,))])
    known, unknown = math.log(1 + 0.5 / 1.5), math.log(1 + 1.5 / 0.5)
    assert index.idf(np.array([1, 30_000])) == pytest.approx([known, unknown])


def test_parts_of_a_passage_meet_by_their_own_tokens(tmp_path: Path) -> None:
    """Two tokens, none, one; a part without tokens meets nothing."""
    x, y, z = unit(1, 0, 0), unit(0, 1, 0), unit(0, 0, 1)
    index = write(tmp_path / "t", [embedding(z, ids=(9,)), embedding(z, y, x, ids=(3, 2, 1))])
    question = embedding(unit(3, 4, 0), ids=(4,))
    assert index.max_similarities_of_parts(index.reduce(question), 1, [2, 0, 1])[:, 0] == pytest.approx(
        [4 / 5, 0.0, 3 / 5], abs=1e-3
    )
    assert index.max_similarities_of_parts(index.reduce(question), 1, [3])[0] == pytest.approx(
        index.max_similarities(index.reduce(question), [1])[1][0]
    )


def test_parts_that_are_not_the_passages_meet_nothing(tmp_path: Path) -> None:
    """As where it was longer than the encoder reads, or the question has no tokens."""
    index = write(tmp_path / "t", [embedding(unit(1, 0, 0), ids=(1,)), embedding()])
    question = embedding(unit(1, 0, 0), ids=(1,))
    for found in (
        index.max_similarities_of_parts(index.reduce(question), 0, [1, 1]),
        index.max_similarities_of_parts(index.reduce(question), 1, []),
        index.max_similarities_of_parts(index.reduce(embedding()), 0, [1]),
    ):
        assert len(found) == 0


def test_an_empty_index_opens(tmp_path: Path) -> None:
    """No passages, no tokens."""
    index = write(tmp_path / "t", [])
    assert len(index) == 0
    assert index.max_similarities(index.reduce(embedding(unit(1, 0, 0), ids=(1,))), []) == {}


def test_a_passage_that_is_not_embedded_yet_meets_nothing(tmp_path: Path) -> None:
    """As long as an index has words alone."""
    index = write(tmp_path / "t", [])
    assert index.max_similarities(index.reduce(embedding(unit(1, 0, 0), ids=(1,))), [4]) == {}


def test_the_projection_is_orthonormal_and_the_models_alone() -> None:
    """Two encoders of one model give one projection."""
    projection = fit_projection(TinyEncoder())
    assert projection.dtype == np.float32
    assert projection.T @ projection == pytest.approx(np.eye(projection.shape[1]), abs=1e-3)
    assert (projection == fit_projection(TinyEncoder())).all()


def test_the_projection_keeps_inner_products_of_narrow_vectors() -> None:
    """Vectors of no more dimensions than are stored lose nothing."""
    encoder = TinyEncoder()
    (passage,) = encoder.encode_passages(["bridge river mayor"])
    projection = fit_projection(encoder)
    if projection.shape[0] > token_vectors.DIMENSION:
        pytest.skip("the tiny token vectors are wider than what is stored")
    reduced = passage.tokens @ projection
    assert reduced @ reduced.T == pytest.approx(passage.tokens @ passage.tokens.T, abs=1e-3)


@pytest.mark.parametrize("counts", [None, [-1], [2], [0.5]])
def test_frequencies_that_cannot_be_are_damaged(counts: list[float] | None, tmp_path: Path) -> None:
    """Missing, below none, above one of one passage, or no whole numbers."""
    write(tmp_path / "t", [embedding(unit(1, 0, 0), ids=(0,))])
    path = tmp_path / "t.frequency"
    path.unlink()
    if counts is not None:
        np.array(counts, np.int64 if isinstance(counts[0], int) else np.float64).tofile(path)
    with pytest.raises(DamagedIndexError, match=r"t.frequency .*`qa-bot doctor --repair`"):
        read_frequency(path, 1)
