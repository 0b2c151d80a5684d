"""An English question -> what it asks about the articles themselves: their authors, dates, publications.

A question is recognised only if every word of it is accounted for: a beginning such as "which articles",
followed by clauses such as "by Ilse Marrow" and "from 2021". Anything else is about the world.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.listing import Field
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
    """Words of the subject; "" for any."""
    author: str = ""
    publication: str = ""
    name: str = ""
    """A publication or an author: "from China Daily"."""
    after: str = ""
    """First day of the dates asked for, or the month or year that begins with it."""
    before: str = ""
    """First day, month or year past the dates asked for."""
    date: str = ""
    """The date in the question's own words."""
    address: str = ""
    """A web address that the question consists of."""
    of_source: bool = False
    """Whether it asks about the article that answered the question before: "who wrote this?"."""
    first: int = 0
    """Number of articles wanted; 0 for all."""
    oldest: bool = False
    """Whether the oldest articles come first."""
    is_sure: bool = True
    """False if it may be about the world too, unless an article fits."""


_ART: Final = "(?:articles?|digests?|texts?|documents?)"
_CAPITALS: Final = (
    r"(?:(?:[Tt]he )?[A-Z][\w.'\u2019&-]*(?: (?:(?:of|and|de|van|der|von|the|for) )?[A-Z][\w.'\u2019&-]*)*)"
)
_LOWER: Final = (
    r"(?:(?!(?:the|an?|he|she|they|it|you|i|we|his|her|their|my|people|someone|this|that)\b)"
    r"[a-z][\w'\u2019-]*(?: [a-z][\w'\u2019-]*){1,2})"
)
"""A name as people type it in haste; it counts only if an article has it."""
_NAME: Final = rf"(?P<name>{_CAPITALS}|{_LOWER})"
_YEAR: Final = r"(?:1[5-9]|20)\d\d"
_CLAUSES: Final = (
    ("author", re.compile(rf"(?:(?:that|which) )?(?:(?:are|is|were|was) )?(?:written )?by {_NAME}(?!\w)")),
    ("author", re.compile(rf"(?:(?:that|which) )?{_NAME} (?:wrote|has written)$")),
    ("author", re.compile(rf"(?:did|has|have) {_NAME} (?:write|written)$")),
    ("publication", re.compile(rf"(?:(?:that|which) )?(?:(?:are|is|were|was) )?published by {_NAME}(?!\w)")),
    ("publication", re.compile(rf"did {_NAME} (?:publish|print|run)$")),
    (
        "name",
        re.compile(rf"(?:(?:that|which) )?(?:(?:are|is|were|was) )?(?:published )?(?:from|in) {_NAME}(?!\w)"),
    ),
    (
        "about",
        re.compile(
            r"(?:(?:that|which) )?(?:(?:are|is|do|does) )?"
            r"(?:about|on|mention(?:s|ing)?|deal(?:s|ing)? with|discuss(?:es|ing)?|cover(?:s|ing)?|concerning"
            rf"|regarding) (?P<about>.+?)(?= (?:from|in|after|since|before) {_YEAR}\b"
            r"| (?:written )?by [A-Z]|$)"
        ),
    ),
)
"""What may follow the beginning of a question, in the order in which it is tried."""
_HERE: Final = (
    r"(?: (?:here|in (?:the|my|this) (?:index|corpus|library|pile|collection|folder)|in total|in all))?"
)
_HAVE: Final = r"(?:(?:do|have) (?:i|you|we)(?: have| got)?|are there|are indexed|exist)"
_LIST: Final = r"(?:please )?(?:(?:list|show|find|give|get|search)(?: me)?)"
_BEGINNINGS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LIST}(?: (?:all|every|any))?(?: of)?(?: (?:the|my|your))? {_ART}\b",
        rf"{_LIST} (?:everything|anything|all)\b",
        rf"(?:which|what|how many)(?: of (?:the|my))? (?:other )?{_ART}(?: {_HAVE})?{_HERE}(?= |$)",
        rf"(?:do|have) (?:i|you|we)(?: have| got)? (?:(?:any|some|an|the) )?(?:{_ART}|anything)\b",
        rf"(?:is|are) there (?:(?:any|an|some) )?(?:{_ART}|anything)\b",
        rf"(?:any |all )?(?:the )?{_ART}\b",
        r"what do (?:i|you|we) have\b",
        r"(?:what|which)(?= (?:was|were) (?:published|written))",
    )
)
_VAGUE: Final = re.compile(r"(?:what|which) (?:was|were) written", re.IGNORECASE)
"""A beginning that may ask about any text: "what was written by Homer"."""
_ALL: Final = re.compile(
    rf"(?:{_LIST}(?: all)?(?: of)?(?: (?:the|my|your))? {_ART}|how many {_ART} {_HAVE}"
    rf"|how many {_ART} are(?= in)"
    rf"|(?:which|what) {_ART} {_HAVE}){_HERE}",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(rf"(?<=\w) {_HAVE}$", re.IGNORECASE)
"""Words that may end a question as well: "which articles about wolves are there"."""
_NAMES: Final = re.compile(
    rf"(?:{_LIST}(?: all)?(?: of)?(?: the| my)?|which|what|how many|who are the) "
    rf"(?P<what>authors|publications)(?: {_HAVE})?{_HERE}",
    re.IGNORECASE,
)
_WROTE: Final = re.compile(
    r"what (?:else )?(?:did|has|have) (?P<name>\w.*?) (?:write|written)|who wrote about (?P<about>.+)"
)
_EXTREME: Final = re.compile(
    rf"(?:(?:what|which)(?: {_ART})? (?:is|are)|{_LIST})(?: me)? the "
    rf"(?P<which>newest|latest|most recent|oldest|earliest)(?: {_ART})?",
    re.IGNORECASE,
)
_ON: Final = r"(?:about|on|dealing with) (?P<about>.+?)"
_THE: Final = rf"(?:the|that) {_ART}"
_THIS: Final = rf"(?:this|that|this {_ART}|that {_ART}|the {_ART})"
_PAPER: Final = "(?:newspaper|publication|magazine|paper|outlet|journal|site|blog)"
_OUT: Final = "(?:published|written|printed|released|posted|from)"
_OF_ONE: Final = (
    (Field.AUTHOR, rf"who (?:wrote|has written) {_THE} {_ON}"),
    (Field.AUTHOR, rf"(?:who is|who's|who are|what(?: is|'s) the name of) the authors? of {_THE} {_ON}"),
    (Field.AUTHOR, rf"by whom (?:is|was|are|were) {_THE} {_ON}"),
    (Field.DATE, rf"when (?:was|were) {_THE} {_ON} {_OUT}"),
    (Field.DATE, rf"when did {_THE} {_ON} (?:appear|come out)"),
    (Field.DATE, rf"what(?: is|'s) the date of {_THE} {_ON}"),
    (Field.DATE, rf"what date is {_THE} {_ON} from"),
    (Field.DATE, rf"how old (?:is|are) {_THE} {_ON}"),
    (Field.PUBLICATION, rf"where (?:was|were) {_THE} {_ON} {_OUT}"),
    (Field.PUBLICATION, rf"where did {_THE} {_ON} appear"),
    (Field.PUBLICATION, rf"(?:which|what) {_PAPER} (?:published|printed|ran) {_THE} {_ON}"),
    (Field.PUBLICATION, rf"in (?:which|what) {_PAPER} did {_THE} {_ON} appear"),
)
_OF_SOURCE: Final = (
    (Field.DATE, rf"when was {_THIS} {_OUT}|when did {_THIS} (?:appear|come out)"),
    (
        Field.DATE,
        rf"what(?: is|'s) the date of {_THIS}|how old is (?:this|that|the) {_ART}|what date is {_THIS} from",
    ),
    (Field.AUTHOR, rf"who wrote {_THIS}|who is (?:it|this|that) by|who(?: is|'s) the author(?: of {_THIS})?"),
    (Field.AUTHOR, rf"what(?: is|'s) the name of the author(?: of {_THIS})?"),
    (Field.PUBLICATION, rf"where was {_THIS} {_OUT}|(?:which|what) {_PAPER} (?:is|was) {_THIS} from"),
    (Field.PUBLICATION, rf"(?:which|what) {_PAPER} (?:published|printed) {_THIS}"),
)


def pile_question(question: str) -> PileQuestion | None:
    """Return what a question asks about the articles themselves; None if it is about the world."""
    text = " ".join(without_mark(question).split())
    text = text[:1].lower() + text[1:]
    if match := _NAMES.fullmatch(text):
        return PileQuestion(wanted=Wanted(match["what"].lower()))
    if _ALL.fullmatch(text):
        return PileQuestion()
    if match := _EXTREME.fullmatch(text):
        is_oldest = match["which"].lower() in {"oldest", "earliest"}
        named = re.search(rf"\b{_ART}\b", text, re.IGNORECASE)
        return PileQuestion(first=1, oldest=is_oldest) if named else None
    if match := _WROTE.fullmatch(text):
        about = match["about"] or ""
        field = Field.AUTHOR if about else None
        return _checked(PileQuestion(field=field, about=about, author=match["name"] or "", is_sure=False))
    return _of_one(text) or _listed(text)


def _of_one(text: str) -> PileQuestion | None:
    """Read a question about one article: "who wrote the article about health codes"."""
    for field, pattern in _OF_SOURCE:
        if re.fullmatch(pattern, text, re.IGNORECASE):
            return PileQuestion(field=field, of_source=True)
    for field, pattern in _OF_ONE:
        if match := re.fullmatch(pattern, text, re.IGNORECASE):
            return _checked(PileQuestion(field=field, about=match["about"]))
    return None


def _listed(text: str) -> PileQuestion | None:
    """Read a beginning and the clauses that follow it; None if there is no clause, or a word is left."""
    for beginning in _BEGINNINGS:
        if match := beginning.match(text):
            found = _with_clauses(_TAIL.sub("", text[match.end() :]).strip())
            if found is not None:
                return _checked(replace(found, is_sure=found.is_sure and not _VAGUE.match(text)))
    return None


def _with_clauses(rest: str) -> PileQuestion | None:
    found, any_clause = PileQuestion(), False
    while rest:
        if dated := dates_at(rest):
            dates, end = dated
            found = replace(found, after=dates.after, before=dates.before, date=dates.said)
            rest, any_clause = _after_clause(rest, end), True
            continue
        for kind, pattern in _CLAUSES:
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
        return {"about": match["about"]}
    return {kind: match["name"], "is_sure": not match["name"].islower()}
