"""The verdict model is one frozen value: its arithmetic, its thresholds, its hash."""
# ruff: noqa: D103  a test's name is its claim

import json
import math
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from qa_bot.answering.features import FEATURES, Evidence, Feature
from qa_bot.answering.model import DEFAULT, VerdictModel
from qa_bot.core.types import Verdict


def never(_: Evidence) -> float:
    """Stand for a function that is not called."""
    raise AssertionError


SMALL = VerdictModel(
    features=(
        Feature(name="x", measure=never, speaks_for=True, topic=2.0),
        Feature(name="y", measure=never, speaks_for=True, topic=1.0, answerability=4.0),
    ),
    topic_intercept=1.0,
    answerability_intercept=-1.0,
    answerability_weight=0.5,
    calibration_intercept=0.1,
    calibration_slope=2.0,
)


def test_both_regressions_add_their_own_features() -> None:
    values = {"x": 0.5, "y": 3.0}
    assert SMALL.topic(values) == 1.0 + 2.0 * 0.5 + 1.0 * 3.0
    assert SMALL.answerability(values) == -1.0 + 4.0 * 3.0


def test_the_odds_against_both_are_added() -> None:
    """The topic's are e^-2, those of answerability e^1 to their weight; either alone can refuse."""
    values = {"x": 0.5, "y": 0.0}
    expected = -math.log(math.exp(-2) + math.exp(1) ** 0.5)
    assert SMALL.log_odds(values) == pytest.approx(expected)
    assert SMALL.log_odds({"x": -9.0, "y": 9.0}) < expected
    assert SMALL.log_odds({"x": 1e6, "y": -1e6}) < -1e5
    assert SMALL.confidence(values) == pytest.approx(1 / (1 + math.exp(-0.1 - 2.0 * expected)))


def test_each_threshold_belongs_to_the_verdict_above_it() -> None:
    refused, sure = DEFAULT.not_found_below, DEFAULT.answered_from
    assert 0 < refused < sure < 1
    assert DEFAULT.verdict(refused - 1e-9) is Verdict.NOT_FOUND
    assert DEFAULT.verdict(refused) is DEFAULT.verdict(sure - 1e-9) is Verdict.UNSURE
    assert DEFAULT.verdict(sure) is Verdict.ANSWERED


def test_the_model_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        DEFAULT.judged = 1  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        DEFAULT.features[0].topic = 1.0  # type: ignore[misc]


def test_any_other_number_gives_another_hash() -> None:
    changed = [
        replace(DEFAULT, **{field.name: getattr(DEFAULT, field.name) + 1})
        for field in fields(DEFAULT)
        if field.name != "features"
    ]
    for number, feature in enumerate(FEATURES):
        other = replace(feature, topic=(feature.topic or 0.0) + 1, answerability=0.5)
        changed.append(replace(DEFAULT, features=(*FEATURES[:number], other, *FEATURES[number + 1 :])))
    assert len({model.hash for model in changed} | {DEFAULT.hash}) == len(changed) + 1
    assert VerdictModel().hash == DEFAULT.hash


def test_the_model_is_recorded_whole() -> None:
    recorded = json.loads(json.dumps(DEFAULT.as_json()))
    assert recorded["hash"] == DEFAULT.hash
    assert set(recorded) == {"hash", *(field.name for field in fields(DEFAULT))}
    first = {"name": "score", "speaks_for": True, "topic": FEATURES[0].topic, "answerability": None}
    assert recorded["features"][0] == first
