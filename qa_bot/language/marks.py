"""What punctuation and spacing tell of a line: how many words it has, whether it is a paragraph or a menu."""

from __future__ import annotations

import re
from typing import Final

from qa_bot.language.sentence_ends import ends_like_sentence

__all__ = ["PARAGRAPH_WORDS", "UNSPACED", "count_words", "ends_like_sentence", "is_menu_line", "is_paragraph"]

UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""A character of a script that writes words without spaces between them, or with few."""
_UNSPACED_PER_WORD: Final = 2
PARAGRAPH_WORDS: Final = 15
"""From here on a line that ends like a sentence is a paragraph; headlines and teasers are shorter."""
_UNENDED_WORDS: Final = 25
"""From here on a line is a paragraph however it ends."""
_LOWER_CASE: Final = 0.3
"""Share of the words of prose, at the least, that begin in lower case."""
_COMMAS: Final = 0.1
"""Share of the words of a menu that commas follow, at the most."""
_SEARCHED: Final = 1000


def count_words(line: str) -> int:
    """Count words by white space; two characters of a script without spaces are a word."""
    return max(len(line.split()), len(UNSPACED.findall(line)) // _UNSPACED_PER_WORD)


def is_paragraph(line: str) -> bool:
    """Tell whether a line is as long as a paragraph, which is shorter where it ends like a sentence."""
    words = count_words(line)
    if words >= PARAGRAPH_WORDS and ends_like_sentence(line):
        return True
    return words >= _UNENDED_WORDS and not is_menu_line(line)


def is_menu_line(line: str) -> bool:
    """Tell a menu in one line: hardly a word without a capital, and no commas as in a list of names.

    A script without capitals has no such lines.
    """
    words = [word for word in line[:_SEARCHED].split() if word[0].isupper() or word[0].islower()]
    if len(words) < _UNENDED_WORDS or ends_like_sentence(line):
        return False
    commas = sum(word.endswith((",", ";")) for word in words)
    lower = sum(word[0].islower() for word in words)
    return commas <= _COMMAS * len(words) and lower < _LOWER_CASE * len(words)
