"""An index that can be searched by keywords only: why, and how to finish it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line

if TYPE_CHECKING:
    from qa_bot.core.types import WordsOnly

__all__ = ["KEYWORDS_ONLY", "words_only_line"]

KEYWORDS_ONLY: Final = "keywords only"


def words_only_line(state: WordsOnly | None) -> str:
    """Return one line that says why only keywords are searched and what to do; "" for None."""
    if state is None:
        return ""
    why = (
        f"They are being computed now, by {clean_line(state.builder)}."
        if state.builder
        else "A build was interrupted: run `qa-bot index` to finish it."
    )
    return f"Keyword search only: the index has no vectors yet. {why}"
