"""Which parts of a passage are marked: the sentence that answers, and the words inside it."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING

from qa_bot.core.types import Verdict

if TYPE_CHECKING:
    from qa_bot.core.types import Answer, Highlight

__all__ = ["Mark", "highlight_shown", "marked_parts"]


class Mark(Enum):
    """How a part of a passage is marked."""

    NONE = auto()
    SENTENCE = auto()
    ANSWER = auto()
    """The words that answer; the strongest mark."""


def highlight_shown(answer: Answer) -> Highlight | None:
    """Return the highlight of an answer, without its words if nothing answers."""
    shown = answer.highlight
    return replace(shown, answer=None) if shown and answer.verdict is Verdict.NOT_FOUND else shown


def marked_parts(text: str, highlight: Highlight | None, start: int = 0) -> list[tuple[str, Mark]]:
    """Split a passage's text, from `start` on, into parts with their marks; joined, they are the text.

    Words are marked as the answer also where they reach beyond the sentence. What lies outside the text is
    ignored.
    """
    if highlight is None:
        return [(text[start:], Mark.NONE)]
    sentence = range(highlight.start, highlight.end)
    words = range(highlight.answer.start, highlight.answer.end) if highlight.answer else range(0)
    ends = {start, len(text), sentence.start, sentence.stop, words.start, words.stop}
    cuts = sorted(end for end in ends if start <= end <= len(text))
    marks = (
        Mark.ANSWER if cut in words else Mark.SENTENCE if cut in sentence else Mark.NONE for cut in cuts[:-1]
    )
    return [(text[begin:end], mark) for (begin, end), mark in zip(pairwise(cuts), marks, strict=True)]
