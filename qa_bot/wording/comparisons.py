"""What several articles say, in words: whether they agree, and each answer with its date and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line, shorten
from qa_bot.wording.citations import title_of
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.comparison import Comparison, Statement

__all__ = ["comparison_line", "date_of", "origin_of_answer", "words_of"]

NO_DATE: Final = "undated"
WORDS_CHARACTERS: Final = 40


def comparison_line(comparison: Comparison) -> str:
    """Return whether the articles agree, and in how many, without a full stop."""
    articles = counted(comparison.articles, "article")
    return f"{articles} agree" if comparison.agrees else f"{articles} differ, newest first"


def date_of(answer: Sequence[Statement]) -> str:
    """Return the date of the newest article that gives an answer."""
    return clean_line(answer[0].date) or NO_DATE


def words_of(answer: Sequence[Statement]) -> str:
    """Return the words of an answer, as the newest article has them."""
    return shorten(answer[0].words, WORDS_CHARACTERS)


def origin_of_answer(answer: Sequence[Statement]) -> str:
    """Return how many articles give an answer, if several, and title and publication of the newest."""
    source = answer[0].hit.passage.source
    several = counted(len(answer), "article") if len(answer) > 1 else ""
    return " · ".join(filter(None, (several, title_of(source), clean_line(source.publication or ""))))
