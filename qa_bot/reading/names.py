"""Names of authors, as bylines, front matter and page metadata write them.

Owns the rule who is an author: a person or an agency named by a byline; no section, role, address or
date. What does not look like a name is left out, and the author stays unknown.
"""

from __future__ import annotations

import re
from typing import Final

from qa_bot.reading.dates import find_dates

__all__ = ["clean_authors", "is_personal_name", "name_at_start"]

_SECTION_WORDS: Final = frozenset(
    """
    about advertisement africa america analysis arts asia australia breaking briefing business china
    comment comments contact culture daily economy editorial education energy entertainment environment
    europe events exclusive fashion features film finance food football games guide health home industry
    international jobs latest law life lifestyle live local magazine markets media metro money more
    movies multimedia music nation national news newsletter opinion opinions photo photos podcast
    podcasts policy politics popular press privacy property read real reports review reviews science
    search section share shopping society special sport sports stories story style subscribe tech
    technology television terms top topics travel trending uk us video videos view views weather web
    world
    """.split()  # noqa: SIM905  (a list of ninety literals is no better to read)
)
_ROLE: Final = re.compile(
    r"\b(?:writers?|editors?|reporters?|correspondents?|contributors?|columnists?|staff|journalists?|chief|bureau"
    r"|photographers?|producers?|fellow|professor|analyst|senior|special to"
    r"|\w*admin\w*|webmaster|team|desk|guest|user|anonymous)\b",
    re.IGNORECASE,
)
_PARTICLES: Final = "a?al|an|bin|bint|da|de|del|della|den|der|di|dos|du|el|ibn|la|le|ten|ter|van|von|y|zu"
_NAME_PART: Final = rf"(?:[^\W\d_a-z][\w'’.-]*|(?:{_PARTICLES})(?=\s))"  # noqa: RUF001  (a curly apostrophe)
_NAME: Final = re.compile(rf"{_NAME_PART}(?:\s{_NAME_PART}){{1,4}}")
_ONE_WORD: Final = re.compile(r"[^\W\d_a-z][\w'’-]{2,}|[\u4e00-\u9fff\uac00-\ud7a3]{2,4}")  # noqa: RUF001
_ARTICLE: Final = re.compile(r"(?:the|a|an)\s\S+", re.IGNORECASE)
"""A party or a paper, such as "The Russian", of what was split at "and"."""
_SPLIT: Final = re.compile(r"\s*(?:,|;|&|\s(?:and|with)\s)\s*", re.IGNORECASE)
_LEAD: Final = re.compile(
    r"^(?:(?:by|author|written by|words by|story by)\b:?|[^\W\d_]{2,12}:)\s+", re.IGNORECASE
)
_FOREIGN_LEAD: Final = re.compile(r"^(?:von|par|por)\s+(?=\S+\s\S)", re.IGNORECASE)
"""Only before two words: Von Miller is a name."""
_AGENCIES: Final = frozenset(
    {
        "ap", "afp", "dpa", "efe", "pti", "ani", "ians", "upi", "associated press", "the associated press",
        "press association", "pa media", "press trust of india", "canadian press", "the canadian press",
        "australian associated press", "agence france-presse", "united press international", "reuters",
        "thomson reuters", "bloomberg news", "xinhua", "kyodo news", "yonhap news agency",
    }
)  # fmt: skip
"""Agencies, whose names read like sections or initials."""
_TAIL: Final = re.compile(
    r"\s*(?:[|·•(/\[]|\s[-–—]\s|https?:|@|\b(?:updated|published|posted|on|in|for|at|via|mon|tues?|wed|thu|fri|sat|sun"  # noqa: RUF001
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|\S*\d).*$",
    re.IGNORECASE,
)
_MOST_NAME_CHARACTERS: Final = 60


def clean_authors(text: str) -> str | None:
    """Read a field of authors: their names joined by ", ", without "By", roles and addresses; or None."""
    names: list[str] = []
    stated = _FOREIGN_LEAD.sub("", _LEAD.sub("", text.strip()))
    for part in _SPLIT.split(stated):
        name = _TAIL.sub("", part).strip(" .:")
        is_paper = " " not in name and any(" " in other for other in names)  # "Ada Moss, Gazette"
        if name and not is_paper and _is_author(name) and name not in names:
            names.append(name)
    return ", ".join(names) or None


def name_at_start(text: str) -> str | None:
    """Read the names with which the rest of a byline begins, up to a date, a bar or a role."""
    dates = find_dates(text)
    return clean_authors(text[: dates[0][0]] if dates else text)


def is_personal_name(line: str) -> bool:
    """Tell whether a whole line is one name of two to five parts, and no section of a paper."""
    return len(line) <= _MOST_NAME_CHARACTERS and _NAME.fullmatch(line) is not None and not _is_section(line)


def _is_author(name: str) -> bool:
    if name.lower() in _AGENCIES:
        return True
    if _ARTICLE.fullmatch(name) or len(name) > _MOST_NAME_CHARACTERS or _ROLE.search(name):
        return False
    return is_personal_name(name) or (_ONE_WORD.fullmatch(name) is not None and not _is_section(name))


def _is_section(name: str) -> bool:
    return any(word.strip(".,").lower() in _SECTION_WORDS for word in name.split())
