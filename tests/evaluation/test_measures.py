"""The measures are ir_measures' own, to the last digit, and their intervals hold what they should."""

import math
import random
from pathlib import Path

import ir_measures
import pytest

from qa_bot.evaluation import trec
from qa_bot.evaluation.measures import MEASURES, Interval, measure, qrels_of, ranked, score, summarise

GOLD = {"q1": frozenset({"a#1", "c#1"}), "q2": frozenset({"b#1"}), "q3": frozenset({"c#1"})}
RUN = {
    "q1": {"a#1": 0.9, "b#1": 0.8, "c#1": 0.7},
    "q2": {"a#1": 0.9, "c#1": 0.8, "b#1": 0.7},
    "q3": {"a#1": 0.4},
}


def test_measures_are_those_computed_by_hand() -> None:
    """q1 finds gold at ranks 1 and 3, q2 at rank 3, q3 nowhere."""
    second, third = 1 / math.log2(3), 1 / math.log2(4)
    found = measure(GOLD, RUN)
    assert {name: interval.value for name, interval in found.items()} == pytest.approx(
        {
            "nDCG@10": ((1 + third) / (1 + second) + third + 0) / 3,
            "RR@10": (1 + 1 / 3 + 0) / 3,
            "R@5": (1 + 1 + 0) / 3,
            "R@10": (1 + 1 + 0) / 3,
            "Success@1": (1 + 0 + 0) / 3,
        }
    )


def test_measures_are_ir_measures_own() -> None:
    """Computed from the same gold and run."""
    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    qrels = {query: dict.fromkeys(gold, 1) for query, gold in GOLD.items()}
    expected = ir_measures.calc_aggregate(measures, qrels, RUN)
    found = measure(GOLD, RUN)
    assert {str(name): value for name, value in expected.items()} == pytest.approx(
        {name: interval.value for name, interval in found.items()}
    )


def test_a_question_without_hits_counts_as_missed() -> None:
    """Whether its run is empty or not there at all."""
    gold = {"q1": frozenset({"a"}), "q2": frozenset({"b"}), "q3": frozenset({"c"})}
    assert measure(gold, {"q1": {"a": 1.0}, "q2": {}})["RR@10"].value == pytest.approx(1 / 3)


def test_an_interval_holds_its_mean_and_is_the_same_every_time() -> None:
    """It lies within 0 and 1."""
    gold = {f"q{n}": frozenset({"a"}) for n in range(20)}
    run = {f"q{n}": {"a": 1.0} if n % 3 else {"b": 1.0} for n in range(20)}
    found = measure(gold, run)
    for interval in found.values():
        assert 0 <= interval.low < interval.value < interval.high <= 1
    assert found == measure(gold, run)


def test_intervals_narrow_with_more_questions() -> None:
    """Four times the questions, about half the width."""
    widths = []
    for count in (25, 100):
        gold = {f"q{n}": frozenset({"a"}) for n in range(count)}
        run = {f"q{n}": {"a": 1.0} if n % 2 else {"b": 1.0} for n in range(count)}
        interval = measure(gold, run)["RR@10"]
        widths.append(interval.high - interval.low)
    assert widths[1] / widths[0] == pytest.approx(1 / 2, abs=0.1)


def test_equal_values_have_no_spread() -> None:
    """The interval is the value."""
    gold = {f"q{n}": frozenset({"a"}) for n in range(5)}
    assert measure(gold, {f"q{n}": {"a": 1.0} for n in range(5)})["RR@10"] == Interval(1.0, 1.0, 1.0)


def test_one_question_says_nothing_of_the_spread() -> None:
    """Its interval is everything."""
    assert measure({"q": frozenset({"a"})}, {"q": {"a": 1.0}})["RR@10"] == Interval(1.0, 0.0, 1.0)


def random_run(seed: int, queries: int = 60) -> tuple[dict[str, frozenset[str]], dict[str, dict[str, float]]]:
    """Make gold and a run with many ties, and scores that single precision cannot tell apart."""
    drawn = random.Random(seed)  # noqa: S311  no secret
    passages = [f"p{number}" for number in range(30)]
    gold = {f"q{n}": frozenset(drawn.sample(passages, drawn.randint(1, 3))) for n in range(queries)}
    run = {
        query: {
            name: drawn.randint(0, 6) / 7 + drawn.choice([0.0, 1e-12])
            for name in drawn.sample(passages, drawn.randint(0, 25))
        }
        for query in gold
    }
    return gold, run


@pytest.mark.parametrize("seed", range(5))
def test_scores_equal_ir_measures_on_the_files_to_the_last_digit(seed: int, tmp_path: Path) -> None:
    """Not nearly: the same numbers, from qrels and run as another program reads them."""
    gold, run = random_run(seed)
    trec.write_run(tmp_path / "run", run)
    trec.write_qrels(tmp_path / "qrels", qrels_of(gold))
    found = ir_measures.calc_aggregate(
        [ir_measures.parse_measure(name) for name in MEASURES],
        list(ir_measures.read_trec_qrels(str(tmp_path / "qrels"))),  # type: ignore[no-untyped-call]
        list(ir_measures.read_trec_run(str(tmp_path / "run"))),  # type: ignore[no-untyped-call]
    )
    assert {str(name): value for name, value in found.items()} == {
        name: interval.value for name, interval in measure(gold, run).items()
    }


@pytest.mark.parametrize("seed", range(5))
def test_passages_are_ranked_as_the_measures_count_them(seed: int) -> None:
    """Ties among them: what is gold of the first one, five and ten follows from the order."""
    gold, run = random_run(seed)
    scores = score(qrels_of(gold), run)
    for query, passages in gold.items():
        order = ranked(run[query])
        assert scores["Success@1"][query] == len(passages.intersection(order[:1]))
        for k in (5, 10):
            assert scores[f"R@{k}"][query] == pytest.approx(
                len(passages.intersection(order[:k])) / len(passages)
            )


def test_scores_beyond_single_precision_are_ranked_without_a_word() -> None:
    """Other programs may write them; all above are one there."""
    assert ranked({"a": 1e300, "b": 2e300, "c": -1e300, "d": 0.0}) == ["b", "a", "d", "c"]
    assert ranked({}) == []


def test_grades_count_where_the_qrels_have_them() -> None:
    """A grade of 2 gains 2: the better passage second, (1 + 2 / log2(3)) / (2 + 1 / log2(3))."""
    found = summarise(score({"q": {"a": 1, "b": 2, "c": 0}}, {"q": {"a": 0.9, "b": 0.8, "c": 0.7}}))
    expected = (1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3))
    assert found["nDCG@10"].value == pytest.approx(expected)
