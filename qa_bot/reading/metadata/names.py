"""Names of authors in bylines, front matter and page metadata.

An author is a person or an agency named by a byline; sections, roles, places, addresses and dates are not.
What does not look like a name is left out, and the author stays unknown.
"""

# ruff: noqa: RUF001  (curly apostrophes)

from __future__ import annotations

import re
from typing import Final

from qa_bot.language.months import is_day_or_month
from qa_bot.reading.metadata.credits import stated_authors
from qa_bot.reading.metadata.dates import find_dates
from qa_bot.reading.metadata.han_names import han_names, is_full_name, is_han
from qa_bot.reading.metadata.name_words import has_role, is_no_name
from qa_bot.reading.metadata.places import is_place, is_territory, reads_like_place

__all__ = ["clean_authors", "is_personal_name", "name_at_start"]

_PARTICLES: Final = (
    "a?al|af|an|av|ben|bin|bint|da|das|de|del|della|den|der|des|di|do|dos|du|e|el|ibn|i|la|las|le|los|van't|'t|ten|ter|van"
    "|vom|von|y|zu|zum|zur"
)
_NAME_PART: Final = rf"(?:[^\W\d_a-z][\w'’.-]*|(?:{_PARTICLES})(?=\s)|[dl]['’][^\W\d_a-z][\w'’.-]*)"
_NAME: Final = re.compile(rf"{_NAME_PART}(?:\s{_NAME_PART}){{1,5}}")
_ONE_WORD: Final = re.compile(r"[^\W\d_a-z][\w'’-]{2,}|[\u4e00-\u9fff\uac00-\ud7a3]{2,4}")
_PARTICLE: Final = re.compile(_PARTICLES)
_ASIDE: Final = re.compile(r"""\s(?:\([^()]{1,30}\)|["“„«][^"”“»]{1,30}["”“»])(?=\s[^\W\d_])""")
"""Initials or a nickname within a name: Harold (H.P.) Quill."""
_ARTICLE: Final = re.compile(r"(?:the|a|an)\s\S+", re.IGNORECASE)
"""A party or a paper, such as "The Russian", split off at "and"."""
_SPLIT: Final = re.compile(
    r"\s*[,;&،؛]\s*(?:(?:and|with|und|et|y|e|en)\s+)?|\s(?:and|with)\s+", re.IGNORECASE
)
_AND: Final = re.compile(r"\s(?:und|et|en|och|og|oraz|ja|ve|и|та|och|és|și|και|و)\s", re.IGNORECASE)
_AND_WITHIN: Final = re.compile(r"\s(?:y|e|i|a)\s")
"""These also occur within one name: José Ortega y Gasset."""
_FOREIGN_LEAD: Final = re.compile(r"(?:von|di|door|av|af)\s+", re.IGNORECASE)
"""Before a single word it is part of the name: Von Miller."""
_GENERATION: Final = re.compile(r"(?:[JS]r\.?|I{2,3}|IV)")
_DEGREE: Final = re.compile(
    r"(?:Ph\.?\s?D|M\.?D|M\.?B\.?A|M\.?A|M\.?Sc|B\.?A|B\.?Sc|J\.?D|Esq|R\.?N|CPA|CFA|LL\.?[BMD]|DVM|DDS|FRS)\.?"
)
_AGENCIES: Final = frozenset(
    {
        "ap", "afp", "dpa", "efe", "pti", "ani", "ians", "upi", "associated press", "the associated press",
        "press association", "pa media", "press trust of india", "canadian press", "the canadian press",
        "australian associated press", "agence france-presse", "united press international", "reuters",
        "thomson reuters", "bloomberg news", "xinhua", "kyodo news", "yonhap news agency",
    }
)  # fmt: skip
"""Agencies, whose names look like sections or initials."""
_TAIL: Final = re.compile(
    r"\s*(?:[|·•(/\[]|\s[-–—]\s|https?:|@|\b(?:updated|published|posted|on|in|for|at|via|aus|mon|tues?|wed|thu|fri|sat|sun"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|\sà\s|\S*\d).*$",
    re.IGNORECASE,
)
_MOST_NAME_CHARACTERS: Final = 60
_MOST_GIVEN: Final = 3


def clean_authors(text: str, *, is_certain: bool = True) -> str | None:
    """Parse a field of authors: their names joined by ", ", without "By", roles and addresses; or None.

    If the text may not name anybody, such as a row that is a byline only by its place, names count only if it
    says so ("By ..."), or if it consists of names of several parts.
    """
    stated = stated_authors(text.strip())
    if stated is None:
        return None
    named = stated.names.strip(" |")
    is_one = " " not in named and named.lower() not in _AGENCIES and not is_no_name(named)
    if is_one and _FOREIGN_LEAD.fullmatch(stated.label):
        named = text.strip()
    is_certain = is_certain or stated.is_led
    if is_han(named):
        names = han_names(named, stated.label) if is_certain or is_full_name(named) else []
    else:
        names = _inverted(named) or _read(named, is_certain=is_certain)
    return ", ".join(names) or None


