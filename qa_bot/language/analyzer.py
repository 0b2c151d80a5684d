"""A text -> its terms: the one view of words, numbers, dates and names that everything here matches by.

A term is what is written in several ways, in one of them; terms stand in the order of the text. In the place
of some, others stand beside: the words of a name that is a term itself, the stem in the text's own language.
A question asks for the terms, and a passage is found by both. What is meant by a word is told from its
letters and neighbours alone, so that question and passage come to the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.meanings import plain_terms, terms_at
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
    "numbers_asked",
    "numbers_said",
    "plain_words",
    "running_terms",
    "terms_of",
]

MAX_TERMS: Final = 256
"""Terms of a question that are looked up; a question of a thousand words keeps its first ones."""


class Term(NamedTuple):
    """What a place of a text is found by."""

    text: str
    start: int
    """In characters of the text as it was given, as is the end."""
    end: int
    beside: bool
    """Whether it stands beside another, so that a question does not ask for it."""


_SMALL: Final = 12
"""Numbers up to which one that is spelt out may be a word like any other."""


def terms_of(text: str) -> list[str]:
    """Give the distinct terms that a text asks for, MAX_TERMS at most."""
    return list(dict.fromkeys(running_terms(text)))[:MAX_TERMS]


def running_terms(text: str) -> list[str]:
    """Give the terms of a text in their order, each as often as it stands there."""
    return [term.text for term in analyze(text) if not term.beside]


def all_terms(text: str) -> list[str]:
    """Give the terms of a text in their order, then all that stand beside them."""
    found = analyze(text)
    return [term.text for term in found if not term.beside] + [term.text for term in found if term.beside]


def plain_words(text: str) -> list[str]:
    """Give the words of a text as running_terms does, but not stemmed, and numbers as they are written."""
    normal, _ = normalised(text)
    return [
        folded(word)
        for match in re.finditer(rf"[{UNSPACED}]+|{LETTER}(?:{LETTER}|[{MARKS}])*", normal)
        for word in [match[0]]
    ]


def analyze(text: str) -> list[Term]:
    """Return the terms of a text in order; those beside a term follow it."""
    return analyze_in_language(text)[0]


def analyze_in_language(text: str) -> tuple[list[Term], Language]:
    """Return the terms of a text as analyze does, and its language.

    A language without a stemmer is read as English is: English stems are the form that the words of all
    languages have in common, so that a question and a passage meet whatever either is taken for.
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
    """Return the numbers of a question with its terms: written in digits, or spelt out and not small."""
    return frozenset(
        term.text
        for term in terms
        if not term.beside
        and term.text[0].isdigit()
        and (any(map(str.isdigit, text[term.start : term.end])) or not _is_small(term.text))
    )


def numbers_said(text: str) -> frozenset[str]:
    """Give the numbers of a text, in digits or spelt out."""
    return frozenset(term.text for term in analyze(text) if term.text[0].isdigit())


def _is_small(number: str) -> bool:
    return number.isdigit() and int(number) <= _SMALL


def _placed(read: Found, pieces: Sequence[Piece], places: Sequence[int]) -> Iterator[Term]:
    """Tell where what was read stands: at its own piece where that is known, else at all of them."""
    start, end = pieces[0].start, pieces[-1].end
    spans = [(pieces[own].start, pieces[own].end) for own in read.own] or [(start, end)] * len(read.terms)
    for term, (first, last) in zip(read.terms, spans, strict=True):
        yield Term(term, places[first], places[last], False) if places else Term(term, first, last, False)
    for term in read.beside:
        if term not in read.terms:
            yield Term(term, places[start], places[end], True) if places else Term(term, start, end, True)


def _of_run(piece: Piece, places: Sequence[int]) -> list[Term]:
    """Give the pairs of characters of a run without blanks, and beside them its characters."""
    singles = singles_of(piece.text)
    found = [(*pair, False) for pair in pairs_of(piece.text)]
    found += [(*single, True) for single in singles if len(singles) > 1]
    first = piece.start
    if places:
        return [
            Term(one, places[first + start], places[first + end], beside) for one, start, end, beside in found
        ]
    return [Term(one, first + start, first + end, beside) for one, start, end, beside in found]
