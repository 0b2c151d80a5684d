"""The names of months, and of weekdays.

There are three sets of names. Dates become terms by the names of the languages that have a value here, in
every form. A question is also read by the short names of its language. The date of a page is read by the
names of the languages of many pages, from the Unicode locale data (CLDR); this set is loaded on first use,
which no question causes. It leaves out names that mean two months, such as "listopad" in Croatian and in
Czech.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from qa_bot.language.detection import LANGUAGES
from qa_bot.language.languages.english import ENGLISH

if TYPE_CHECKING:
    from qa_bot.language.language import Language

__all__ = [
    "ENGLISH_MONTH",
    "MONTHS",
    "asked_month",
    "english_month_number",
    "is_day_or_month",
    "month_number",
    "month_of",
    "names_of_month",
]

MONTHS: Final = ENGLISH.months
"""The English names in lower case, which represent those of all languages."""
ENGLISH_MONTH: Final = "|".join(
    "sep(?:t(?:ember)?)?" if name == "september" else f"{name[:3]}(?:{name[3:]})?" for name in MONTHS
)
"""The English names and their short forms, as alternatives of a regular expression."""
_NUMBERS: Final = {
    name: number
    for language in LANGUAGES
    for names in (language.months, *language.month_forms)
    for number, name in enumerate(names, start=1)
}

_LANGUAGES: Final = (
    "ar", "ar_DZ", "ar_MA", "ar_SY", "bg", "ca", "cs", "da", "de", "de_AT", "el", "es", "et", "fa", "fi",
    "fr", "gl", "he", "hi", "hr", "hu", "id", "is", "it", "lt", "lv", "ms", "nb", "nl", "pl", "pt", "ro",
    "ru", "sk", "sl", "sr", "sv", "tr", "uk",
)  # fmt: skip
"""Some twice: month names differ between Damascus, Algiers and Cairo, and between Germany and Austria."""
_WITH_DAYS: Final = ("en", *_LANGUAGES, "ja", "ko", "zh", "zh_Hant")
_FORMS: Final[tuple[tuple[Literal["wide", "abbreviated"], int], ...]] = (("wide", 1), ("abbreviated", 4))
"""With the minimum number of letters: shorter ones are words elsewhere, as "out" and "set" in Portuguese."""
_IN: Final = "ב"
"""The Hebrew prefix for "in", written as one word with the month."""
_CONTEXTS: Final[tuple[Literal["format", "stand-alone"], ...]] = ("format", "stand-alone")


def month_of(word: str) -> str:
    """Return the English name of a month by its name in some language, in lower case; "" for none."""
    number = _NUMBERS.get(word)
    return MONTHS[number - 1] if number else ""


def asked_month(word: str, language: Language) -> int | None:
    """Return the number, from 1, of the month that a word in lower case is in a question; None for none."""
    return _numbers_asked(language).get(word)


def names_of_month(number: int, language: Language) -> frozenset[str]:
    """Return all names of a month, by its number from 1, in a language; in English if it has none."""
    return frozenset(name for name, own in _numbers_asked(language).items() if own == number)


@cache
def _numbers_asked(language: Language) -> dict[str, int]:
    named = language if language.months else ENGLISH
    return {
        name: number
        for names in (named.months, *named.month_forms, *named.short_months)
        for number, name in enumerate(names, start=1)
    }


def english_month_number(name: str) -> int:
    """Return the number, from 1, of a month name that ENGLISH_MONTH matches."""
    return next(number for number, month in enumerate(MONTHS, start=1) if month.startswith(name[:3].lower()))


def month_number(name: str) -> int | None:
    """Return the number, from 1, of the month with this name in some language; None if none or two have it.

    Of "شباط/فبراير" one name is enough; if both are known, they must agree.
    """
    parts = (part.removeprefix(_IN) for part in name.lower().split("/"))
    numbers = {_months().get(part) for part in parts} - {None}
    return numbers.pop() if len(numbers) == 1 else None


def is_day_or_month(word: str) -> bool:
    """Check for the full name of a weekday in some language, or of a month in one other than English."""
    word = word.lower()
    return word in _weekdays() or word in _months()


@cache
def _months() -> dict[str, int]:
    from babel.dates import get_month_names  # slow to import, and most dates are in English

    found: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        for form, least_letters in _FORMS:
            for context in _CONTEXTS:
                for number, name in get_month_names(form, context, language).items():
                    if len(name.rstrip(".")) >= least_letters:
                        found.setdefault(name.lower().rstrip("."), set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


@cache
def _weekdays() -> frozenset[str]:
    from babel.dates import get_day_names

    return frozenset(
        name.lower() for language in _WITH_DAYS for name in get_day_names("wide", locale=language).values()
    )
