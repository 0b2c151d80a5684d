"""Names of places, from the Unicode locale data (CLDR): countries, and the cities of its time zones.

A place, or what looks like one ("San ...", "Bad ..."), is not a person. A full gazetteer would take tens of
megabytes, and a dateline mostly names a country next to the town.
"""

# ruff: noqa: E501  (names, one kind a line)

from __future__ import annotations

import re
from functools import cache
from typing import Final

__all__ = ["is_place", "is_territory", "reads_like_place"]

_LANGUAGES: Final = (
    "ar", "cs", "da", "de", "en", "es", "fi", "fr", "it", "ja", "ko", "nb", "nl", "pl", "pt", "ru", "sv", "tr", "uk",
    "zh", "zh_Hant",
)  # fmt: skip
_STATES: Final = frozenset(
    """
    alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois
    indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri
    montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont wisconsin wyoming
    ontario quebec québec alberta manitoba saskatchewan queensland victoria tasmania england scotland wales
    bayern hessen sachsen thüringen niedersachsen brandenburg saarland tirol steiermark kärnten
    """.split()  # noqa: SIM905  (a list of sixty literals is no better to read)
)
"""babel does not include CLDR's subdivisions. Single words only: others look like places anyway."""
_STATE_SHORT: Final = re.compile(
    r"A[KLRZ]|C[AOT]|D\.?C\.?|D\.C|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N\.?[CDEHJMVY]\.?|O[HKR]|PA|RI|S\.?[CD]\.?|T[NX]|UT|V[AT]"
    r"|W[AIVY]|U\.?K\.?|U\.?S\.?(?:A\.?)?|(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|Md|Mass|Mich|Minn|Miss|Mo"
    r"|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Vt|Va|Wash|Wis|Wyo)\.?"
)
_LIKE_PLACE: Final = re.compile(
    r"(?:san|santa|santo|são|new|los|las|saint|st\.?|fort|port|puerto|porto|mount|lake|bad|buenos|rio|río|nova|nueva"
    r"|nowy|nowa|nizhny|нижний|санкт|great|north|south|east|west|northern|southern|eastern|western|central|upper|lower"
    r"|nord|süd|ost|cape|kuala|tel|addis|abu|hong|den)\s\w+"
    r"|.*\s(?:city|town|county|island|islands|beach|bay|valley|hills|springs|province|district|region|am\smain"
    r"|an\sder\s\w+|upon\s\w+|sur\s\w+)",
    re.IGNORECASE,
)


def is_territory(name: str) -> bool:
    """Check for a country, a part of the world or a state, in some language or a dateline's short form."""
    return _STATE_SHORT.fullmatch(name) is not None or name.casefold() in _territories() | _STATES


def is_place(name: str) -> bool:
    """Check whether a name is that of a territory or a large city."""
    return is_territory(name) or name.casefold() in _cities()


def reads_like_place(name: str) -> bool:
    """Check for a place, or a name of the form of a place, which some persons have too (Lake Bell)."""
    return is_place(name) or _LIKE_PLACE.fullmatch(name) is not None


@cache
def _territories() -> frozenset[str]:
    from babel import Locale  # slow to import

    return frozenset(
        name.casefold()
        for language in _LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if code != "ZZ"  # "unknown"
    )


@cache
def _cities() -> frozenset[str]:
    from babel import Locale
    from babel.core import get_global

    zones = get_global("zone_territories")
    names = {zone.rsplit("/", 1)[-1].replace("_", " ") for zone in zones if not zone.startswith("Etc/")}
    for language in _LANGUAGES:
        names.update(zone["city"] for zone in Locale.parse(language).time_zones.values() if "city" in zone)
    return frozenset(name.casefold() for name in names)
