"""Evidence from punctuation and spacing: a line's word count, and whether it is a paragraph or a menu."""

from __future__ import annotations

import re
from typing import Final

from qa_bot.language.sentence_ends import ends_like_sentence

__all__ = ["PARAGRAPH_WORDS", "UNSPACED", "count_words", "is_menu_line", "is_paragraph"]

UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""A character of a script that writes words without spaces between them, or with few."""
_UNSPACED_PER_WORD: Final = 2
PARAGRAPH_WORDS: Final = 15
"""Minimum words of a paragraph that ends like a sentence; headlines and teasers are shorter."""
_UNENDED_WORDS: Final = 25
"""Minimum words of a paragraph with any other ending."""
_LOWER_CASE: Final = 0.3
"""Minimum share of the words of prose that begin in lower case."""
_COMMAS: Final = 0.1
"""Maximum share of the words of a menu that are followed by commas."""
_SEARCHED: Final = 1000


def count_words(line: str) -> int:
    """Count words by white space; in a script without spaces two characters count as a word."""
    return max(len(line.split()), len(UNSPACED.findall(line)) // _UNSPACED_PER_WORD)


def is_paragraph(line: str) -> bool:
    """Check whether a line is as long as a paragraph; one that ends like a sentence may be shorter."""
    words = count_words(line)
    if words >= PARAGRAPH_WORDS and ends_like_sentence(line):
        return True
    return words >= _UNENDED_WORDS and not is_menu_line(line)


def is_menu_line(line: str) -> bool:
    """Check for a menu in one line: hardly a word without a capital, and no commas as in a list of names.

    Scripts without capitals have no such lines.
    """
    words = [word for word in line[:_SEARCHED].split() if word[0].isupper() or word[0].islower()]
    if len(words) < _UNENDED_WORDS or ends_like_sentence(line):
        return False
    commas = sum(word.endswith((",", ";")) for word in words)
    lower = sum(word[0].islower() for word in words)
    return commas <= _COMMAS * len(words) and lower < _LOWER_CASE * len(words)
