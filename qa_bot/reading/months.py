"""The names of the months in other languages than English, from the Unicode locale data (CLDR).

Owns the certainty: a name that means two months, as "listopad" does in Croatian and in Czech, is unknown.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

__all__ = ["month_number"]

_LANGUAGES: Final = (
    "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "hr", "hu", "id", "is", "it", "lt", "lv", "ms",
    "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk",
)  # fmt: skip
_FORMS: Final[tuple[tuple[Literal["wide", "abbreviated"], int], ...]] = (("wide", 1), ("abbreviated", 4))
"""With the least letters: shorter abbreviations are words elsewhere, as "out" and "set" in Portuguese."""
_CONTEXTS: Final[tuple[Literal["format", "stand-alone"], ...]] = ("format", "stand-alone")


def month_number(name: str) -> int | None:
    """The number, from 1, of the month that has this name in some language; None where none or two do."""
    return _months().get(name.lower())


@cache
def _months() -> dict[str, int]:
    from babel.dates import get_month_names  # takes its time, and most dates are in English

    found: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        for form, least_letters in _FORMS:
            for context in _CONTEXTS:
                for number, name in get_month_names(form, context, language).items():
                    if len(name.rstrip(".")) >= least_letters:
                        found.setdefault(name.lower().rstrip("."), set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}
