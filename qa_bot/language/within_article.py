"""An English question about what the article shown before says -> the question, to be asked within it."""

from __future__ import annotations

import re
from typing import Final

from qa_bot.language.phrases import without_mark

__all__ = ["asked_within"]

_THIS: Final = r"(?:this|that|the same) (?:article|digest|text|document)"
_SAYS: Final = re.compile(
    rf"(?:and )?(?:what (?:else )?(?:does|did)|does|did) {_THIS} (?:also )?"
    r"(?:say|tell|write|report|mention|state)(?: (?:anything|something))?(?: else)?"
    r"(?: (?:about|on|of))? (?P<about>.+)",
    re.IGNORECASE,
)
_PLACED: Final = re.compile(rf",? *\b(?:in|according to|from) {_THIS}\b,? *", re.IGNORECASE)


def asked_within(question: str) -> str:
    """Return what a question asks of "that article", without these words; "" for any other question."""
    text = " ".join(without_mark(question).split())
    if match := _SAYS.fullmatch(text):
        return f"What about {match['about']}?"
    rest = _PLACED.sub(" ", text, count=1).strip()
    return f"{rest[0].upper()}{rest[1:]}?" if rest and rest != text else ""
