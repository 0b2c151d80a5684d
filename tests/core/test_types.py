"""Values are frozen and slotted, and the words written to JSON stay as they are."""

import dataclasses
import inspect
from typing import Any

import pytest

from qa_bot.core import engine, types
from qa_bot.core.types import Outcome, Slice, Verdict

VALUES = [
    value
    for module in (types, engine)
    for _, value in inspect.getmembers(module, inspect.isclass)
    if dataclasses.is_dataclass(value)
]
MOST_POSITIONAL = 4


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_every_value_is_frozen_and_slotted(value: Any) -> None:
    """No field can be changed or added."""
    assert value.__dataclass_params__.frozen
    assert "__dict__" not in dir(value)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_a_value_of_many_fields_is_keyword_only(value: Any) -> None:
    """Nobody can tell five strings in a row apart."""
    fields = dataclasses.fields(value)
    assert len(fields) <= MOST_POSITIONAL or all(field.kw_only for field in fields)


def test_a_slice_is_labelled_by_paragraph_and_part() -> None:
    """A whole paragraph is "7", the second part of a split one is "7.2"."""
    assert Slice(7, None, 0, 10).label == "7"
    assert Slice(7, 2, 10, 20).label == "7.2"


def test_outcomes_and_verdicts_are_the_words_of_the_json_form() -> None:
    """What scripts read does not change with the code."""
    assert list(Outcome) == [
        "indexed",
        "unchanged",
        "duplicate",
        "empty",
        "excluded",
        "unsupported",
        "failed",
    ]
    assert list(Verdict) == ["answered", "unsure", "not_found"]
