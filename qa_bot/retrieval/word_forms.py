"""Other forms in which an index has a question's terms.

A term is covered if one of its forms is. A form is one or more terms, which must all occur: the stem in the
question's own language, "ae" for an umlaut, a word split or joined, another name of a month, the full name of
an abbreviation that an article explains, and for a word that no passage has, the word in another case or
another word of its family.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from qa_bot.language.abbreviations import SHORT, explained
from qa_bot.language.analyzer import terms_of
from qa_bot.language.grammar import grammar_terms
from qa_bot.language.stemming import stem
from qa_bot.retrieval.asked_months import month_forms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qa_bot.index.protocol import ArticleIndex
    from qa_bot.language.analyzer import Term
    from qa_bot.language.language import Language

    Forms = Mapping[str, tuple[frozenset[str], ...]]
    _Form = tuple[str, frozenset[str]]

__all__ = ["other_forms"]

_UMLAUTS: Final = str.maketrans(
    {"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00c4": "Ae", "\u00d6": "Oe", "\u00dc": "Ue"}
)
_SPELT_UMLAUT: Final = re.compile(r"([aou])e", re.IGNORECASE)
_SHORTEST_PART: Final = 3
_LONGEST_WORD: Final = 200
"""Most letters of a word that has other forms; a longer one is an address, or no word at all."""
_LONGEST_PARTED: Final = 50
"""Most letters of a word that may be two in one. Each letter is one more place to look at, and no English
word has more than half of them."""
_LEAST_FAMILY: Final = 4
_WINDOW: Final = range(2, 6)
_LOOKED_UP: Final = 3
"""Most abbreviations of a question that are looked up."""
_PASSAGES: Final = 20
"""Passages that are searched for the explanation of one."""


def other_forms(text: str, terms: Sequence[Term], language: Language, index: ArticleIndex) -> Forms:
    """Return the other forms in which an index has each of a question's terms; few terms have any."""
    grammar = grammar_terms(language)
    asked = [term for term in terms if not term.beside]
    found: defaultdict[str, dict[frozenset[str], None]] = defaultdict(dict)
    short = [term for term in asked if term.end - term.start <= _LONGEST_WORD]
    words = [(text[term.start : term.end], term.text) for term in short]
    finders = (
        _own_stems(terms),
        _umlauts(words),
        _parted(words, index),
        _families(words, language, index),
        _in_other_case(words, index),
        _joined(words),
    )
    for finder in finders:
        for term, form in finder:
            if term not in grammar and term not in form and all(map(index.passage_bm25.frequency, form)):
                found[term][form] = None
    for term, form in (*_explained(words, grammar, index), *month_forms(text, asked, language, index)):
        found[term][form] = None
    return {term: tuple(forms) for term, forms in found.items()}


def _own_stems(terms: Sequence[Term]) -> Iterator[_Form]:
    """Yield the stems in the question's own language."""
    owner = None
    for term in terms:
        if not term.beside:
            owner = term
        elif owner and (owner.start, owner.end) == (term.start, term.end):
            yield owner.text, frozenset({term.text})


def _umlauts(words: Sequence[tuple[str, str]]) -> Iterator[_Form]:
    for word, term in words:
        if (spelt := word.translate(_UMLAUTS)) != word:
            yield term, frozenset({stem(spelt, "en")})
        elif _SPELT_UMLAUT.search(word):
            yield term, frozenset({stem(_SPELT_UMLAUT.sub(r"\1", word), "en")})


def _joined(words: Sequence[tuple[str, str]]) -> Iterator[_Form]:
    """Yield two neighbours written as one word."""
    for (one, first), (other, second) in pairwise(words):
        if (
            one.isalpha()
            and other.isalpha()
            and min(len(one), len(other)) >= _SHORTEST_PART
            and one.isascii()
        ):
            form = frozenset({stem(one + other, "en")})
            yield first, form
            yield second, form


def _parted(words: Sequence[tuple[str, str]], index: ArticleIndex) -> Iterator[_Form]:
    """Yield a word that no passage has as two words."""
    for word, term in words:
        if len(word) > _LONGEST_PARTED or not word.isalpha() or not word.isascii():
            continue
        if index.passage_bm25.frequency(term):
            continue
        for place in range(2, len(word) - 1):
            parts = [stem(word[:place], "en"), stem(word[place:], "en")]
            if all(map(index.passage_bm25.frequency, parts)) and index.passage_bm25.rows_with(parts, 1):
                yield term, frozenset(parts)


def _in_other_case(words: Sequence[tuple[str, str]], index: ArticleIndex) -> Iterator[_Form]:
    """Yield a word that no passage has in lower case, and as an abbreviation: CEO for "ceo"."""
    for word, term in words:
        if not word.isalpha() or index.passage_bm25.frequency(term):
            continue
        if short := SHORT.get(word.upper()):
            yield term, frozenset({short})
        if word != word.lower():
            yield term, frozenset(terms_of(word.lower()))


def _families(words: Sequence[tuple[str, str]], language: Language, index: ArticleIndex) -> Iterator[_Form]:
    """Yield what a word that no passage has becomes by another ending: founder for founded."""
    endings = language.family_endings
    for word, term in words if endings else ():
        if not word.isalpha() or len(word) < _LEAST_FAMILY or index.passage_bm25.frequency(term):
            continue
        base = next((term.removesuffix(end) for end in endings if term.endswith(end)), term)
        if len(base) >= _LEAST_FAMILY:
            yield from (
                (term, frozenset({other})) for other in (base, *(stem(base + end, "en") for end in endings))
            )


def _explained(
    words: Sequence[tuple[str, str]], grammar: frozenset[str], index: ArticleIndex
) -> Iterator[_Form]:
    """Yield the name of an abbreviation, and the abbreviation of a name, if a passage explains it."""
    looked_up = 0
    for word, term in words:
        if word.isalnum() and word.isupper() and len(word) > 1 and word not in SHORT and not word.isdigit():
            looked_up += 1
            name = _name_of(word, term, index) if looked_up <= _LOOKED_UP else ""
            if name:
                yield term, frozenset(terms_of(name)) - grammar
    for short, terms in _initials(words):
        if short not in grammar and index.passage_bm25.frequency(short) and looked_up < _LOOKED_UP:
            looked_up += 1
            name = _name_of(short.upper(), short, index)
            if name and set(terms_of(name)) - grammar == set(terms) - grammar:
                yield from ((term, frozenset({short})) for term in terms if term not in grammar)


def _initials(words: Sequence[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield abbreviations of neighbouring words; of two words only if both have capitals."""
    for count in reversed(_WINDOW):
        for first in range(len(words) - count + 1):
            window = words[first : first + count]
            letters = "".join(word[0] for word, _ in window)
            if letters.isalpha() and (count > min(_WINDOW) or letters.isupper()):
                yield letters.lower(), [term for _, term in window]


def _name_of(short: str, term: str, index: ArticleIndex) -> str:
    rows = index.passage_bm25.rows_with([term], _PASSAGES)
    texts = (passage.text for passage in index.store.fetch(rows).values())
    return next((name for text in texts if (name := explained(text).get(short))), "")
