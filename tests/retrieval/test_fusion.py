"""Fusion is arithmetic: scaled scores, weights that add up to 1, ties by name."""

import pytest

from qa_bot.retrieval.fusion import combine, first, scale


def test_scores_are_scaled_between_the_least_and_the_best() -> None:
    """(3 - 2) / (6 - 2) is a quarter."""
    assert scale({"a": 2.0, "b": 3.0, "c": 6.0}) == {"a": 0.0, "b": 0.25, "c": 1.0}


def test_a_signal_with_a_natural_zero_is_scaled_from_it() -> None:
    """2 of 6 is a third; the least score is not worth nothing."""
    assert scale({"a": 2.0, "c": 6.0}, low=0.0) == {"a": pytest.approx(2 / 6), "c": 1.0}


def test_negative_scores_are_scaled_too() -> None:
    """A cosine may be below zero."""
    assert scale({"a": -0.5, "b": 0.5, "c": 0.0}) == {"a": 0.0, "b": 1.0, "c": 0.5}


def test_equal_scores_tell_nothing() -> None:
    """No span, no signal: all are 0."""
    assert scale({"a": 3.0, "b": 3.0}) == {"a": 0.0, "b": 0.0}
    assert scale({"a": 0.0}, low=0.0) == {"a": 0.0}


def test_nothing_scales_to_nothing() -> None:
    """An empty signal stays empty."""
    assert scale({}) == {}
    assert scale({}, low=0.0) == {}


def test_contributions_are_the_convex_combination() -> None:
    """Weights 1 and 3 become 1/4 and 3/4; a signal that lacks the key gives 0."""
    found = combine("ab", {"x": {"a": 1.0, "b": 0.5}, "y": {"b": 1.0}}, {"x": 1.0, "y": 3.0})
    assert found == {
        "a": {"x": 1 / 4 * 1.0, "y": 3 / 4 * 0.0},
        "b": {"x": 1 / 4 * 0.5, "y": 3 / 4 * 1.0},
    }


def test_weights_of_signals_not_given_do_not_count() -> None:
    """One signal alone has all the weight."""
    assert combine("a", {"x": {"a": 1.0}}, {"x": 0.2, "late": 9.0}) == {"a": {"x": 1.0}}


def test_a_key_that_no_signal_has_gets_nothing_from_any() -> None:
    """It is still there; without signals and with weights of 0 too."""
    assert combine("ab", {"x": {"a": 1.0}}, {"x": 1.0})["b"] == {"x": 0.0}
    assert combine("a", {}, {"x": 1.0}) == {"a": {}}
    assert combine("a", {"x": {"a": 1.0}}, {"x": 0.0}) == {"a": {"x": 0.0}}
    assert combine("", {"x": {}}, {"x": 1.0}) == {}


def test_the_highest_scores_come_first() -> None:
    """In order, and no more than asked for."""
    scores = {"a": 1.0, "b": 1.5, "c": 2.0}
    assert first(scores, 3) == ["c", "b", "a"]
    assert first(scores, 2) == ["c", "b"]


def test_all_that_tie_with_the_last_are_among_the_first() -> None:
    """So the order in which they came does not decide between them."""
    assert set(first({"a": 1.0, "b": 2.0, "c": 1.0, "d": 0.5}, 2)) == {"a", "b", "c"}


def test_k_above_the_number_of_keys_gives_all() -> None:
    """An empty ranking has none."""
    assert first({"a": 1.0, "b": 2.0}, 9) == ["b", "a"]
    assert first({}, 9) == []
