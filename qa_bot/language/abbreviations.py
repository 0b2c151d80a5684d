"""Abbreviations and the names they stand for: well-known ones, and those that a text explains itself.

Each known one has one term for all its forms. Those that are also words count only in capitals: "us" is not a
country and "who" is not an organisation.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["LONGEST", "NAMES", "SHORT", "explained", "names_begin", "spelt_out"]

_KNOWN: Final = {
    "uk": "UK; united kingdom",
    "usa": "US, USA; united states of america, united states",
    "eu": "EU; european union",
    "un": "UN; united nations",
    "WHO": "WHO; world health organization, world health organisation",
    "ecb": "ECB; european central bank",
    "FED": "Fed; federal reserve",
    "wwi": "WWI, WW1; world war i, world war one, world war 1, first world war",
    "wwii": "WWII, WW2; world war ii, world war two, world war 2, second world war",
    "nato": "NATO, Nato; north atlantic treaty organization, north atlantic treaty organisation",
    "imf": "IMF; international monetary fund",
    "wto": "WTO; world trade organization, world trade organisation",
    "oecd": "OECD; organisation for economic co operation and development",
    "gdp": "GDP; gross domestic product",
    "uae": "UAE; united arab emirates",
    "ussr": "USSR; soviet union",
    "fbi": "FBI; federal bureau of investigation",
    "cia": "CIA; central intelligence agency",
    "nhs": "NHS; national health service",
    "cdc": "CDC; centers for disease control and prevention, centers for disease control",
    "fda": "FDA; food and drug administration",
    "ioc": "IOC; international olympic committee",
    "AI": "AI; artificial intelligence",
    "CEO": "CEO; chief executive officer",
    "MP": "MP; member of parliament",
    "MPs": "MPs; members of parliament",
    "co2": "CO2; carbon dioxide",
    "ngo": "NGO; non governmental organisation, non governmental organization, nongovernmental organization",
    "NYC": "NYC; new york city",
    "PM": "PM; prime minister",
    "bbc": "BBC; british broadcasting corporation",
    "nasa": "NASA, Nasa; national aeronautics and space administration",
    "iaea": "IAEA; international atomic energy agency",
    "ipcc": "IPCC; intergovernmental panel on climate change",
    "iss": "ISS; international space station",
    "icu": "ICU; intensive care unit",
    "epa": "EPA; environmental protection agency",
    "eea": "EEA; european economic area",
    "icc": "ICC; international criminal court",
    "lng": "LNG; liquefied natural gas",
    "vat": "VAT; value added tax",
}


def _forms() -> tuple[dict[str, str], dict[tuple[str, ...], str]]:
    short: dict[str, str] = {}
    names: dict[tuple[str, ...], str] = {}
    for term, forms in _KNOWN.items():
        first, second = forms.split("; ")
        short |= dict.fromkeys(first.split(", "), term)
        names |= dict.fromkeys((tuple(name.split()) for name in second.split(", ")), term)
    return short, names


SHORT, NAMES = _forms()
"""The term of each short form as it is written, and of each name as words in lower case."""
LONGEST: Final = max(map(len, NAMES))
_BEGINNINGS: Final = frozenset(name[0] for name in NAMES)

_MISREAD: Final = {"Fed": "Federal Reserve", "WHO": "World Health Organization"}

_EXPLAINED: Final = re.compile(r"\(([A-Z][\w&-]{1,9})\)")
_WORD: Final = re.compile(r"[^\W_]+")


def names_begin(word: str) -> bool:
    """Check whether a known name begins with this word, which must be in lower case."""
    return word in _BEGINNINGS


def spelt_out(text: str) -> str:
    """Expand abbreviations that are words in lower case, since most models read lower case."""
    if text == text.upper():
        return text
    return re.sub(rf"\b(?:{'|'.join(_MISREAD)})\b", lambda match: _MISREAD[match[0]], text)


def explained(text: str) -> dict[str, str]:
    """Return the abbreviations that a text explains, "the European Central Bank (ECB)", with their names.

    The letters of the short form must be the initials of the words before it, small words aside (Schwartz &
    Hearst, 2003, "A simple algorithm for identifying abbreviation definitions in biomedical text").
    """
    found: dict[str, str] = {}
    for match in _EXPLAINED.finditer(text):
        short = match[1]
        letters = [char.lower() for char in short if char.isalnum()]
        words = list(_WORD.finditer(text, max(0, match.start() - 120), match.start()))
        start = _first_of_name(words, letters)
        if start is not None and len(letters) > 1:
            found.setdefault(short, text[start : match.start()].strip())
    return found


def _first_of_name(words: list[re.Match[str]], letters: list[str]) -> int | None:
    """Return where the words with these initials begin; any other word among them is in lower case."""
    left, passed = list(letters), 0
    for word in reversed(words):
        if word[0][0].lower() == left[-1]:
            left.pop()
            if not left:
                return word.start()
        elif word[0][0].isupper() or (passed := passed + 1) > len(letters):
            return None
    return None
