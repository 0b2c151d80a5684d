"""The headline above a run of lines, and its likelihood.

A headline is recognised by the words it shares with the text below it and by the byline or date beneath it,
not only by its form, which standfirsts, captions and teasers have too. The weights are those of a conditional
logit model (which line of a page is its headline?), fitted on pages with a known headline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qa_bot.language.marks import UNSPACED, count_words, is_paragraph
from qa_bot.reading.boilerplate.patterns import is_credit, is_label, is_legal, is_request, tells_time_ago
from qa_bot.reading.metadata.byline_rows import is_byline_start, is_row
from qa_bot.reading.metadata.dates import find_dates
from qa_bot.reading.metadata.names import is_personal_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

__all__ = ["Headline", "Heads", "is_date_row", "is_headline"]

_LINES_ABOVE: Final = 35
"""How far above a text its headline may be."""
_LINES_INSIDE: Final = 6
"""How far into the run it may be, after a standfirst or a caption."""
_FIRST_PARAGRAPHS: Final = 4
_LINES_READ: Final = 200
_LINE_READ: Final = 2000
"""Lines of a run, and characters of a line, whose words are compared."""
_LEAST_WORDS: Final = 2
_MOST_WORDS: Final = 30
_TITLE_WORDS: Final = 3
"""A shorter line is a kicker or a section name if a longer one follows."""
_MOST_LINES_ABOVE: Final = 4
_LEAST_WORD_LETTERS: Final = 4
_LEAST_SHARED_OF: Final = 4
"""Words of a shorter headline prove little: menus have such entries too."""

# Weights of the evidence, in logits.
_SHARED: Final = 1.3
_SHARED_WITH_FIRST: Final = 1.3
"""Per share, 0 to 1, of its longer words that occur in the run, and in the run's first paragraphs."""
_PER_LINE_TO_ROW: Final = -0.18
_FAR_LINES: Final = 12
"""Maximum lines to the byline or date below it; also counted if there is none."""
_PER_PARAGRAPH_BETWEEN: Final = 0.85
_MOST_PARAGRAPHS: Final = 3
"""Paragraphs between it and the run are standfirsts and captions, and the headline precedes those."""
_PER_MISSING_WORD: Final = -0.45
_FULL_WORDS: Final = 5
_PER_EXCESS_WORD: Final = -0.04
_LONG_WORDS: Final = 14
_SENTENCE: Final = -1.0
_SENTENCE_WORDS: Final = 14
"""A headline may be a sentence with a full stop, but hardly a long one, and never one inside the run."""
_BELOW_ANOTHER: Final = -0.3
_INSIDE: Final = -1.1

_STOPS: Final = (".", "。")
_LABELLED: Final = re.compile(r"\W*(?:updated?|published|posted|first published|by|author)\b", re.IGNORECASE)
_TRAIL: Final = re.compile(r"\S\s*(?:[/»›>→]\s+|\s[/»›>→])\s*\S")  # noqa: RUF001  (marks of a breadcrumb trail)
_BY_ABROAD: Final = re.compile(r"(?:Von|Par|Por|Di|De|Door|Av)\s(?P<name>[^,(|·•–]{4,60}?)\s*(?:[,(|·•–]|$)")  # noqa: RUF001
_LIST_ITEM: Final = re.compile(r"[-•–*]|\(?\d{1,3}[.)]\s")  # noqa: RUF001  (an en dash is meant)


@dataclass(frozen=True, slots=True)
class Headline:
    """The likeliest headline of a run."""

    index: int
    likelihood: float
    """In logits; higher is likelier."""
    paragraphs_apart: int
    """Between its byline or date and the run, three at most; with many it is hardly the run's headline."""


class Heads:
    """The lines of a page that may be headlines, bylines or dates; each is judged once, on demand."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Take the clean lines of a page."""
        self._lines = lines
        self._headlines: dict[int, bool] = {}
        self._rows: dict[int, bool] = {}

    def is_row(self, index: int) -> bool:
        """Check whether the line is a byline or a date."""
        if index not in self._rows:
            self._rows[index] = _is_row_of_head(self._lines[index])
        return self._rows[index]

    def find_headline(self, start: int, end: int) -> Headline | None:
        """Find the likeliest headline of the lines [start, end); None if no line looks like one."""
        first, last = max(0, start - _LINES_ABOVE), min(start + _LINES_INSIDE, end)
        candidates = [
            index
            for index in range(first, last)
            if self._is_headline(index) and (index < start or not self._lines[index].endswith(_STOPS))
        ]
        if not candidates:
            return None
        rows = [index for index in range(first, last) if self.is_row(index)]
        judge = _Judge(self._lines, start, end, frozenset(candidates), tuple(rows))
        best = max(candidates, key=judge.preference)
        above = best - 1
        if (
            above in candidates
            and best <= _MOST_LINES_ABOVE
            and _goes_before(self._lines[above], self._lines[best])
        ):
            best = above
        return Headline(best, judge.likelihood(best), judge.paragraphs_apart(best))

    def _is_headline(self, index: int) -> bool:
        if index not in self._headlines:
            self._headlines[index] = is_headline(self._lines[index])
        return self._headlines[index]


