"""Numbers in any notation -> their normal form: digits, a point before fractions, no trailing zeros.

text2num reads numbers in words; this module limits what it is given, and parses what surrounds a number.
"""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

__all__ = [
    "CURRENCIES",
    "EAST_ASIAN",
    "NUMBER",
    "SCALES",
    "SUFFIXES",
    "UNITS",
    "plain",
    "product",
    "spelt",
    "starts_number",
    "whole",
]

NUMBER: Final = (
    r"\d{1,3}(?:(?P<parting>[ ,.'\u2019])\d{3})(?:(?P=parting)\d{3})*(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
)
"""Digits with separators of thousands and fractions."""
EAST_ASIAN: Final = r"(?P<head>\d+(?:\.\d+)?)(?P<myriads>[万萬億亿])(?P<rest>\d{1,4})?"
"""Chinese and Japanese units: tens of thousands, hundreds of millions."""

SCALES: Final = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "millions": 10**6, "billions": 10**9, "mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12, "trn": 10**12,
    "tausend": 10**3, "millionen": 10**6, "mio": 10**6, "milliarde": 10**9, "milliarden": 10**9, "mrd": 10**9,
    "mille": 10**3, "milliard": 10**9, "milliards": 10**9, "mil": 10**3, "millón": 10**6,
    "millones": 10**6, "milhão": 10**6, "milhões": 10**6, "bilhões": 10**9, "mila": 10**3, "milione": 10**6,
    "milioni": 10**6, "miliardi": 10**9, "duizend": 10**3, "miljoen": 10**6, "miljard": 10**9,
    "тысяч": 10**3, "тысячи": 10**3, "тыс": 10**3, "миллион": 10**6,
    "миллиона": 10**6, "миллионов": 10**6, "млн": 10**6, "миллиард": 10**9,
    "миллиарда": 10**9, "миллиардов": 10**9, "млрд": 10**9,
}  # fmt: skip
"""Words after a number that multiply it."""
SUFFIXES: Final = {"k": 10**3, "m": 10**6, "b": 10**9}
"""Letters that multiply a sum of money, or a number before what it counts."""

CURRENCIES: Final = {
    "\u20ac": "euro", "$": "dollar", "\u00a3": "pound", "\u00a5": "yen", "\u20b9": "rupee",
    "\u20bd": "rouble",
    "eur": "euro", "usd": "dollar", "gbp": "pound", "chf": "franc",
    "jpy": "yen", "cny": "yuan", "rmb": "yuan",
    "inr": "rupee", "rub": "rouble",
}  # fmt: skip
UNITS: Final = {
    "m2": "square metre", "sqm": "square metre", "km2": "square kilometre", "m3": "cubic metre",
    "km": "kilometre", "m": "metre", "cm": "centimetre", "mm": "millimetre", "kg": "kilogram", "g": "gram",
    "mg": "milligram", "t": "tonne", "l": "litre", "ml": "millilitre", "ha": "hectare",
    "kw": "kilowatt", "mw": "megawatt", "gw": "gigawatt", "kwh": "kilowatt hour",
    "mwh": "megawatt hour", "gwh": "gigawatt hour",
    "twh": "terawatt hour", "mph": "mile hour", "kmh": "kilometre hour", "ft": "foot", "lb": "pound",
    "lbs": "pound", "min": "minute", "hrs": "hour", "mb": "megabyte", "gb": "gigabyte", "tb": "terabyte",
}  # fmt: skip
"""Units after a number, in words."""

_SMALL: Final = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH: Final = frozenset(f"one {_SMALL} {_TENS} hundred thousand million billion".split())
_OTHERS: Final = re.compile(
    r"(?:ein|eine|eins|zwei|drei|vier|fünf|fuenf|sechs|sech|sieben|sieb|acht|neun|zehn|elf|zwölf|zwoelf|zwan"
    r"|dreiß|dreiss|zig|ßig|ssig|und|hundert|tausend){2,}"
    r"|zwei|drei|vier|fünf|sechs|sieben|neun|zehn|elf|zwölf"
    r"|deux|trois|quatre|cinq|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante"
    r"|cinquante|soixante|cents?"
    r"|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|veinte|treinta|cuarenta"
    r"|cincuenta|sesenta|setenta|ochenta|noventa|ciento?|doscientos|trescientos|cuatrocientos|quinientos"
)
_SPOKEN: Final = ("en", "de", "fr", "es", "it", "nl", "pt")
_JOINING: Final = frozenset({"and", "y", "et", "e", "und"})
MOST_WORDS: Final = 8
"""Maximum number of words of a number in words."""
_MOST_DIGITS: Final = 18
"""Digits of a number that may be a date or a small count; Python refuses to convert thousands of them."""


