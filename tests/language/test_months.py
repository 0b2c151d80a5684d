"""A month is told by its name, for terms and for the dates of pages."""

import re
import subprocess
import sys

import pytest

from qa_bot.language.months import (
    ENGLISH_MONTH,
    MONTHS,
    english_month_number,
    is_day_or_month,
    month_number,
    month_of,
)


@pytest.mark.parametrize(
    ("name", "english"),
    [("märz", "march"), ("jänner", "january"), ("mars", "march"), ("мая", "may"), ("sept", "september")],
)
def test_a_month_of_each_language_has_its_english_name(name: str, english: str) -> None:
    """In any form."""
    assert month_of(name) == english
    assert month_of("listopad") == ""


def test_english_months_are_told_by_their_short_forms() -> None:
    """With and without the rest."""
    for number, name in enumerate(MONTHS, start=1):
        assert english_month_number(name[:3].upper()) == english_month_number(name) == number
        assert re.fullmatch(ENGLISH_MONTH, name)
        assert re.fullmatch(ENGLISH_MONTH, name[:3])
    assert re.fullmatch(ENGLISH_MONTH, "sept")


def test_a_name_of_two_months_is_none() -> None:
    """As in Croatian and in Czech."""
    assert month_number("listopad") is None
    assert month_number("Februar") == 2
    assert is_day_or_month("donnerstag")


@pytest.mark.slow  # starts a process
def test_the_locale_data_is_loaded_on_first_use() -> None:
    """No question waits for it."""
    code = "import sys, qa_bot.language.months as m; m.month_of('mai'); print('babel' in sys.modules)"
    done = subprocess.run(  # noqa: S603  this interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
