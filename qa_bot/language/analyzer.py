"""A text -> its terms: the single view of words, numbers, dates and names for all matching.

Different notations of one thing have one term. Terms are in the order of the text. Some have alternatives at
the same place: the words of a name that is one term, or the stem in the text's own language. A question uses
the terms only; a passage is found by both. The analyzer looks only at a word's letters and neighbours, so
that a question and a passage get the same terms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.meanings import plain_terms, terms_at
from qa_bot.language.numerals import whole
from qa_bot.language.pieces import LETTER, Found, normalised, pieces_of
from qa_bot.language.scripts import MARKS, UNSPACED, pairs_of, singles_of
from qa_bot.language.stemming import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qa_bot.language.language import Language
    from qa_bot.language.pieces import Piece

__all__ = [
    "MAX_TERMS",
    "Term",
    "all_terms",
    "analyze",
    "analyze_in_language",
    "first_terms",
    "numbers_asked",
    "numbers_said",
    "plain_words",
    "running_terms",
    "terms_of",
]

MAX_TERMS: Final = 256
"""Maximum number of a question's terms that are searched for; a longer question keeps its first ones."""
_MOST_RUNNING: Final = 8 * MAX_TERMS
"""Maximum number of its terms with repetitions: no prose repeats its words as often."""


class Term(NamedTuple):
    """One term at one place of a text."""

    text: str
    start: int
    """Start and end are offsets, in characters, in the text as it was passed in."""
    end: int
    beside: bool
    """Whether it is an alternative to another term, which a question does not use."""


_SMALL: Final = 12
"""A number in words, up to this one, may be an ordinary word."""


def terms_of(text: str) -> list[str]:
    """Return the distinct terms of a text in order, without alternatives, MAX_TERMS at most."""
    return list(dict.fromkeys(running_terms(text)))[:MAX_TERMS]


def first_terms(terms: Iterable[Term]) -> list[Term]:
    """Return the first terms, MAX_TERMS distinct ones at most, with their repetitions and alternatives."""
    kept: list[Term] = []
    known: set[str] = set()
    for term in terms:
        if not term.beside:
            is_full = len(known) == MAX_TERMS and term.text not in known
            if is_full or len(kept) >= _MOST_RUNNING:
                break
            known.add(term.text)
        kept.append(term)
    return kept


def running_terms(text: str) -> list[str]:
    """Return the terms of a text in order, with repetitions, without alternatives."""
    return [term.text for term in analyze(text) if not term.beside]


def all_terms(text: str) -> list[str]:
    """Return the terms of a text in order, then all alternatives."""
    found = analyze(text)
    return [term.text for term in found if not term.beside] + [term.text for term in found if term.beside]


def plain_words(text: str) -> list[str]:
    """Return the words of a text like running_terms, but not stemmed, and numbers as they are written."""
    normal, _ = normalised(text)
    return [
        folded(word)
        for match in re.finditer(rf"[{UNSPACED}]+|{LETTER}(?:{LETTER}|[{MARKS}])*", normal)
        for word in [match[0]]
    ]


def analyze(text: str) -> list[Term]:
    """Return the terms of a text in order; the alternatives of a term follow it."""
    return analyze_in_language(text)[0]


def analyze_in_language(text: str) -> tuple[list[Term], Language]:
    """Return the terms of a text, as analyze does, and its language.

    A language without a stemmer is read like English: the words of all languages have English stems, so
    that a question and a passage match whatever language either is assigned.
    """
    normal, places = normalised(text)
    pieces, language = pieces_of(normal)
    return _terms(pieces, normal, places, language if language.stemmer else ENGLISH), language


def _terms(pieces: Sequence[Piece], normal: str, places: Sequence[int], language: Language) -> list[Term]:
    found: list[Term] = []
    past = 0
    for here, piece in enumerate(pieces):
        if here < past:
            continue
        kind, own, start, end = piece
        if kind == "run":
            found += _of_run(piece, places)
            continue
        known = plain_terms(own) if kind == "word" and language is ENGLISH and not places else None
        if known is not None and normal[end : end + 1] != "-":
            for term in known:
                found.append(Term(term, start, end, False))
            continue
        read = terms_at(pieces, here, normal, language)
        past = here + read.used
        found += _placed(read, pieces[here:past], places)
    return found


def numbers_asked(text: str, terms: Iterable[Term]) -> frozenset[str]:
    """Return the numbers of a question with its terms: in digits, or in words and not small."""
    return frozenset(
        term.text
        for term in terms
        if not term.beside
        and term.text[0].isdigit()
        and (any(map(str.isdigit, text[term.start : term.end])) or not _is_small(term.text))
    )


def numbers_said(text: str) -> frozenset[str]:
    """Return the numbers of a text, in digits or in words."""
    return frozenset(term.text for term in analyze(text) if term.text[0].isdigit())


def _is_small(number: str) -> bool:
    return 0 <= whole(number) <= _SMALL


def _placed(read: Found, pieces: Sequence[Piece], places: Sequence[int]) -> Iterator[Term]:
    """Yield terms with their places: those of their own piece if it is known, else those of all pieces."""
    start, end = pieces[0].start, pieces[-1].end
    spans = [(pieces[own].start, pieces[own].end) for own in read.own] or [(start, end)] * len(read.terms)
    for term, (first, last) in zip(read.terms, spans, strict=True):
        yield Term(term, places[first], places[last], False) if places else Term(term, first, last, False)
    for term in read.beside:
        if term not in read.terms:
            yield Term(term, places[start], places[end], True) if places else Term(term, start, end, True)


def _of_run(piece: Piece, places: Sequence[int]) -> list[Term]:
    """Return the pairs of characters of a run without spaces, and its characters as alternatives."""
    singles = singles_of(piece.text)
    found = [(*pair, False) for pair in pairs_of(piece.text)]
    found += [(*single, True) for single in singles if len(singles) > 1]
    first = piece.start
    if places:
        return [
            Term(one, places[first + start], places[first + end], beside) for one, start, end, beside in found
        ]
    return [Term(one, first + start, first + end, beside) for one, start, end, beside in found]
