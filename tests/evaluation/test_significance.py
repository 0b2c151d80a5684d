"""Two runs are compared question by question, by the randomisation test, and never with a missing arm."""

import itertools
import random

import pytest

from qa_bot.core.errors import EvaluationError
from qa_bot.evaluation.measures import Interval
from qa_bot.evaluation.significance import compare


def by_question(*values: float) -> dict[str, dict[str, float]]:
    """Give the values of one measure the questions q0, q1, q2 ..."""
    return {"RR@10": {f"q{number}": value for number, value in enumerate(values)}}


def test_the_effect_is_the_mean_difference() -> None:
    """(1 + 0.5 + 0.2 + 0) / 4 against (0.5 + 0.5 + 0.4 + 0) / 4; one question better and one worse."""
    found = compare(by_question(1, 0.5, 0.2, 0), by_question(0.5, 0.5, 0.4, 0))["RR@10"]
    assert (found.value, found.baseline) == pytest.approx((1.7 / 4, 1.4 / 4))
    assert found.difference.value == pytest.approx((0.5 - 0.2) / 4)
    assert (found.better, found.worse) == (1, 1)


def test_few_questions_are_tested_by_all_flips_of_signs() -> None:
    """Of 2^5 ways to flip five equal gains, all up and all down are as far out: p = 2/32."""
    assert compare(by_question(*[1] * 5), by_question(*[0] * 5))["RR@10"].p == pytest.approx(2 / 2**5)


def test_the_p_value_is_the_share_of_flips_that_reach_the_difference() -> None:
    """Counted here over all 2^7 ways, zeros among them."""
    differences = [0.5, 0.25, -0.125, 1.0, 0.0, 0.5, 0.0]
    sums = [sum(sign * d for sign, d in zip(signs, differences, strict=True))
            for signs in itertools.product((1, -1), repeat=7)]  # fmt: skip
    extreme = sum(abs(total) >= sum(differences) - 1e-9 for total in sums)
    found = compare(by_question(*differences), by_question(*[0] * 7))["RR@10"]
    assert found.p == pytest.approx(extreme / 2**7)


def test_the_test_is_two_sided() -> None:
    """Who is called the baseline does not matter, but for the sign."""
    one, other = by_question(1, 1, 0.5, 0.2, 0.9, 1), by_question(0.5, 1, 0.25, 0.5, 0, 0.2)
    here, there = compare(one, other)["RR@10"], compare(other, one)["RR@10"]
    assert here.p == there.p
    assert here.difference.value == -there.difference.value
    assert (here.better, here.worse) == (there.worse, there.better)


def test_equal_runs_do_not_differ() -> None:
    """P is 1, and the interval is nothing."""
    found = compare(by_question(0.5, 1, 0), by_question(0.5, 1, 0))["RR@10"]
    assert (found.p, found.difference, found.better, found.worse) == (1.0, Interval(0.0, 0.0, 0.0), 0, 0)


def test_one_question_says_nothing() -> None:
    """Its difference may be anything."""
    found = compare(by_question(1), by_question(0))["RR@10"]
    assert (found.p, found.difference) == (1.0, Interval(1.0, -1.0, 1.0))


def test_many_questions_are_drawn_the_same_way_every_time() -> None:
    """A clear gain on 200 questions is told, and pure noise is not."""
    drawn = random.Random(7)  # noqa: S311  no secret
    noise = [drawn.random() for _ in range(200)]
    better = by_question(*[min(1.0, value + 0.3 * drawn.random()) for value in noise])
    shuffled = by_question(*drawn.sample(noise, 200))
    gain, chance = compare(better, by_question(*noise)), compare(shuffled, by_question(*noise))
    assert gain["RR@10"].p < 0.001
    assert gain["RR@10"].difference.low > 0
    assert chance["RR@10"].p > 0.05
    assert chance["RR@10"].difference.low < 0 < chance["RR@10"].difference.high
    assert gain == compare(better, by_question(*noise))


def test_runs_of_other_questions_are_an_error_that_names_them() -> None:
    """A question that one arm lacks is not a zero."""
    with pytest.raises(EvaluationError, match="q2"):
        compare(by_question(1, 1, 1), by_question(1, 1))
    with pytest.raises(EvaluationError, match="q2"):
        compare(by_question(1, 1), by_question(1, 1, 1))
