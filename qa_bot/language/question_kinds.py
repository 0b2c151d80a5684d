"""What kind of thing a question asks for, told by its question word; a pure function of its text."""

from __future__ import annotations

import re

__all__ = ["KINDS", "kind_of"]

_BY_WORD = {
    "who": "who",
    "whom": "who",
    "whose": "who",
    "when": "when",
    "where": "where",
    "what": "what",
    "which": "what",
    "why": "why or how",
    "how": "why or how",
}
KINDS = ("who", "when", "where", "how many", "what", "why or how", "yes or no", "other")
"""In the order in which they are shown; "other" are claims and strings of key words."""

_YES_NO = frozenset(
    {"am", "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could"}
    | {"will", "would", "shall", "should", "may", "might", "must"}
)
_HOW_MANY = re.compile(
    r"\bhow\s+(?:many|much|old|long|far|tall|high|deep|wide|big|large|heavy|fast|often)\b"
    r"|\b(?:what|which)\s+(?:number|percent|percentage|proportion|share|amount|quantity)\b"
)
_WHEN = re.compile(r"\b(?:what|which)\s+(?:year|month|day|date|week|decade|century|time)\b")
_WORD = re.compile(r"[^\W\d_]+")
_PREPOSITIONS = frozenset(
    {
        "about",
        "after",
        "at",
        "before",
        "by",
        "during",
        "for",
        "from",
        "in",
        "of",
        "on",
        "since",
        "to",
        "until",
    }
)


def kind_of(question: str) -> str:
    """Tell a question's kind, one of KINDS.

    The first question word decides. In a text without a question mark it has to stand at the beginning, or
    behind a preposition there ("in which city"), for a claim may have a "who" or a "which" as well.
    """
    text = question.casefold()
    words = _WORD.findall(text)
    if words and words[0] in _YES_NO:
        return "yes or no"
    opening = words[: 2 if words and words[0] in _PREPOSITIONS else 1]
    asking = words if text.rstrip().endswith("?") else opening
    kinds = [_BY_WORD[word] for word in asking if word in _BY_WORD]
    if not kinds:
        return "other"
    if _HOW_MANY.search(text) and kinds[0] in {"what", "why or how"}:
        return "how many"
    return "when" if kinds[0] == "what" and _WHEN.search(text) else kinds[0]
