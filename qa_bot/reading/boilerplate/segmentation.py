"""The body of an article within the lines of a page that was saved or copied as text.

The body is one run of lines, and no line of prose inside it is lost. Each line gets a score, positive for
prose and negative for boilerplate, and a run is what has the highest sum: maximum subsequence segmentation
(Pasternack and Roth, 2009, "Extracting article text from the web with maximum subsequence segmentation"). The
features are the shallow ones of Kohlschütter et al. (2010, "Boilerplate detection using shallow text
features"): the words in a line, how it ends, and what surrounds it. A page has several such runs, such as
comments, notices or other stories; the body is the long one with a headline above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, pairwise, zip_longest
from math import log
from typing import TYPE_CHECKING, Final

from qa_bot.language.marks import PARAGRAPH_WORDS, count_words, is_menu_line, is_paragraph
from qa_bot.language.sentence_ends import ends_like_sentence
from qa_bot.reading.boilerplate.headline import Heads, is_date_row
from qa_bot.reading.boilerplate.maximal_runs import Run, maximal_runs
from qa_bot.reading.boilerplate.patterns import (
    heads_comments,
    is_credit,
    is_label,
    is_legal,
    is_reply_button,
    is_request,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Body", "find_body", "is_written"]

# A line's score, in words: a paragraph counts by its length, up to a cap, so that one long legal notice does
# not outweigh an article; a menu line costs what a short sentence adds. The exact numbers matter little:
# a change of any by a quarter moves the measured F1 by 0.01 at most.
_QUIP_WORDS: Final = 3
"""From this length on a line that ends like a sentence, or a list item, scores zero instead of negative."""
_MOST_WORDS: Final = 40.0
_SHORT_LINE: Final = -8.0
_FURNITURE: Final = -10.0
_OTHERS_WEIGHT: Final = 0.4
"""Weight of prose after a heading of other pages, until two paragraphs in a row occur, as in an article."""
_MOST_RUNS: Final = 8
_LEAST_COMMENTS: Final = 3
_MOST_ROWS: Final = 5
"""Rows inside a run after each of which the body may begin."""
_ROW_LINES: Final = 12
"""How far above the button of a comment its name and time may be."""

# The worth of a run, in logits: weights of the logarithm of its sum, of its headline's likelihood, of each
# paragraph between its headline's byline and itself, and of its place, from 0, the page's top, to 1.
_PER_LOG_WORDS: Final = 1.4
_PER_LIKELIHOOD: Final = 0.8
_PER_PARAGRAPH_APART: Final = -0.7
_PER_PLACE: Final = -0.4

_LONGEST_DROPPED_WORDS: Final = 40
"""Longer lines inside a body are prose, whatever words of boilerplate they contain."""
_LONGEST_CREDIT_WORDS: Final = 12
_SHORTEST_REPEAT_WORDS: Final = 6
_MOST_EDGE_LINES: Final = 12
"""Lines above and below the body of a text that somebody wrote; the menus of a page have more."""

# Numbered, marked, or a quantity, as in the list of a recipe.
_LIST_ITEM: Final = re.compile(r"(?:\(?\d{1,3}[.)]|[•▪‣*–—-])\s+\S|(?:\d[\d/.,–-]*|[¼½¾⅓⅔])\s+[^\W\dA-Z]")  # noqa: RUF001  (an en dash is meant)
# An address, or the number in the cell of a table.
_WORDLESS: Final = re.compile(r"(?:https?://|www\.)\S+|[\W\d_]+", re.IGNORECASE)
_IMPERATIVE: Final = re.compile(
    r"\W*(?:sign|subscribe|click|tap|follow|get|download|join|support|have|send|e-?mail|contact|please|like|thank"
    r"|register|become|comments?|feedback|letters|(?:copy)?edited|reporting|writing|editing|additional|compiled"
    r"|this (?:article|story|post|piece|column))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """The range of the body in the lines of a page, and its paragraphs, without the boilerplate inside it."""

    start: int
    end: int
    """One past its last line."""
    paragraphs: tuple[str, ...]


def find_body(lines: Sequence[str]) -> Body:
    """Find the body in the clean lines of a page, none of them blank.

    Without any line of prose, the body reaches from the first to the last short sentence, or is everything
    that is not clearly boilerplate, since a list is an article too.
    """
    scores = _scores(lines)
    start, end = _best_run(lines, scores) or _run_of_quips(scores) or (0, len(lines))
    # Short sentences at the border, with a score of zero, belong to it, and so do addresses, but no numbers.
    while start > 0 and scores[start - 1] >= 0 and _has_letters(lines[start - 1]):
        start -= 1
    while end < len(lines) and scores[end] >= 0 and _has_letters(lines[end]):
        end += 1
    return Body(start, end, _without_furniture(lines[start:end]))


def is_written(lines: Sequence[str], body: Body) -> bool:
    """Check whether somebody wrote a text: no button, request or notice, and few lines outside its body.

    Lines at its edges, such as a list or a greeting, then belong to the article.
    """
    outside = len(lines) - (body.end - body.start)
    return outside <= _MOST_EDGE_LINES and not any(
        _is_furniture(line) or is_menu_line(line) for line in lines
    )


def _has_letters(line: str) -> bool:
    return any(character.isalpha() for character in line)


def _scores(lines: Sequence[str]) -> list[float]:
    seen: set[str] = set()
    scores: list[float] = []
    weight, together, total = 1.0, 0, 0.0
    for line in lines:
        words = count_words(line)
        # A page repeats its captions and teasers, but hardly ever a paragraph.
        repeated = words >= _SHORTEST_REPEAT_WORDS and line in seen
        seen.add(line)
        score = _SHORT_LINE if repeated else _score(line, words)
        if score < 0:
            together = 0
        elif words >= _QUIP_WORDS:
            together += 1
        if total >= _MOST_WORDS and _heads_others(line):
            weight = _OTHERS_WEIGHT
        elif together > 1:
            weight = 1.0
        scores.append(score * weight if score > 0 else score)
        total = max(total, 0.0) + scores[-1]
    return scores


def _score(line: str, words: int) -> float:
    if _heads_others(line) or is_legal(line) or is_request(line):
        return _FURNITURE
    if is_credit(line):
        return _SHORT_LINE
    is_item = _LIST_ITEM.match(line) is not None
    whole = ends_like_sentence(line) or is_item
    if is_paragraph(line) or (is_item and words >= PARAGRAPH_WORDS):
        return min(words, _MOST_WORDS)
    if words >= _QUIP_WORDS and whole:
        return 0.0
    return 0.0 if _WORDLESS.fullmatch(line) else _SHORT_LINE


def _heads_others(line: str) -> bool:
    return heads_comments(line) or (is_label(line) and not ends_like_sentence(line.rstrip(":")))


def _best_run(lines: Sequence[str], scores: Sequence[float]) -> tuple[int, int] | None:
    """Choose the run of highest worth; None if a page has no prose."""
    heads = Heads(lines)
    runs = sorted(_runs(lines, scores), key=lambda run: -run.total)[:_MOST_RUNS]
    candidates = [part for run in runs for part in _parts(run, heads, scores)]
    if not candidates:
        return None
    best = max(candidates, key=lambda run: _worth(run, heads, lines))
    return best.start, best.end


def _runs(lines: Sequence[str], scores: Sequence[float]) -> Iterator[Run]:
    """Find the maximal runs, none across a heading of comments, which may be longer than the article."""
    comments = {index for index, line in enumerate(lines) if heads_comments(line)}
    for above, below in pairwise(sorted({0, *comments, *_first_comment(lines), len(lines)})):
        for run in maximal_runs(scores[above:below]):
            yield Run(run.start + above, run.end + above, run.total)


def _first_comment(lines: Sequence[str]) -> list[int]:
    """Find the row that dates the first of several comments, by their buttons: they may have no heading."""
    buttons = [index for index, line in enumerate(lines) if is_reply_button(line)]
    if len(buttons) < _LEAST_COMMENTS:
        return []
    above = range(buttons[0], max(0, buttons[0] - _ROW_LINES), -1)
    return [next((index for index in above if is_date_row(lines[index])), buttons[0])]


def _parts(run: Run, heads: Heads, scores: Sequence[float]) -> Iterator[Run]:
    """Yield the run, and its part below each row that may be the article's byline or date."""
    yield run
    rows = (index for index in range(run.start, run.end) if heads.is_row(index))
    for row in islice(rows, _MOST_ROWS):
        start = next((index for index in range(row + 1, run.end) if scores[index] > 0), run.end)
        total = sum(scores[start : run.end])
        if total > 0:
            yield Run(start, run.end, total)


