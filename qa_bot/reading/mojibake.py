"""UTF-8 that was once read as Latin-1 (three odd characters where a quote stood), turned back.

Owns the certainty: nothing is touched unless such sequences hold control characters U+0080 to U+009F,
which no real text has, or are all there is in the text beyond ASCII; honest ones elsewhere stay.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["undo_double_decoding"]

_TWICE_DECODED: Final = re.compile(
    "[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# Read as Latin-1, the bytes A0 and 85 are white space, which many a program then writes as a plain space.
_WITH_LOST_BYTE: Final = re.compile("[\xc2\xc3\xd0\xd1] |[\xe1-\xef](?: [\x80-\xbf]|[\x80-\xbf] )")


def undo_double_decoding(text: str) -> str:
    """Turn a text that was decoded as Latin-1 by mistake back into what it says; leave any other alone."""
    sequences = _TWICE_DECODED.findall(text)
    if not sequences or not (_has_control(sequences) or _explains_all(text)):
        return text
    text = _WITH_LOST_BYTE.sub(_restore_lost_byte, text)
    return _TWICE_DECODED.sub(lambda match: _decode_again(match.group()), text)


def _has_control(sequences: list[str]) -> bool:
    return any("\x80" <= char <= "\x9f" for sequence in sequences for char in sequence)


def _explains_all(text: str) -> bool:
    rest = _WITH_LOST_BYTE.sub("", _TWICE_DECODED.sub("", text))
    return rest.isascii()


def _restore_lost_byte(match: re.Match[str]) -> str:
    """Put back the byte that became a space: 85 after D1 (a Cyrillic letter), else A0.

    After C3 the result, "à", mostly ends a word, so that its own space stays too.
    """
    sequence = match.group()
    if sequence == "\xd1 ":
        return "\xd1\x85"
    return sequence.replace(" ", "\xa0") + (" " if sequence == "\xc3 " else "")


def _decode_again(sequence: str) -> str:
    return sequence.encode("latin-1").decode("utf-8", errors="replace")
