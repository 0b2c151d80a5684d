"""The verdict on a question: its sign, its word, why, and how long the answer took.

A sign and a word tell verdicts apart where colours are not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.doubts import DoubtKind
from qa_bot.core.sanitizing import shorten
from qa_bot.core.types import Verdict
from qa_bot.wording.comparisons import comparison_line
from qa_bot.wording.listing import heading_of
from qa_bot.wording.words_only import KEYWORDS_ONLY

if TYPE_CHECKING:
    from qa_bot.core.doubts import Doubt
    from qa_bot.core.types import Answer

__all__ = ["closest_heading", "elapsed", "verdict_line", "verdict_sign", "verdict_why"]

_SIGNS: Final = {
    Verdict.ANSWERED: "\u2713 Answered",
    Verdict.UNSURE: "? Unsure",
    Verdict.NOT_FOUND: "\u2717 Not found",
}
_REASONS: Final = {
    DoubtKind.UNRESOLVED: "it is not clear what {} refers to",
    DoubtKind.KEYWORDS_ONLY: "the model has not read these passages yet",
    DoubtKind.NOTHING_ASKED: "the question has only common words",
    DoubtKind.NO_NUMBER: "the closest passage has no number that answers it",
    DoubtKind.NO_DATE: "the closest passage has no date that answers it",
    DoubtKind.NO_PLACE: "the closest passage has no place that answers it",
    DoubtKind.NO_NAME: "the closest passage has no name that answers it",
    DoubtKind.WORD_NOWHERE: "no article mentions {}",
    DoubtKind.OPPOSITE: "the closest passage has the opposite of a word of the question",
    DoubtKind.WORD_ELSEWHERE: "the closest passage does not mention {}",
    DoubtKind.NOT_SAID: "read closely, the closest passage does not say it",
    DoubtKind.WEAK: "these articles may not answer this",
}
_WORD_CHARACTERS: Final = 40


def verdict_sign(answer: Answer) -> str:
    """Return the verdict in one word, after its sign: "✓ Answered"."""
    return _SIGNS[answer.verdict]


def verdict_why(answer: Answer) -> str:
    """Return why the verdict is what it is, or what several articles say; "" for a plain answer."""
    if answer.listing:
        heading = heading_of(answer.listing).rstrip(".")
        return heading[0].lower() + heading[1:]
    if answer.filtered and not answer.filtered.passages:
        return "no passages match the filters"
    if not answer.hits:
        return "no passage contains any word of the question"
    if answer.doubts or answer.verdict is Verdict.UNSURE:
        return _reason(answer.doubts[0]) if answer.doubts else _REASONS[DoubtKind.WEAK]
    if answer.verdict is Verdict.NOT_FOUND:
        return "these articles don't answer this"
    return comparison_line(answer.comparison) if answer.comparison else ""


def verdict_line(answer: Answer) -> str:
    """Return the verdict in one line: "✓ Answered" or "? Unsure: these articles may not answer this."."""
    why = verdict_why(answer)
    return f"{verdict_sign(answer)}: {why}." if why else verdict_sign(answer)


def closest_heading(answer: Answer) -> str:
    """Return the heading of passages that do not or may not answer; "" where they do, or there are none."""
    if not answer.hits or answer.verdict is Verdict.ANSWERED:
        return ""
    one = len(answer.hits) == 1
    if answer.verdict is Verdict.UNSURE:
        return "Closest passage:" if one else "Closest passages:"
    return f"The closest {'passage, which does' if one else 'passages, which do'} not answer it:"


def elapsed(answer: Answer) -> str:
    """Return how long the answer took, and whether only keywords were searched."""
    time = f"{answer.elapsed_ms:.0f} ms"
    return f"{KEYWORDS_ONLY} · {time}" if answer.provisional else time


def _reason(doubt: Doubt) -> str:
    words = " or ".join(f'"{shorten(word, _WORD_CHARACTERS)}"' for word in doubt.words)
    return _REASONS[doubt.kind].format(words)
