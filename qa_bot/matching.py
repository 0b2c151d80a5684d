"""The words of a text that BM25 takes for words of the question, as they stand in the text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from qa_bot.lexical import terms_of

if TYPE_CHECKING:
    from collections.abc import Collection

_WORD = re.compile(r"[^\W_]+")  # as tantivy's tokenizer parts them


def matched_words(text: str, terms: Collection[str]) -> tuple[str, ...]:
    """Give the distinct words that are one of the terms once they are stemmed, in the order of the text."""
    words = dict.fromkeys(_WORD.findall(text))
    return tuple(word for word in words if not _terms(word).isdisjoint(terms))


@lru_cache(maxsize=1 << 14)
def _terms(word: str) -> frozenset[str]:
    return frozenset(terms_of(word))
