"""What shows that a passage is about another month, year, thing or person than the question.

The words are stated by the question and lacking in the passage, which has others of their kind. Terms are
compared, so that spelling does not matter. Where common nouns have capitals, too, nothing tells names apart.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from qa_bot.language.analyzer import running_terms, terms_of
from qa_bot.retrieval.asked_months import MONTH_TERMS
from qa_bot.retrieval.passage_analysis import analyze_passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from qa_bot.core.types import Hit
    from qa_bot.language.analyzer import Term
    from qa_bot.retrieval.query_analysis import Question

__all__ = ["asks_about_a_name", "other_subject"]

_YEAR: Final = re.compile(r"\b(?:1[5-9]|20)\d\d(?!\w)")
_BEFORE_YEAR: Final = r"\b(?:since|after|before|until|till|by|from|between|around|about) "
_RANGE: Final = re.compile(rf"{_BEFORE_YEAR}(?:the year )?\d{{4}}", re.I)
_BEFORE_RANGE: Final = re.compile(rf"{_BEFORE_YEAR}$", re.I)
_TO_YEAR: Final = re.compile(r"\.?(?: \d{1,2}(?:st|nd|rd|th)?)?,? ?(?:of )?")
"""What may stand between a month and its year."""
_NAMED_NOUN: Final = re.compile(r"(?<=\w )(?P<name>[A-Z][\w-]+) (?P<noun>[a-z]{3,})\b")
"""A name with a common noun behind it, not at the beginning."""
_VERBS_TOO: Final = frozenset({"may", "march"})
"""Months that are verbs in lower case."""
_NAME_WORDS: Final = 2


def other_subject(question: Question, best: Hit, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return the words of a question that show that its best hit is about something else; () for none.

    `hits` are all that were found for the question.
    """
    return (
        _other_months(question, best)
        or _other_years(question, best)
        or _other_dates(question, best)
        or _other_names(question, best)
        or _other_person(question, best, hits)
    )


def asks_about_a_name(question: Question) -> bool:
    """Check whether a name is all that a question asks about: "Who is Ada Lind?"."""
    return bool(question.language.answers.capitals) and question.idf.keys() <= question.names


def _other_months(question: Question, best: Hit) -> tuple[str, ...]:
    """Return the months of the question if the text of the best passage has only others.

    The date of its article does not count: a report of May may be about April.
    """
    asked = {
        question.text[term.start : term.end]: term.text
        for term in question.analyzed
        if _is_month(term, question.text)
    }
    stated = MONTH_TERMS.keys() & running_terms(best.passage.text) if asked else set()
    return tuple(asked) if stated and asked and stated.isdisjoint(asked.values()) else ()


def _other_years(question: Question, best: Hit) -> tuple[str, ...]:
    """Return the year of the question if the text of the best passage has only others, as for months.

    One of several years, or a year behind "since" and the like, may be the end of a range.
    """
    asked = _YEAR.findall(question.text)
    if len(asked) != 1 or _RANGE.search(question.text):
        return ()
    stated = _YEAR.findall(best.passage.text)
    return tuple(asked) if stated and asked[0] not in stated else ()


def _other_dates(question: Question, best: Hit) -> tuple[str, ...]:
    """Return "May 2019" if the best passage has that month, but each time of another year."""
    asked = [one for one in _dated_months(question.analyzed, question.text) if one.year]
    if len(asked) != 1 or _BEFORE_RANGE.search(question.text[: asked[0].start]):
        return ()
    (one,) = asked
    occurrences = analyze_passage(best.passage).occurrences
    years = {
        other.year for other in _dated_months(occurrences, best.passage.text) if other.month == one.month
    }
    return (question.text[one.start : one.end],) if years and years.isdisjoint({one.year, ""}) else ()


def _other_names(question: Question, best: Hit) -> tuple[str, ...]:
    """Return the name of "the Vik ferry" if the best passage lacks it and has "the Holm ferry".

    A name counts as lacking if neither the text nor what the article states of itself has it.
    """
    if not question.language.answers.capitals:
        return ()
    here = analyze_passage(best.passage).terms
    for match in _NAMED_NOUN.finditer(question.text):
        name, noun = match["name"], match["noun"]
        alike = (
            []
            if _has(question, here, name)
            else re.findall(rf"(?<=[a-z,] )[A-Z][\w-]+ {noun}\b", best.passage.text)
        )
        if alike:
            return (name,)
    return ()


def _other_person(question: Question, best: Hit, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return what the best passage lacks of a full name.

    If the name is all that is asked about, the passage must have it. Otherwise another passage of its article
    that was found may have it, since later parts of an article often repeat one word of a name only; and an
    author's own article need not have it at all.
    """
    if not question.language.answers.capitals:
        return ()
    own = [hit for hit in hits if hit.passage.article == best.passage.article]
    here, author = _said_in(best), frozenset(terms_of(best.passage.source.author or ""))
    for name in _full_names(question.text):
        lacking = tuple(word for word in name if not _has(question, here, word))
        known = [*map(_said_in, own), *([author] if lacking == name else [])]
        is_known = any(all(_has(question, terms, word) for word in name) for terms in known)
        if lacking and (asks_about_a_name(question) or not is_known):
            return (" ".join(name),) if lacking == name else lacking
    return ()


class _DatedMonth(NamedTuple):
    """A month that a text states, with its year; "" for none."""

    month: str
    year: str
    start: int
    """In characters, as `end`."""
    end: int


def _dated_months(terms: Sequence[Term], text: str) -> Iterator[_DatedMonth]:
    """Yield the months of a text: "May 2019", "12 May 2019", "May 12, 2019", "2019-05-12", "May"."""
    running = [term for term in terms if not term.beside]
    for term, following in zip_longest(running, running[1:]):
        if not _is_month(term, text):
            continue
        is_dated = (
            following is not None
            and _YEAR.fullmatch(following.text)
            and _TO_YEAR.fullmatch(text[term.end : following.start])
        )
        year = following.text if is_dated else ""
        yield _DatedMonth(term.text, year, term.start, following.end if is_dated else term.end)


def _is_month(term: Term, text: str) -> bool:
    return term.text in MONTH_TERMS and (text[term.start].isupper() or term.text not in _VERBS_TOO)


def _has(question: Question, terms: AbstractSet[str], word: str) -> bool:
    """Check whether all terms of a word are among others, in one of their forms."""
    return all(question.is_covered(term, terms) for term in terms_of(word))


def _said_in(hit: Hit) -> frozenset[str]:
    """Return the terms of a passage and its title; who wrote it is not what it is about."""
    analysis = analyze_passage(hit.passage)
    return frozenset(terms_of(hit.passage.source.title or "")).union(*analysis.sentences)


def _full_names(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the last two of each run of capitalised words behind the first word of a question.

    Words in capitals throughout are none: "NASA". What stands before is often a title: "Captain Ada Lind".
    """
    run: list[str] = []
    for word in [*text.split()[1:], ""]:
        name = word.rstrip(".,;:?!)").removesuffix("'s").removesuffix("\u2019s")
        is_name = name[:1].isupper() and name != name.upper()
        if is_name:
            run.append(name)
        if not is_name or name != word:
            if len(run) >= _NAME_WORDS:
                yield tuple(run[-_NAME_WORDS:])
            run = []