def name_at_start(text: str, *, is_certain: bool = True) -> str | None:
    """Read the names at the start of a byline's rest, up to a date, a bar or a role."""
    dates = find_dates(text)
    before = text[: dates[0][0]] if dates else text
    found = clean_authors(before, is_certain=is_certain)
    return found if found or not dates else clean_authors(text, is_certain=is_certain)


def is_personal_name(line: str) -> bool:
    """Check whether a whole line is one name of two to six parts, and not a section of a paper."""
    return (
        len(line) <= _MOST_NAME_CHARACTERS
        and _NAME.fullmatch(line) is not None
        and all(
            _PARTICLE.fullmatch(word) or not word[0].islower() or word[1:2] in {"'", "’"}
            for word in line.split()
        )
        and not _is_other(line)
    )


def _read(named: str, *, is_certain: bool) -> list[str]:
    names: list[str] = []
    parts = _parts(named)
    is_list = len(parts) > 1 and "," in named
    for part in parts:
        if names and _GENERATION.fullmatch(part):
            names[-1] = f"{names[-1]} {part}"
            continue
        name = _without_tail(part)
        is_whole = is_certain and not is_list and name == part.rstrip(" .:")
        is_paper = " " not in name and any(" " in other for other in names)  # "Ada Moss, Gazette"
        if not is_certain and is_territory(name):
            return []  # "Springfield Gardens, Ohio" is a dateline
        if not is_certain and reads_like_place(name):
            continue
        if name and not is_paper and _is_author(name, is_whole=is_whole) and name not in names:
            names.append(name)
    return names


def _parts(named: str) -> list[str]:
    """Split at commas and words for "and", except within a name."""
    parts: list[str] = []
    for piece in _SPLIT.split(named):
        for part in _AND.split(piece):
            parted = _AND_WITHIN.split(part)
            parts += parted if all(len(name.split()) > 1 for name in parted) else [part]
    return [part.strip() for part in parts if not _DEGREE.fullmatch(part.strip())]


def _without_tail(part: str) -> str:
    """Return a name without what follows it; brackets within it stay."""
    aside = _ASIDE.search(part)
    if aside is not None:
        rest = _TAIL.sub("", part[aside.end() :]).strip(" .:")
        plain = f"{part[: aside.start()]} {rest}"
        if rest and is_personal_name(plain):
            return f"{part[: aside.end()]} {rest}"
    name = _TAIL.sub("", part).strip(" :")
    return name if _GENERATION.fullmatch(name.rsplit(" ", 1)[-1]) else name.strip(" .:")


def _inverted(named: str) -> list[str]:
    """Return names written family name first, as in libraries: "Krol, Anna; Jaap, Marius de"."""
    entries = [
        entry.strip() for entry in re.split(r"\s*[;|]\s*|\s+(?:and|und|et|y|&)\s+", named) if entry.strip()
    ]
    names = []
    for entry in entries:
        family, comma, given = (part.strip() for part in entry.partition(","))
        if not comma or "," in given or not _is_inverted(family, given):
            return []
        names.append(f"{given} {family}")
    return names


def _is_inverted(family: str, given: str) -> bool:
    words, others = family.split(), given.split()
    capitals = [word for word in words if not _PARTICLE.fullmatch(word)]
    if len(capitals) != 1 or not 1 <= len(others) <= _MOST_GIVEN:
        return False
    parts = (family, given, *words, *others)
    return (
        _NAME.fullmatch(f"{given} {family}") is not None
        and not others[0].islower()
        and not any(_GENERATION.fullmatch(part) or _DEGREE.fullmatch(part) for part in others)
        and not any(part.lower() in _AGENCIES or _is_other(part) for part in parts)
        and not (is_territory(given) or (is_place(given) and is_place(family)))
    )


def _is_author(name: str, *, is_whole: bool) -> bool:
    if name.lower() in _AGENCIES:
        return True
    if _ARTICLE.fullmatch(name) or len(name) > _MOST_NAME_CHARACTERS or has_role(name) or is_place(name):
        return False
    if is_personal_name(_ASIDE.sub("", name)):
        return True
    return is_whole and _ONE_WORD.fullmatch(name) is not None and not _is_other(name)


def _is_other(name: str) -> bool:
    """Check for what is not a name but occurs in its place: a section, a button, a day."""
    return is_no_name(name) or all(is_day_or_month(word.strip(".,")) for word in name.split())
