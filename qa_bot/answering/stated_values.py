"""Whether two answers say the same: numbers and dates by their values, names and places by their terms.

Only what can be compared is: a percentage is no count, "Friday" is no day of a year, 10 million may be 9.8
million rounded, and two names that share some of their words may or may not be one.
"""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, NamedTuple

from qa_bot.language.analyzer import terms_of
from qa_bot.language.grammar import grammar_terms
from qa_bot.language.months import MONTHS
from qa_bot.language.numerals import CURRENCIES, UNITS, whole
from qa_bot.language.questions import AnswerType
from qa_bot.language.stemming import stem

if TYPE_CHECKING:
    from qa_bot.language.language import Language

__all__ = ["say_the_same"]

_PERCENT: Final = "percent"
_UNIT_TERMS: Final = frozenset(
    stem(word, "en") for unit in (*CURRENCIES.values(), *UNITS.values(), _PERCENT) for word in unit.split()
)
_MONTH_TERMS: Final = frozenset(stem(month.lower(), "en") for month in MONTHS)
_YEARS: Final = range(1000, 2200)
_DAYS: Final = range(1, 32)
_ROUNDED_FROM: Final = 1_000
"""Smaller numbers are mostly counted exactly."""


def say_the_same(wanted: AnswerType, one: str, other: str, language: Language) -> bool | None:
    """Check whether two answers of the wanted type say the same; None if that cannot be told."""
    terms = (terms_of(one), terms_of(other))
    if wanted is AnswerType.NUMBER:
        return _same_number(*map(frozenset, terms))
    if wanted is AnswerType.TIME:
        return _same_date(*map(_date_of, terms))
    if wanted in (AnswerType.NAME, AnswerType.PLACE):
        grammar = grammar_terms(language)
        return _same_name(*(frozenset(own) - grammar for own in terms))
    return None


def _same_number(one: frozenset[str], other: frozenset[str]) -> bool | None:
    numbers = [{term for term in terms if term[0].isdigit()} for terms in (one, other)]
    units = [terms & _UNIT_TERMS for terms in (one, other)]
    if not all(numbers) or (_PERCENT in one) != (_PERCENT in other) or (all(units) and units[0] != units[1]):
        return None
    if any(len(own) > 1 for own in numbers):  # a range, or several figures
        return True if numbers[0] == numbers[1] else None
    (first,), (second,) = numbers
    if first != second and (_is_rounded(first, second) or _is_rounded(second, first)):
        return None
    return first == second


def _is_rounded(number: str, exact: str) -> bool:
    """Check whether a large number may be another one, rounded to its own digits."""
    with suppress(InvalidOperation):
        value = Decimal(number).normalize()
        unit = int(value.as_tuple().exponent)
        return value >= _ROUNDED_FROM and Decimal(exact).scaleb(-unit).to_integral_value() == value.scaleb(
            -unit
        )
    return False


class _Date(NamedTuple):
    """The parts of a date that words state; None for one that they do not."""

    year: str | None
    month: str | None
    day: str | None


def _date_of(terms: list[str]) -> _Date | None:
    """Return the date that terms state; None for no date, or for several."""
    numbers = [whole(term) for term in terms]
    months = [term for term in terms if term in _MONTH_TERMS]
    years = [str(number) for number in numbers if number in _YEARS]
    days = [str(number) for number in numbers if number in _DAYS] if months else []
    parts = (years, months, days)
    if (not years and not months) or any(len(part) > 1 for part in parts):
        return None
    return _Date(*(part[0] if part else None for part in parts))


def _same_date(one: _Date | None, other: _Date | None) -> bool | None:
    if one is None or other is None:
        return None
    stated = [pair for pair in zip(one, other, strict=True) if None not in pair]
    return all(first == second for first, second in stated) if stated else None


def _same_name(one: frozenset[str], other: frozenset[str]) -> bool | None:
    if not one or not other or (one & other and not (one <= other or other <= one)):
        return None
    return bool(one & other)