def _worth(run: Run, heads: Heads, lines: Sequence[str]) -> float:
    worth = _PER_LOG_WORDS * log(run.total) + _PER_PLACE * run.start / len(lines)
    headline = heads.find_headline(run.start, run.end)
    if headline is None:
        return worth
    apart = _PER_PARAGRAPH_APART * headline.paragraphs_apart
    return worth + _PER_LIKELIHOOD * headline.likelihood + apart


def _run_of_quips(scores: Sequence[float]) -> tuple[int, int] | None:
    quips = [index for index, score in enumerate(scores) if score >= 0]
    return (quips[0], quips[-1] + 1) if quips else None


def _without_furniture(lines: Sequence[str]) -> tuple[str, ...]:
    """Drop the boilerplate inside a body, and the short lines that it heads, such as those of "More:".

    A line that only credits a picture marks the line above it as the caption.
    """
    kept = []
    headed = False
    for line, below in zip_longest(lines, lines[1:], fillvalue=""):
        if _is_furniture(line):
            headed = True
        elif not _is_credit_line(below) and (ends_like_sentence(line) or is_paragraph(line) or not headed):
            kept.append(line)
            headed = False
    return tuple(kept)


def _is_furniture(line: str) -> bool:
    """Check for boilerplate inside the body, where a line is presumed to belong."""
    if count_words(line) > _LONGEST_DROPPED_WORDS:
        return False
    if _heads_others(line) or is_legal(line) or is_credit(line):
        return True
    return is_request(line) and (_IMPERATIVE.match(line) is not None or not ends_like_sentence(line))


def _is_credit_line(line: str) -> bool:
    return is_credit(line) and count_words(line) <= _LONGEST_CREDIT_WORDS and not ends_like_sentence(line)
