"""Values of filters are found by any of their words, and a misspelt value leads to the one that is meant."""
# ruff: noqa: D103  a test's name is its claim

import pytest

from qa_bot.core.filter_values import FilterValues, likely

NAMES = ["The Quay Courier", "China Daily", "The New Courier", "Zürich heute", 'The "Old" Post\x1b[31m']
VALUES = FilterValues({"publication": NAMES, "in": ["wire/bridge.md", "notes/a.txt"]})


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", NAMES[:3]),
        ("china", ["China Daily"]),
        ("cour", ["The Quay Courier", "The New Courier"]),
        ("courier new", ["The New Courier"]),
        ("the n", ["The New Courier"]),
        ("the p", ["The Old Post"]),
        ("zurich", ["Zürich heute"]),
        ("aily", []),
        ("quay daily", []),
    ],
)
def test_values_are_found_by_the_beginnings_of_their_words(typed: str, found: list[str]) -> None:
    assert VALUES.matching("publication", typed, 3) == found


def test_values_that_begin_like_all_that_is_typed_come_first() -> None:
    values = FilterValues({"author": ["Tom Ada", "Ada Moss"]})
    assert values.matching("author", "ada", 5) == ["Ada Moss", "Tom Ada"]
    assert values.matching("author", "ada", 1) == ["Ada Moss"]


def test_words_of_a_script_without_spaces_are_found_anywhere() -> None:
    assert FilterValues({"title": ["上海的健康码"]}).matching("title", "健康", 5) == ["上海的健康码"]


def test_a_key_without_values_has_none() -> None:
    assert VALUES.matching("title", "", 5) == []
    assert FilterValues({}).matching("in", "a", 5) == []


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("Chnia Daily", "China Daily"),
        ("Chinadaily", "China Daily"),
        ("Daily China", "China Daily"),
        ("quay", "The Quay Courier"),
        ("cour", "The Quay Courier"),
        ("Zuerich heute", "Zürich heute"),
        ("New York Times", ""),
        ("xy", ""),
        ("", ""),
    ],
)
def test_a_value_without_a_match_leads_to_the_one_meant(value: str, meant: str) -> None:
    assert likely(value, NAMES) == meant


def test_without_values_none_is_meant() -> None:
    assert likely("moss", []) == ""


@pytest.mark.parametrize("value", ["China Daily", "china daily", 'The "Old" Post'])
def test_a_value_is_not_suggested_for_itself(value: str) -> None:
    assert likely(value, NAMES[1:]) == ""
