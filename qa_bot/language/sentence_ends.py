"""Where a sentence ends: the marks that end one, in every script that is read, and what may follow them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["SENTENCE_BORDER", "ends_before_notes", "ends_like_sentence", "ends_sentence"]

_ENDS, _WIDE_ENDS = ".!?…", "。！？"
_CLOSERS: Final = "\"'”’»)\\]"
_SENTENCE_END: Final = re.compile(rf"[{_ENDS}{_WIDE_ENDS}][{_CLOSERS}]*$")
_NOTED_END: Final = re.compile(  # as a web page shows it
    rf"[{_ENDS}](?:[\s*\u201c\u203a\u00b9\u00b2\u00b3{_CLOSERS}]|\[\d+\])*$"
)
SENTENCE_BORDER: Final = re.compile(rf"[{_ENDS}][{_CLOSERS}]*\s+|[{_WIDE_ENDS}]")
"""Between sentences, found without lookaround: a text and a part of it have the same borders."""
_LOOKED_AT: Final = 8
"""Characters at the end of a text; a mark has fewer quotes and brackets behind it."""


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends in a full stop or its like, quotes and brackets aside."""
    return _SENTENCE_END.search(text[-_LOOKED_AT:]) is not None


def ends_like_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does, or in a colon."""
    return line.endswith(":") or ends_sentence(line)


def ends_before_notes(text: str) -> bool:
    """Tell whether a text ends in a full stop or its like, white space and the marks of notes aside."""
    return _NOTED_END.search(text) is not None
