"""An English question -> what it asks about the articles themselves: their authors, dates, publications.

A question is recognised only if every word of it is accounted for: a beginning such as "which articles",
followed by clauses such as "by Ilse Marrow" and "from 2021". Anything else is about the world.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qa_bot.core.listing import Field
from qa_bot.language import pile_patterns as forms
from qa_bot.language.phrases import without_mark
from qa_bot.language.stated_dates import dates_at
from qa_bot.language.word_lists import PRONOUNS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PileQuestion", "Wanted", "pile_question"]


class Wanted(StrEnum):
    """What is to be listed."""

    ARTICLES = "articles"
    AUTHORS = "authors"
    PUBLICATIONS = "publications"


@dataclass(frozen=True, slots=True, kw_only=True)
class PileQuestion:
    """What a question asks about the articles; all conditions hold at once."""

    wanted: Wanted = Wanted.ARTICLES
    field: Field | None = None
    """What is asked of one article: who wrote it, when, where; None for a list of articles."""
    about: str = ""
    """Words of the subject; "" for any. With "or", either part is one."""
    mentions: bool = False
    """Whether an article that has the words of the subject anywhere is wanted, too."""
    author: str = ""
    """An author, or several: "Ilse Marrow or Jon Moss"."""
    publication: str = ""
    name: str = ""
    """A publication or an author: "from China Daily"."""
    after: str = ""
    """First day of the dates asked for, or the month or year that begins with it."""
    before: str = ""
    """First day, month or year past the dates asked for."""
    date: str = ""
    """The date in the question's own words."""
    without: Field | None = None
    """A field that the articles do not state."""
    address: str = ""
    """A web address that the question consists of."""
    of_source: bool = False
    """Whether it asks about the article that answered the question before: "who wrote this?"."""
    first: int = 0
    """Number of articles wanted; 0 for all."""
    oldest: bool = False
    """Whether the oldest articles come first."""
    is_sure: bool = True
    """False if it may be about the world too, unless an article fits; or if "it" may be no article."""


def pile_question(question: str) -> PileQuestion | None:
    """Return what a question asks about the articles themselves; None if it is about the world."""
    text = " ".join(without_mark(question).split())
    text = text[:1].lower() + text[1:]
    return _of_all(text) or _written_by(text) or _of_one(text) or _listed(text)


def _of_all(text: str) -> PileQuestion | None:
    """Read a question about all articles: their number, their authors, the newest of them."""
    if match := forms.NAMES.fullmatch(text):
        return PileQuestion(wanted=Wanted(match["what"].lower()) if match["what"] else Wanted.PUBLICATIONS)
    if forms.ALL_AUTHORS.fullmatch(text):
        return PileQuestion(wanted=Wanted.AUTHORS)
    if forms.ALL.fullmatch(text):
        return PileQuestion()
    if match := forms.EXTREME.match(text):
        return _extreme(match, text[match.end() :].strip())
    if forms.UNDATED.fullmatch(text):
        return PileQuestion(without=Field.DATE)
    return None


def _extreme(match: re.Match[str], rest: str) -> PileQuestion | None:
    """Read "the newest article", with clauses such as "about trams" behind it."""
    if not re.search(rf"\b{forms.ART}\b" + ("$" if rest else ""), match[0], re.IGNORECASE):
        return None
    found = _with_clauses(rest) if rest else PileQuestion()
    is_oldest = match["which"].lower() in forms.OLDEST
    return _checked(replace(found, first=1, oldest=is_oldest)) if found else None


def _written_by(text: str) -> PileQuestion | None:
    """Read a question about what somebody wrote or published, or about who wrote."""
    if match := forms.PUBLISHED.fullmatch(text):
        return PileQuestion(name=match["name"], is_sure=False)
    if match := forms.WROTE.fullmatch(text):
        about = match["about"] or ""
        field = Field.AUTHOR if about else None
        return _checked(PileQuestion(field=field, about=about, author=match["name"] or "", is_sure=False))
    return None


def _of_one(text: str) -> PileQuestion | None:
    """Read a question about one article: "who wrote the article about health codes"."""
    for field, pattern in forms.OF_SOURCE:
        if re.fullmatch(pattern, text, re.IGNORECASE):
            return PileQuestion(field=field, of_source=True, is_sure=not forms.IT.search(text))
    for field, pattern in forms.OF_ONE:
        if match := re.fullmatch(pattern, text, re.IGNORECASE):
            return _about_one(field, match["about"], match["subject"])
    return None


def _about_one(field: Field, about: str | None, subject: str | None) -> PileQuestion | None:
    """Read what stands behind or before "article"; the latter may be a kind of text of the world."""
    if subject in forms.EXTREMES:
        return PileQuestion(field=field, first=1, oldest=subject in forms.OLDEST)
    return _checked(PileQuestion(field=field, about=about or subject or "", is_sure=bool(about)))


def _listed(text: str) -> PileQuestion | None:
    """Read a beginning and the clauses that follow it; None if there is no clause, or a word is left."""
    for beginning in forms.BEGINNINGS:
        if match := beginning.match(text):
            found = _with_clauses(forms.TAIL.sub("", text[match.end() :]).strip())
            if found is not None:
                return _checked(replace(found, is_sure=found.is_sure and not forms.VAGUE.match(text)))
    return None


def _with_clauses(rest: str) -> PileQuestion | None:
    found, any_clause = PileQuestion(), False
    while rest:
        if dated := dates_at(rest):
            dates, end = dated
            found = replace(found, after=dates.after, before=dates.before, date=dates.said)
            rest, any_clause = _after_clause(rest, end), True
            continue
        for kind, pattern in forms.CLAUSES:
            match = pattern.match(rest)
            if match and rest[match.end() : match.end() + 1] in {"", " ", ","}:
                found = replace(found, **_values(kind, match))
                rest, any_clause = _after_clause(rest, match.end()), True
                break
        else:
            return None
    return found if any_clause else None


def _after_clause(rest: str, end: int) -> str:
    return rest[end:].lstrip(" ,").removeprefix("and ").strip()


def _checked(found: PileQuestion) -> PileQuestion | None:
    """Return the question unless its subject is only a pronoun or longer than a subject is."""
    words = found.about.lower().split()
    if words and (PRONOUNS.issuperset(words) or words[0] in {"this", "that"} or len(words) > 8):  # noqa: PLR2004
        return None
    return replace(found, about=re.sub(r"^(?:the|an?) ", "", found.about))


def _values(kind: str, match: re.Match[str]) -> Mapping[str, Any]:
    """Return the fields that a clause sets."""
    if kind == "about":
        return {"about": match["about"], "mentions": bool(match["mentions"])}
    if kind == "without":
        return {"without": Field(match["field"].lower())}
    if kind == "holder":
        return {"name": match["name"], "is_sure": False}
    return {kind: match["name"], "is_sure": not match["name"].islower()}
