"""The maximal scoring runs of small sequences, with sums written as arithmetic."""

import pytest
from growth import LINEAR, growth

from qa_bot.reading.boilerplate.maximal_runs import Run, maximal_runs


@pytest.mark.parametrize(
    ("scores", "runs"),
    [
        ([], []),
        ([-1, 0, -2], []),
        ([3], [Run(0, 1, 3)]),
        ([4, -3, 5], [Run(0, 3, 4 - 3 + 5)]),
        ([4, -5, 5], [Run(0, 1, 4), Run(2, 3, 5)]),
        ([-1, 2, 3, -9, 1, -1, 4], [Run(1, 3, 2 + 3), Run(4, 5, 1), Run(6, 7, 4)]),
        (
            [4, -5, 3, -3, 1, 2, -2, 2, -2, 1, 5],
            [Run(0, 1, 4), Run(2, 3, 3), Run(4, 11, 1 + 2 - 2 + 2 - 2 + 1 + 5)],
        ),
    ],
)
def test_runs_are_joined_only_where_the_gap_costs_less_than_either_side(
    scores: list[float], runs: list[Run]
) -> None:
    """Runs are joined only if the gap costs less than either side."""
    assert maximal_runs(scores) == runs


def test_many_runs_that_never_join_take_linear_time() -> None:
    """The time stays linear although each run is compared with earlier ones."""
    assert len(maximal_runs([1.0, -2.0] * 1_000)) == 1_000
    assert growth(lambda size: maximal_runs([1.0, -2.0] * size), 5_000) < LINEAR
