"""Two answers are compared by value, and only where they can be."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest

from qa_bot.answering.stated_values import say_the_same
from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.questions import AnswerType

NUMBER, TIME, NAME, PLACE = AnswerType.NUMBER, AnswerType.TIME, AnswerType.NAME, AnswerType.PLACE


@pytest.mark.parametrize(
    ("wanted", "one", "other"),
    [
        (NUMBER, "41 million crowns", "forty-one million"),
        (NUMBER, "1,100", "1100 passengers"),
        (NUMBER, "72 per cent", "72%"),
        (NUMBER, "more than six million", "6 million"),
        (NUMBER, "between 10 and 20", "10 to 20"),
        (TIME, "3 June 2020", "2020-06-03"),
        (TIME, "June 2020", "3 June 2020"),
        (TIME, "in 2020", "June 2020"),
        (NAME, "Ada Lindqvist", "Lindqvist"),
        (NAME, "the Harbour Board", "Harbour Board"),
        (PLACE, "Lisbon", "in Lisbon"),
    ],
)
def test_the_same_in_other_words(wanted: AnswerType, one: str, other: str) -> None:
    assert say_the_same(wanted, one, other, ENGLISH) is True
    assert say_the_same(wanted, other, one, ENGLISH) is True


@pytest.mark.parametrize(
    ("wanted", "one", "other"),
    [
        (NUMBER, "41 million crowns", "32 million crowns"),
        (NUMBER, "900", "1,100"),
        (NUMBER, "10", "12"),
        (NUMBER, "2 million", "2 billion"),
        (TIME, "2 June 2020", "3 June 2020"),
        (TIME, "June 2019", "June 2020"),
        (TIME, "2019", "June 2020"),
        (NAME, "Ada Lindqvist", "Ilse Marrow"),
        (PLACE, "Lisbon", "Porto"),
    ],
)
def test_different_values(wanted: AnswerType, one: str, other: str) -> None:
    assert say_the_same(wanted, one, other, ENGLISH) is False


@pytest.mark.parametrize(
    ("wanted", "one", "other"),
    [
        (NUMBER, "72 percent", "72"),
        (NUMBER, "20 dollars", "20 euros"),
        (NUMBER, "between 10 and 20", "15"),
        (NUMBER, "many", "15"),
        (NUMBER, "nearly 10 million", "9.8 million"),
        (NUMBER, "more than 40 million", "41.2 million"),
        (TIME, "Friday", "Friday"),
        (TIME, "3 June", "2020"),
        (TIME, "from 2019 to 2021", "2020"),
        (NAME, "Jack Ma", "Ma Yun"),
        (NAME, "the", "Ma Yun"),
        (AnswerType.ANY, "by boat", "by boat"),
    ],
)
def test_what_cannot_be_compared_is_neither(wanted: AnswerType, one: str, other: str) -> None:
    assert say_the_same(wanted, one, other, ENGLISH) is None


def test_digits_that_are_no_number_are_no_date() -> None:
    """Python converts neither the first nor the second to a number."""
    for digits in ("7" * 5_000, "\u1369"):
        assert say_the_same(AnswerType.TIME, f"{digits} in May", "May 2020", ENGLISH) is True
