"""Completed follow-ups that put words in front of a question: "Who said that: did rents fall?".

The next follow-up leans on the question behind the colon, so that follow-ups do not pile up.
"""

from __future__ import annotations

import re
from typing import Final

from qa_bot.language.word_lists import AUXILIARIES, PREPOSITIONS, QUESTION_WORDS

__all__ = ["led_question"]

_LED: Final = re.compile(r"(?P<lead>[^:]{2,60}): +(?P<asked>\S.*)")
_MORE_ABOUT: Final = re.compile(r"more about (?P<asked>\S.*)", re.IGNORECASE)
_OTHER_FIRST_WORDS: Final = frozenset({"anything", "something", "only", "just", "even", "already"})
_LAST_WORDS: Final = frozenset({"that", "this", "those", "then"})
_LONGEST_LEAD: Final = 6
"""Words of a lead that does not end with "that" and the like."""


def led_question(question: str) -> tuple[str, str]:
    """Return the first lead of a question, "" for none, and the question behind all leads."""
    first, asked = "", question.strip()
    while match := _LED.fullmatch(asked) or _MORE_ABOUT.fullmatch(asked):
        lead = match.groupdict().get("lead", "more")
        if not _is_lead(lead):
            break
        first, asked = first or lead, match["asked"]
    is_question = bool(first) and asked.split()[0].lower() in QUESTION_WORDS | AUXILIARIES
    return first, f"{asked[0].upper()}{asked[1:]}" if is_question else asked


def _is_lead(text: str) -> bool:
    """Check for a question without a name of its own, or about "that", or for words such as "only 5%"."""
    words = text.split()
    lows = [word.lower() for word in words]
    asks = lows[0] in QUESTION_WORDS or (lows[0] in PREPOSITIONS and lows[1:2] and lows[1] in QUESTION_WORDS)
    if not asks:
        return lows[0] in _OTHER_FIRST_WORDS or lows == ["more"]
    has_name = any(word[0].isupper() for word in words[1:])
    return lows[-1] in _LAST_WORDS or (not has_name and len(words) <= _LONGEST_LEAD)