class _Judge:
    """Judges the candidates for the headline of one run."""

    def __init__(
        self, lines: Sequence[str], start: int, end: int, candidates: Set[int], rows: Sequence[int]
    ) -> None:
        self._lines, self._start = lines, start
        self._candidates, self._rows = candidates, rows
        self._words = _longer_words(lines[start : min(start + _LINES_READ, end)])
        self._first_words = _longer_words(lines[start : min(start + _FIRST_PARAGRAPHS, end)])

    def preference(self, index: int) -> float:
        return self.likelihood(index) + _PER_PARAGRAPH_BETWEEN * self._paragraphs_below(index)

    def paragraphs_apart(self, index: int) -> int:
        row = next((row for row in self._rows if index < row < self._start), index)
        return self._paragraphs_below(row)

    def _paragraphs_below(self, index: int) -> int:
        return min(sum(map(is_paragraph, self._lines[index + 1 : self._start])), _MOST_PARAGRAPHS)

    def likelihood(self, index: int) -> float:
        own = _longer_words((self._lines[index],))
        of = max(len(own), _LEAST_SHARED_OF)
        to_row = min((row - index for row in self._rows if row > index), default=_FAR_LINES)
        count = count_words(self._lines[index])
        return (
            _SHARED * len(own & self._words) / of
            + _SHARED_WITH_FIRST * len(own & self._first_words) / of
            + _PER_LINE_TO_ROW * min(to_row, _FAR_LINES)
            + _PER_MISSING_WORD * max(0, _FULL_WORDS - count)
            + _PER_EXCESS_WORD * max(0, count - _LONG_WORDS)
            + _SENTENCE * self._lines[index].endswith(_STOPS)
            + _BELOW_ANOTHER * (index - 1 in self._candidates)
            + _INSIDE * (index >= self._start)
        )


def _goes_before(above: str, below: str) -> bool:
    """Check whether a headline precedes the standfirst below it, which shares more words with the text.

    Below a menu the line above may be anything.
    """
    return count_words(above) >= _TITLE_WORDS and len(above) <= len(below)


def _longer_words(lines: Iterable[str]) -> Set[str]:
    """Return the longer words in lower case; for scripts without spaces, the pairs of characters."""
    words: set[str] = set()
    for line in lines:
        for word in re.findall(r"\w+", line[:_LINE_READ].lower()):
            if UNSPACED.search(word):
                words.update(word[place : place + 2] for place in range(len(word) - 1))
            elif len(word) >= _LEAST_WORD_LETTERS:
                words.add(word)
    return words


def _is_row_of_head(line: str) -> bool:
    """Check whether a line is a byline or a row that dates the article."""
    return is_date_row(line) or is_byline_start(line) or _is_byline_abroad(line)


def _is_byline_abroad(line: str) -> bool:
    match = _BY_ABROAD.match(line)
    return match is not None and is_row(line) and is_personal_name(match["name"])


def is_date_row(line: str) -> bool:
    """Check whether a line dates the article, by a date or by how long ago it was."""
    if not is_row(line) or is_credit(line) or is_legal(line):
        return False
    return bool(find_dates(line)) or tells_time_ago(line)


def is_headline(line: str, *, least_words: int = _LEAST_WORDS) -> bool:
    """Check whether a line has the form of a headline, which many other lines have too."""
    most_words = _SENTENCE_WORDS if line.endswith(_STOPS) else _MOST_WORDS
    if not least_words <= count_words(line) <= most_words or line.endswith(":"):
        return False
    if is_label(line) or is_legal(line) or is_request(line) or is_credit(line):
        return False
    if _LABELLED.match(line):
        return False
    return not (_TRAIL.search(line) or _is_row_of_head(line) or _LIST_ITEM.match(line))
