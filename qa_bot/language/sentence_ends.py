"""Where sentences end: their end marks, in every supported script, and what may follow them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["SENTENCE_BORDER", "ends_before_notes", "ends_like_sentence", "ends_sentence"]

_ENDS, _WIDE_ENDS = ".!?…", "。！？"
_CLOSERS: Final = "\"'”’»)\\]"
_SENTENCE_END: Final = re.compile(rf"[{_ENDS}{_WIDE_ENDS}][{_CLOSERS}]*$")
_NOTED_END: Final = re.compile(  # in the form of web pages
    rf"[{_ENDS}](?:[\s*\u201c\u203a\u00b9\u00b2\u00b3{_CLOSERS}]|\[\d+\])*$"
)
SENTENCE_BORDER: Final = re.compile(rf"[{_ENDS}][{_CLOSERS}]*\s+|[{_WIDE_ENDS}]")
"""Between sentences, matched without lookaround: a text and a part of it have the same borders."""
_LOOKED_AT: Final = 8
"""Characters at the end of a text; fewer quotes and brackets than that follow an end mark."""


def ends_sentence(text: str) -> bool:
    """Check whether a text ends with a full stop or another end mark, apart from quotes and brackets."""
    return _SENTENCE_END.search(text[-_LOOKED_AT:]) is not None


def ends_like_sentence(line: str) -> bool:
    """Check whether a line ends like a sentence, or with a colon."""
    return line.endswith(":") or ends_sentence(line)


def ends_before_notes(text: str) -> bool:
    """Check whether a text ends with an end mark, apart from white space and note marks."""
    return _NOTED_END.search(text) is not None
