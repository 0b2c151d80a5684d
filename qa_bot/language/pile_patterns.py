"""The forms of English questions about the articles themselves: beginnings, clauses, and whole questions."""

from __future__ import annotations

import re
from typing import Final

from qa_bot.core.listing import Field

__all__ = [
    "ALL",
    "ART",
    "BEGINNINGS",
    "CLAUSES",
    "EXTREME",
    "EXTREMES",
    "IT",
    "NAMES",
    "OF_ONE",
    "OF_SOURCE",
    "OLDEST",
    "PUBLISHED",
    "TAIL",
    "UNDATED",
    "VAGUE",
    "WROTE",
]

ART: Final = "(?:articles?|digests?|texts?|documents?)"
_CAPITALS: Final = (
    r"(?:(?:[Tt]he )?[A-Z][\w.'\u2019&-]*(?: (?:(?:of|and|de|van|der|von|the|for) )?[A-Z][\w.'\u2019&-]*)*)"
)
_LOWER: Final = (
    r"(?:(?!(?:the|an?|he|she|they|it|you|i|we|his|her|their|my|people|someone|this|that)\b)"
    r"[a-z][\w'\u2019-]*(?: (?!(?:or|and)\b)[a-z][\w'\u2019-]*){1,2})"
)
"""A name as people type it in haste; it counts only if an article has it."""
_ALTERNATIVES: Final = rf"(?:{_CAPITALS}(?:,? (?:or|and) {_CAPITALS})*|{_LOWER}(?:,? (?:or|and) {_LOWER})*)"
_NAME: Final = rf"(?P<name>{_ALTERNATIVES})"
_YEAR: Final = r"(?:1[5-9]|20)\d\d"
OLDEST: Final = frozenset({"oldest", "earliest"})
EXTREMES: Final = OLDEST | {"newest", "latest", "most recent"}
_LACKING: Final = (
    r"(?:with(?:out| no)|(?:do(?:es)? not|don't|doesn't) (?:have|state|name|give)"
    r"|(?:have|has|states?|names?|gives?|having) no"
    r"|lack(?:s|ing)?|missing)"
)
CLAUSES: Final = (
    ("author", re.compile(rf"(?:(?:that|which) )?(?:(?:are|is|were|was) )?(?:written )?by {_NAME}(?!\w)")),
    ("author", re.compile(rf"(?:(?:that|which) )?{_NAME} (?:wrote|has written)$")),
    ("author", re.compile(rf"(?:did|has|have) {_NAME} (?:write|written)$")),
    ("publication", re.compile(rf"(?:(?:that|which) )?(?:(?:are|is|were|was) )?published by {_NAME}(?!\w)")),
    ("publication", re.compile(rf"(?:did|has|have) {_NAME} (?:publish|print|run)(?:ed)?$")),
    ("holder", re.compile(rf"(?:does|do|did) {_NAME} have$")),
    (
        "without",
        re.compile(
            rf"(?:(?:that|which) )?{_LACKING} (?:an? |any |their |its )?"
            r"(?P<field>date|author|publication)s?(?! \w)"
        ),
    ),
    (
        "name",
        re.compile(rf"(?:(?:that|which) )?(?:(?:are|is|were|was) )?(?:published )?(?:from|in) {_NAME}(?!\w)"),
    ),
    (
        "about",
        re.compile(
            r"(?:(?:that|which) )?(?:(?:are|is|do|does) )?"
            r"(?:about|on|(?P<mentions>mention(?:s|ing)?|contain(?:s|ing)?)"
            r"|(?:talk|speak|writ|report)(?:e?s|ing|e)? (?:about|of|on)|say(?:s|ing)? (?:some|any)thing about"
            r"|deal(?:s|ing)? with|discuss(?:es|ing)?|cover(?:s|ing)?|concerning"
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
_ANY: Final = r"(?:(?:any|some|an|the|every|each) )?"
BEGINNINGS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LIST}(?: (?:all|every|any))?(?: of)?(?: (?:the|my|your))? {ART}\b",
        rf"{_LIST} (?:everything|anything|all)\b",
        rf"(?:which|what|how many)(?: of (?:the|my))? (?:other )?{ART}(?: {_HAVE})?{_HERE}(?= |$)",
        rf"(?:do|have) (?:i|you|we)(?: have| got)? {_ANY}(?:{ART}|anything)\b",
        rf"(?:is|are) there {_ANY}(?:{ART}|anything)\b",
        rf"(?:does|do) {_ANY}{ART}\b",
        rf"(?:any |all )?(?:the )?{ART}\b",
        r"(?:every|any|some)thing(?= (?:written )?(?:by|from|about|in (?:1[5-9]|20)\d\d))",
        r"(?:(?:which|what) )?(?=undated )",
        r"what do (?:i|you|we) have\b",
        r"(?:what|which)(?= (?:was|were) (?:published|written))",
    )
)
VAGUE: Final = re.compile(r"(?:what|which) (?:was|were) written", re.IGNORECASE)
"""A beginning that may ask about any text: "what was written by Homer"."""
ALL: Final = re.compile(
    rf"(?:{_LIST}(?: all)?(?: of)?(?: (?:the|my|your))? {ART}|how many {ART} {_HAVE}"
    rf"|how many {ART} are(?= in)|how many {ART}|(?:the )?(?:total )?number of (?:the |my )?{ART}"
    rf"|(?:which|what) {ART} {_HAVE}){_HERE}",
    re.IGNORECASE,
)
TAIL: Final = re.compile(rf"(?<=\w) {_HAVE}$", re.IGNORECASE)
"""Words that may end a question as well: "which articles about wolves are there"."""
NAMES: Final = re.compile(
    rf"(?:{_LIST}(?: all)?(?: of)?(?: the| my)?|list of(?: the)?|(?:the )?number of|which|what|how many"
    rf"|who are the|what are the) (?:(?P<what>authors|publications)(?: {_HAVE})?"
    rf"|(?P<papers>newspapers|magazines|papers|outlets|sources|sites|blogs) {_HAVE}){_HERE}",
    re.IGNORECASE,
)
WROTE: Final = re.compile(
    rf"what (?:else )?(?:did|has|have) {_NAME} (?:write|written)|who wrote about (?P<about>.+)"
)
PUBLISHED: Final = re.compile(rf"what (?:else )?(?:did|has|have) {_NAME} (?:publish(?:ed)?|print(?:ed)?)")
UNDATED: Final = re.compile(
    rf"(?:{_LIST}(?: all)?(?: the)? |(?:which|what) {ART} are |how many |(?:the )?)undated(?: {ART})?"
    rf"(?: {_HAVE})?",
    re.IGNORECASE,
)
EXTREME: Final = re.compile(
    rf"(?:(?:(?:what|which)(?: {ART})? (?:is|are)|what's|{_LIST})(?: me)? )?(?:the )?"
    rf"(?P<which>newest|latest|most recent|oldest|earliest)(?: {ART})?",
    re.IGNORECASE,
)
_WHICH: Final = (
    rf"(?:(?:the|that) {ART} (?:about|on|dealing with) (?P<about>.+?)"
    rf"|the (?P<subject>(?!(?:same|whole|other|first|second|third|last)\b)\w.*?) {ART})"
)
_THIS: Final = rf"(?:this|that|(?:this|that|the)(?: same)? {ART})"
_PAPER: Final = "(?:newspaper|publication|magazine|paper|outlet|journal|site|blog)"
_OUT: Final = "(?:published|written|printed|released|posted|from)"
OF_ONE: Final = (
    (Field.AUTHOR, rf"who (?:wrote|has written) {_WHICH}"),
    (Field.AUTHOR, rf"(?:who is|who's|who are|what(?: is|'s) the name of) the authors? of {_WHICH}"),
    (Field.AUTHOR, rf"by whom (?:is|was|are|were) {_WHICH}"),
    (Field.DATE, rf"when (?:was|were) {_WHICH} {_OUT}"),
    (Field.DATE, rf"when did {_WHICH} (?:appear|come out)"),
    (Field.DATE, rf"what(?: is|'s) the date of {_WHICH}"),
    (Field.DATE, rf"what date is {_WHICH} from"),
    (Field.DATE, rf"how old (?:is|are) {_WHICH}"),
    (Field.PUBLICATION, rf"where (?:was|were) {_WHICH} {_OUT}"),
    (Field.PUBLICATION, rf"where did {_WHICH} appear"),
    (Field.PUBLICATION, rf"(?:(?:which|what) {_PAPER}|who) (?:published|printed|ran) {_WHICH}"),
    (Field.PUBLICATION, rf"in (?:which|what) {_PAPER} did {_WHICH} appear"),
)
OF_SOURCE: Final = (
    (Field.DATE, rf"when (?:was|is) {_THIS} {_OUT}|when did {_THIS} (?:appear|come out)"),
    (Field.DATE, rf"what(?: is|'s) the date of {_THIS}|how old is (?:this|that|the) {ART}"),
    (Field.DATE, rf"what date is {_THIS} from|when was it (?:published|written)"),
    (Field.AUTHOR, rf"who (?:wrote|has written) (?:it|{_THIS})|who is (?:it|{_THIS}) (?:written )?by"),
    (Field.AUTHOR, rf"who(?: is|'s) the author(?: of (?:it|{_THIS}))?"),
    (Field.AUTHOR, rf"what(?: is|'s) the name of the author(?: of {_THIS})?"),
    (Field.PUBLICATION, rf"where was {_THIS} {_OUT}|where was it published"),
    (Field.PUBLICATION, rf"(?:which|what) {_PAPER} (?:is|was) (?:it|{_THIS}) from"),
    (Field.PUBLICATION, rf"(?:which|what) {_PAPER} (?:published|printed) (?:it|{_THIS})"),
    (None, rf"what(?: is|'s) the (?:title|headline)(?: of {_THIS})?|what(?: is|'s) {_THIS} called"),
)
"""Questions about the article that was shown before; "it" may be something else in some."""
IT: Final = re.compile(r"\bit\b", re.IGNORECASE)
