"""The body of an article, cut out of the lines of a page that was saved or copied as text.

Owns the cut: the body is one run of lines, and no line of prose inside it is lost. Each line gets a
score, positive for prose and negative for furniture, and the run with the highest sum is the body:
maximum subsequence segmentation (Pasternack and Roth, 2009, "Extracting article text from the web with
maximum subsequence segmentation"). The features are the shallow ones of Kohlschütter et al. (2010,
"Boilerplate detection using shallow text features"): words in a line, how it ends, what stands around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from qa_bot.reading.furniture import heads_comments, is_credit, is_label, is_legal, is_request

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Body", "count_words", "ends_like_sentence", "find_body", "is_written"]

# A line's score, in words: a paragraph counts as long as it is, up to a cap, so that one long legal
# notice does not outweigh an article; a menu line costs as much as a short sentence brings. The sum hardly
# minds the exact numbers: a quarter more or less of any moves the measured F1 by 0.01 at most.
_PARAGRAPH_WORDS: Final = 15
"""From here on a line that ends like a sentence is a paragraph; headlines and teasers are shorter."""
_UNENDED_WORDS: Final = 25
"""From here on a line is a paragraph however it ends."""
_QUIP_WORDS: Final = 3
"""From here on a line that ends like a sentence, or a list item, counts nothing, either way."""
_MOST_WORDS: Final = 40.0
_SHORT_LINE: Final = -8.0
_FURNITURE: Final = -10.0
_COMMENTS: Final = -40.0
_ARTICLE_WORDS: Final = 100.0
"""Sum of scores from which a run may be an article that a heading such as "Comments" ends."""
_COMMENT_WEIGHT: Final = 0.4
"""Weight of prose behind such a heading: comments may be longer than the article."""
_LONGEST_DROPPED_WORDS: Final = 40
"""Longer lines inside a body are prose, whatever words of page furniture stand in them."""
_LONGEST_CREDIT_WORDS: Final = 12
_SHORTEST_REPEAT_WORDS: Final = 6
_MOST_EDGE_LINES: Final = 12
"""Lines above and below the body of a text that somebody wrote; the menus of a page have more."""

_SENTENCE_END: Final = re.compile(r"""(?:[.!?…。！？]["'”’»)\]]*|:)$""")  # noqa: RUF001  (full width is meant)
# Numbered, marked, or a quantity, as in the list of a recipe.
_LIST_ITEM: Final = re.compile(r"(?:\(?\d{1,3}[.)]|[•▪‣*–—-])\s+\S|(?:\d[\d/.,–-]*|[¼½¾⅓⅔])\s+[^\W\dA-Z]")  # noqa: RUF001  (an en dash is meant)
# An address, or the number in the cell of a table.
_WORDLESS: Final = re.compile(r"(?:https?://|www\.)\S+|[\W\d_]+", re.IGNORECASE)
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_UNSPACED_PER_WORD: Final = 2
_IMPERATIVE: Final = re.compile(
    r"\W*(?:sign|subscribe|click|tap|follow|get|download|join|support|have|send|e-?mail|contact|please|like|thank"
    r"|register|become|comments?|feedback|letters|(?:copy)?edited|reporting|writing|editing|additional|compiled"
    r"|this (?:article|story|post|piece|column))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """Where the body stands in the lines of a page, and its paragraphs, furniture inside it removed."""

    start: int
    end: int
    """One past its last line."""
    paragraphs: tuple[str, ...]


def find_body(lines: Sequence[str]) -> Body:
    """Find the body in the clean lines of a page, none of them blank.

    Where no line is prose there is nothing to tell a body by: then it reaches from the first to the
    last short sentence, or is all that is no evident furniture, since a list is an article too.
    """
    scores = _scores(lines)
    start, end = _best_run(scores) or _run_of_quips(scores) or (0, len(lines))
    # Short sentences at the border, worth nothing, belong to it, and so does an address, but no number.
    while start > 0 and scores[start - 1] >= 0 and _has_letters(lines[start - 1]):
        start -= 1
    while end < len(lines) and scores[end] >= 0 and _has_letters(lines[end]):
        end += 1
    return Body(start, end, _without_furniture(lines[start:end]))


def is_written(lines: Sequence[str], body: Body) -> bool:
    """Tell a text that somebody wrote: no button, request or notice in it, and few lines outside its body.

    What stands at its edges is its own, a list or a greeting, and belongs to the article.
    """
    outside = len(lines) - (body.end - body.start)
    return outside <= _MOST_EDGE_LINES and not any(_is_furniture(line) for line in lines)


def count_words(line: str) -> int:
    """Count words by white space; two characters of a script without spaces are a word."""
    return max(len(line.split()), len(_UNSPACED.findall(line)) // _UNSPACED_PER_WORD)


def ends_like_sentence(line: str) -> bool:
    """Tell whether a line ends in a full stop or its like, quotes and brackets aside, or in a colon."""
    return _SENTENCE_END.search(line[-8:]) is not None


def _has_letters(line: str) -> bool:
    return any(character.isalpha() for character in line)


def _scores(lines: Sequence[str]) -> list[float]:
    seen: set[str] = set()
    scores: list[float] = []
    run_total, weight = 0.0, 1.0
    for line in lines:
        words = count_words(line)
        # A page repeats its captions and teasers, hardly ever a paragraph.
        repeated = words >= _SHORTEST_REPEAT_WORDS and line in seen
        seen.add(line)
        if run_total >= _ARTICLE_WORDS and heads_comments(line):
            weight = _COMMENT_WEIGHT
        score = _SHORT_LINE if repeated else _score(line, words)
        scores.append(score * weight if score > 0 else score)
        run_total = max(run_total, 0.0) + scores[-1]
    return scores


def _score(line: str, words: int) -> float:
    if heads_comments(line):
        return _COMMENTS
    if _heads_others(line) or is_legal(line) or is_request(line):
        return _FURNITURE
    if is_credit(line):
        return _SHORT_LINE
    is_item = _LIST_ITEM.match(line) is not None
    whole = ends_like_sentence(line) or is_item
    if words >= _UNENDED_WORDS or (whole and words >= _PARAGRAPH_WORDS):
        return min(words, _MOST_WORDS)
    if words >= _QUIP_WORDS and whole:
        return 0.0
    return 0.0 if _WORDLESS.fullmatch(line) else _SHORT_LINE


def _heads_others(line: str) -> bool:
    return heads_comments(line) or (is_label(line) and not ends_like_sentence(line.rstrip(":")))


def _best_run(scores: Sequence[float]) -> tuple[int, int] | None:
    """Find the run [start, end) with the highest positive sum, the first of several; None without one."""
    best, best_run, run_start, total = 0.0, None, 0, 0.0
    for index, score in enumerate(scores):
        if total <= 0:  # whatever came before was worth nothing: the run begins anew
            run_start, total = index, 0.0
        total += score
        if total > best:
            best, best_run = total, (run_start, index + 1)
    return best_run


def _run_of_quips(scores: Sequence[float]) -> tuple[int, int] | None:
    quips = [index for index, score in enumerate(scores) if score >= 0]
    return (quips[0], quips[-1] + 1) if quips else None


def _without_furniture(lines: Sequence[str]) -> tuple[str, ...]:
    """Drop the furniture inside a body, and with it the short lines that it heads, such as those of "More:".

    A line that only credits a picture says that the line above it is the caption.
    """
    kept = []
    headed = False
    for line, below in zip_longest(lines, lines[1:], fillvalue=""):
        if _is_furniture(line):
            headed = True
        elif not _is_credit_line(below) and (
            ends_like_sentence(line) or count_words(line) >= _UNENDED_WORDS or not headed
        ):
            kept.append(line)
            headed = False
    return tuple(kept)


def _is_furniture(line: str) -> bool:
    """Tell furniture inside the body, where a line is presumed to belong."""
    if count_words(line) > _LONGEST_DROPPED_WORDS:
        return False
    if _heads_others(line) or is_legal(line) or is_credit(line):
        return True
    return is_request(line) and (_IMPERATIVE.match(line) is not None or not ends_like_sentence(line))


def _is_credit_line(line: str) -> bool:
    return is_credit(line) and count_words(line) <= _LONGEST_CREDIT_WORDS and not ends_like_sentence(line)
