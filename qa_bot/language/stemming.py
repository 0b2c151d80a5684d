"""A word -> its stem (Porter, 2001, "Snowball: a language for stemming algorithms"), by tantivy."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

import tantivy

from qa_bot.language.detection import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_bot.language.language import Language

__all__ = ["folded", "stem"]

_ACCENTS: Final = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u0655\u0670]")
"""Accents that people leave out; the marks of Indic scripts and of Thai are vowels and stay."""
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")


def folded(word: str) -> str:
    """Return a word in lower case without accents, other letters replaced by the nearest ASCII ones."""
    if word.isascii():
        return word.lower()
    return "".join(_folding().analyze(_without_accents(word.casefold()))) or word


@lru_cache(maxsize=1 << 17)
def stem(word: str, language: str) -> str:
    """Return the folded stem of a word by the rules of a language; Cyrillic words are stemmed as Russian."""
    if word.isascii():
        return _stemmed(word.lower(), "en" if language == "ru" else language)
    lower = word.casefold()
    if _CYRILLIC.search(lower):
        return _without_accents(_stemmed(lower.replace("\u0451", "\u0435"), "ru"))
    return folded(_stemmed(folded(lower) if language == "en" else lower, language))


def _stemmed(word: str, language: str) -> str:
    found = _STEMMERS[language].analyze(word)
    return found[0] if found else word


def _without_accents(word: str) -> str:
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", word)))


def _stemmers(languages: Iterable[Language]) -> dict[str, tantivy.TextAnalyzer]:
    """Return the stemmer of each language that has one, by its code.

    Raises:
        ValueError: the BM25 library has no stemmer of that name.
    """
    found = {}
    for language in languages:
        if not (name := language.stemmer):
            continue
        raw = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
        try:
            found[language.code] = raw.filter(tantivy.Filter.stemmer(name)).build()
        except ValueError as error:
            msg = f'{language.name}: the BM25 library has no stemmer "{name}"; set stemmer=None'
            raise ValueError(msg) from error
    return found


_STEMMERS: Final = _stemmers(LANGUAGES)


@cache
def _folding() -> tantivy.TextAnalyzer:
    raw = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    return raw.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold()).build()
