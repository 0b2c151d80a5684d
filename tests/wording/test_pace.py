"""The progress of a task and the time left, in words."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest

from qa_bot.core.types import Progress
from qa_bot.wording.pace import WINDOW_S, Pace, progress_line


def paced(*steps: tuple[float, int], stage: str = "embedding", total: int = 100) -> Pace:
    """Note how much was done at which second."""
    pace = Pace()
    for now_s, done in steps:
        pace.note(Progress(stage, done, total), now_s)
    return pace


def test_the_time_left_comes_from_the_speed() -> None:
    assert paced((0, 0), (1, 10), (2, 20), (3, 30), (4, 40)).left_s == pytest.approx(6.0)
    assert paced((50, 20), (52, 21), (54, 22), (56, 23), (58, 24)).left_s == pytest.approx(2 * 76)


def test_no_time_is_told_before_there_is_a_speed() -> None:
    assert paced((0, 0), (10, 1)).left_s is None
    assert paced((0, 0), (0.1, 1), (0.2, 2), (0.3, 3), (0.4, 4), (0.5, 5)).left_s is None
    assert paced((0, 0), (9, 0), (18, 0), (27, 0), (36, 0)).left_s is None
    assert paced((0, 1), (2, 2), (4, 3), (6, 4), (8, 5), total=0).left_s is None


def test_the_speed_is_that_of_the_last_while() -> None:
    slow = [(float(second), second) for second in range(200)]
    quick = [(200 + second / 10, 200 + second) for second in range(int(WINDOW_S) * 10 + 20)]
    assert paced(*slow, *quick, total=2000).left_s == pytest.approx((2000 - quick[-1][1]) / 10, rel=0.05)


def test_another_stage_and_one_that_begins_again_are_measured_anew() -> None:
    pace = paced((0, 0), (1, 10), (2, 20), (3, 30), (4, 40))
    pace.note(Progress("embedding", 0, 100), 5)
    assert pace.left_s is None
    pace = paced((0, 0), (1, 10), (2, 20), (3, 30), (4, 40))
    pace.note(Progress("writing", 41, 100), 5)
    assert pace.left_s is None


@pytest.mark.parametrize(
    ("progress", "left_s", "words"),
    [
        (Progress("reading", 40, 600), None, "reading 40 of 600"),
        (Progress("embedding", 1200, 4800), 61.0, "embedding 1,200 of 4,800, about 2 min left"),
        (Progress("embedding", 0, 4800), 119.0 * 60, "embedding 0 of 4,800, about 119 min left"),
        (Progress("embedding", 1, 9), 7201.0, "embedding 1 of 9, about 2.5 h left"),
        (Progress("embedding", 1, 9), 0.2, "embedding 1 of 9, about 10 s left"),
        (Progress("embedding", 1, 9), 41.0, "embedding 1 of 9, about 50 s left"),
        (Progress("embedding", 9, 9), 41.0, "embedding 9 of 9"),
        (Progress("preparing the model (once)", 0, 0), None, "preparing the model (once)"),
    ],
)
def test_what_is_told(progress: Progress, left_s: float | None, words: str) -> None:
    assert progress_line(progress, left_s) == words
