"""Abstaining is measured by precision and recall, and confidence by the risk-coverage curve."""

import pytest

from qa_bot.core.types import Verdict
from qa_bot.evaluation.selective_prediction import Judged, RiskPoint, judge_abstention, judge_unanswerable

REFUSED, ANSWERED = Verdict.NOT_FOUND, Verdict.ANSWERED


def right(confidence: float, verdict: Verdict = ANSWERED) -> Judged:
    """Make a question whose first passage is gold."""
    return Judged(confidence, verdict, answerable=True, right=True)


def wrong(confidence: float, verdict: Verdict = ANSWERED) -> Judged:
    """Make a question that has gold, which does not stand first."""
    return Judged(confidence, verdict, answerable=True, right=False)


def unanswerable(confidence: float, verdict: Verdict = ANSWERED) -> Judged:
    """Make a question without an answer."""
    return Judged(confidence, verdict, answerable=False, right=False)


def test_precision_and_recall_of_not_found() -> None:
    """Three refused, two of them without an answer; three have none."""
    judged = [
        right(0.9),
        right(0.1, REFUSED),
        unanswerable(0.1, REFUSED),
        unanswerable(0.05, REFUSED),
        unanswerable(0.8),
    ]
    found, rest = judge_abstention(judged), judge_unanswerable(judged)
    assert found
    assert rest
    assert (found.not_found, found.rightly, found.precision) == (3, 2, 2 / 3)
    assert (rest.queries, rest.told, rest.refused) == (3, 2 / 3, 1 / 2)


def test_without_a_refusal_there_is_no_precision() -> None:
    """Nor is it 0 or 1."""
    found = judge_abstention([right(0.9), unanswerable(0.2)])
    assert found
    assert found.precision is None


def test_the_curve_tells_the_share_of_wrong_ones_among_the_most_confident() -> None:
    """Ten questions: right, wrong, right, no answer, six right."""
    judged = [right(1.0), wrong(0.9), right(0.8), unanswerable(0.7), *[right(0.6 - n / 10) for n in range(6)]]
    found = judge_abstention(judged)
    assert found
    wrongs = [0, 1, 1, 2, 2, 2, 2, 2, 2, 2]
    risks = [count / covered for covered, count in enumerate(wrongs, start=1)]
    assert [point.coverage for point in found.curve] == pytest.approx([n / 10 for n in range(1, 11)])
    assert [point.risk for point in found.curve] == pytest.approx(risks)
    assert found.curve[3].confidence == 0.7
    assert found.area == pytest.approx(sum(risks) / 10)


def test_the_order_of_the_questions_does_not_matter() -> None:
    """Two of one confidence have no order: each counts as half wrong."""
    tied = [right(0.5), wrong(0.5)]
    one, other = judge_abstention(tied), judge_abstention(tied[::-1])
    assert one == other
    assert one
    assert one.curve == (RiskPoint(0.5, 0.5, 0.5), RiskPoint(1.0, 0.5, 0.5))


def test_a_perfect_order_has_the_least_area() -> None:
    """The wrong one last: (0 + 0 + 0 + 1/4) / 4; first: (1 + 1/2 + 1/3 + 1/4) / 4."""
    last = judge_abstention([right(0.9), right(0.8), right(0.7), wrong(0.1)])
    first = judge_abstention([right(0.3), right(0.2), right(0.1), wrong(0.9)])
    assert last
    assert first
    assert last.area == pytest.approx((1 / 4) / 4)
    assert first.area == pytest.approx((1 + 1 / 2 + 1 / 3 + 1 / 4) / 4)


def test_few_questions_have_few_points() -> None:
    """One question is one point."""
    found = judge_abstention([right(0.4)])
    assert found
    assert found.curve == (RiskPoint(1.0, 0.0, 0.4),)


def test_the_curve_needs_no_unanswerable_questions() -> None:
    """But what is told of those does, and needs the others as well."""
    assert judge_abstention([right(0.9), wrong(0.2)])
    assert judge_unanswerable([right(0.9), wrong(0.2)]) is None
    assert judge_unanswerable([unanswerable(0.2)]) is None
    assert judge_abstention([]) is None
