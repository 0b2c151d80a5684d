"""Confidence is compared with the share of questions that are answerable, bin by bin."""

import pytest

from qa_bot.core.types import Verdict
from qa_bot.evaluation.calibration import Bin, judge_calibration
from qa_bot.evaluation.selective_prediction import Judged


def judged(confidence: float, answerable: int, unanswerable: int) -> list[Judged]:
    """Make as many answerable and unanswerable questions, all with one confidence.

    Verdict and first passage have no effect: they are those of a verdict that is always wrong.
    """
    return [
        *[Judged(confidence, Verdict.NOT_FOUND, answerable=True, right=False)] * answerable,
        *[Judged(confidence, Verdict.ANSWERED, answerable=False, right=False)] * unanswerable,
    ]


def test_a_calibrated_confidence_has_no_error() -> None:
    """A quarter of four at .25 and three quarters of eight at .75 are answerable."""
    found = judge_calibration(judged(0.25, 1, 3) + judged(0.75, 6, 2))
    assert found
    assert found.bins == (Bin(0.2, 0.3, 4, 0.25, 1 / 4), Bin(0.7, 0.8, 8, 0.75, 6 / 8))
    assert found.error == 0


def test_the_error_counts_each_bin_by_its_questions() -> None:
    """Over-confident by .95 - 4/8 in eight questions, under-confident by 2/2 - .15 in two."""
    found = judge_calibration(judged(0.95, 4, 4) + judged(0.15, 2, 0))
    assert found
    assert found.error == pytest.approx((8 * (0.95 - 4 / 8) + 2 * (2 / 2 - 0.15)) / 10)


def test_confidences_of_one_bin_are_averaged_before_they_are_compared() -> None:
    """The answerable one at .5 and the other at .56 have a mean of .53, against a half."""
    found = judge_calibration(judged(0.5, 1, 0) + judged(0.56, 0, 1))
    assert found
    (only,) = found.bins
    assert (only.low, only.high, only.queries, only.answerable) == (0.5, 0.6, 2, 1 / 2)
    assert only.confidence == pytest.approx((0.5 + 0.56) / 2)
    assert found.error == pytest.approx((0.5 + 0.56) / 2 - 1 / 2)


def test_the_first_and_the_last_bin_include_0_and_1() -> None:
    """Certain and right twice, certain and wrong twice: an error of (0 + 1 + 0 + 1) / 4."""
    found = judge_calibration(judged(1.0, 1, 1) + judged(0.0, 1, 1))
    assert found
    assert found.bins == (Bin(0.0, 0.1, 2, 0.0, 1 / 2), Bin(0.9, 1.0, 2, 1.0, 1 / 2))
    assert found.error == 1 / 2


@pytest.mark.parametrize("tenths", range(10))
def test_a_bin_begins_with_its_lower_border(tenths: int) -> None:
    """As a verdict does: from .5 up."""
    found = judge_calibration(judged(tenths / 10, 1, 1))
    assert found
    (only,) = found.bins
    assert (only.low, only.high) == (tenths / 10, (tenths + 1) / 10)


def test_bins_rise_whatever_the_order_of_the_questions() -> None:
    """Those without questions are left out."""
    questions = judged(0.85, 2, 1) + judged(0.05, 0, 3) + judged(0.45, 1, 1)
    found = judge_calibration(questions)
    assert found == judge_calibration(questions[::-1])
    assert found
    assert [own.low for own in found.bins] == [0.0, 0.4, 0.8]


def test_calibration_needs_answerable_and_unanswerable_questions() -> None:
    """With one kind alone, being always certain would be perfect."""
    assert judge_calibration(judged(1.0, 3, 0)) is None
    assert judge_calibration(judged(0.0, 0, 3)) is None
    assert judge_calibration([]) is None