def plain(digits: str, *, comma_is_point: bool = False) -> str | None:
    """Return digits in normal form; None for what is not one number, such as 1.2.3.

    With `comma_is_point` a single comma separates a fraction, and a single point separates thousands.
    """
    kinds = {char for char in digits if not char.isdigit()}
    if kinds - {",", "."}:
        digits = re.sub(r"[ '\u2019]", "", digits)
        kinds &= {",", "."}
    if len(kinds) == 2:  # noqa: PLR2004  the last one separates the fraction
        point = max(kinds, key=digits.rfind)
        digits = "".join(char for char in digits if char.isdigit() or char == point).replace(point, ".")
    elif kinds:
        digits = _of_one_mark(digits, kinds.pop(), comma_is_point)
    return None if digits.count(".") > 1 or "," in digits else _short(digits)


def product(number: str, factor: int) -> str:
    """Return the product of a number in normal form and a factor."""
    value = Decimal(number) * factor
    return _text(value.to_integral_value() if value == value.to_integral_value() else value)


def whole(text: str) -> int:
    """Return the value of a text of decimal digits, 18 at most; -1 for any other text."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else -1


def starts_number(word: str, language: str) -> bool:
    """Check whether a word in lower case can begin a number in words; "one" alone cannot."""
    return word in _ENGLISH or (language != "en" and bool(_OTHERS.fullmatch(word)))


@lru_cache(maxsize=1 << 14)
def spelt(words: tuple[str, ...], language: str) -> tuple[str, int]:
    """Return the number that the first words spell, and how many words it takes; ("", 0) for none.

    The words must be in lower case.
    """
    for count in range(_longest(words, language), 0, -1):
        if words[count - 1] in _JOINING or words[:count] in (
            ("one",),
            ("ein",),
            ("eine",),
            ("hundred",),
            ("thousand",),
        ):
            continue
        if count == 1 and words[0] in SCALES:
            continue
        value = _read(" ".join(words[:count]), language)
        if value is not None:
            return value, count
    return "", 0


def _longest(words: tuple[str, ...], language: str) -> int:
    for count, word in enumerate(words[:MOST_WORDS]):
        if not (starts_number(word, language) or word in SCALES or (count and word in _JOINING)):
            return count
    return min(len(words), MOST_WORDS)


def _read(text: str, language: str) -> str | None:
    from text_to_num import text2num  # most texts have no number in words

    languages = (language, "en") if language in _SPOKEN and language != "en" else ("en",)
    for one in languages:
        for wording in dict.fromkeys((text, text.replace(" and ", " "))):
            with suppress(ValueError, AttributeError):
                return _text(Decimal(str(text2num(wording, one))))
    return None


def _of_one_mark(digits: str, mark: str, comma_is_point: bool) -> str:
    head, *tails = digits.split(mark)
    are_thousands = all(len(tail) == 3 for tail in tails) and 1 <= len(head) <= 3 and not head.startswith("0")  # noqa: PLR2004
    if len(tails) > 1:
        return "".join((head, *tails)) if are_thousands else digits
    if are_thousands and (mark == ",") != comma_is_point:
        return head + tails[0]
    return f"{head}.{tails[0]}" if mark == "." or comma_is_point else digits


def _short(digits: str) -> str:
    if digits.startswith("0") and "." not in digits and len(digits) > 4:  # noqa: PLR2004  a telephone number
        return digits
    try:
        return _text(Decimal(digits))
    except InvalidOperation:
        return digits


def _text(value: Decimal) -> str:
    text = format(value, "f")
    is_version = bool(re.fullmatch(r"\d{1,2}\.0", text))  # 2.0 is seldom called 2
    return text if "." not in text or is_version else text.rstrip("0").rstrip(".")
