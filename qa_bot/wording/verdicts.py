"""The verdict on a question in words, and how long the answer took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.types import Verdict
from qa_bot.wording.words_only import KEYWORDS_ONLY

if TYPE_CHECKING:
    from qa_bot.core.types import Answer

__all__ = ["closest_heading", "elapsed", "verdict_line"]

_VERDICTS: Final = {
    Verdict.ANSWERED: "",
    Verdict.UNSURE: "Unsure: these articles may not answer this.",
    Verdict.NOT_FOUND: "Not found: these articles don't answer this.",
}


def verdict_line(answer: Answer) -> str:
    """Return the verdict in one sentence; "" for a plain answer."""
    if answer.listing:
        return "" if answer.listing.total else "Not found: no article states this."
    if answer.filtered and not answer.filtered.passages:
        return "No passages match the filters."
    if not answer.hits:
        return "Not found: no passage contains any word of the question."
    return _VERDICTS[answer.verdict]


def closest_heading(answer: Answer) -> str:
    """Return the heading of passages that do not or may not answer; "" where they do, or there are none."""
    if not answer.hits or not verdict_line(answer):
        return ""
    one = len(answer.hits) == 1
    if answer.verdict is not Verdict.NOT_FOUND:
        return "Closest passage:" if one else "Closest passages:"
    return f"The closest {'passage, which does' if one else 'passages, which do'} not answer it:"


def elapsed(answer: Answer) -> str:
    """Return how long the answer took, and whether only keywords were searched."""
    time = f"{answer.elapsed_ms:.0f} ms"
    return f"{KEYWORDS_ONLY} · {time}" if answer.provisional else time
