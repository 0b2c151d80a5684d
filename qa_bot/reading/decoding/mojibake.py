"""Repair UTF-8 that was read as Latin-1, Windows-1252 or the like (three odd characters for a quote).

ftfy is used only here and only for decoding: curly quotes, ligatures and full-width letters stay, nothing
is normalised. ftfy takes a third of a second for a megabyte, so only pieces of text with a suspicious pair of
characters go to it. One case is handled before: ftfy repairs a word as a whole or not at all, while a page
read as Latin-1 has lost bytes in many words (A0 and 85 are white space there, which programs write as a plain
space). The sequences of that case contain control characters, so each is certain by itself.
"""

from __future__ import annotations

import re
from typing import Final

from ftfy import TextFixerConfig, fix_text
from ftfy.badness import badness

__all__ = ["is_garbled", "undo_double_decoding"]

_DECODING_ALONE: Final = TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_c1_controls=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)
_PIECE: Final = re.compile(r"[^\n]{1,2000}(?:[ \n]|\Z)|[^ \n]+|\n")
# The first byte of a UTF-8 character and a following one, as Windows-1252 and Latin-1 read them, or
# Windows-1251; after C3, a space may have been the byte A0.
_CONTINUATION: Final = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"  # noqa: RUF001
_SUSPICIOUS: Final = re.compile(
    rf"[\xc2-\xf4][{_CONTINUATION}]|[\xc3\xe2] |[РС][{_CONTINUATION}ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІіґёєјЅѕї]"  # noqa: RUF001
)
_LATIN_1: Final = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LOST_BYTE: Final = re.compile("[\xc2\xc3\xd0\xd1] |[\xe1-\xef](?: [\x80-\xbf]|[\x80-\xbf] )")
_CONTROL: Final = re.compile("[\x80-\x9f]")
_WINDOWS: Final = re.compile("(?<=[\xc2-\xf4])[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")  # noqa: RUF001

_SAMPLE: Final = 20_000
_MOST_BADNESS: Final = 0.01
"""Improbable pairs per character; correct text has almost none, garbled text mostly 0.02 to 0.3."""


def undo_double_decoding(text: str) -> str:
    """Repair text that was decoded in a wrong encoding once or several times; leave other text unchanged."""
    if text.isascii() or not _SUSPICIOUS.search(text):
        return text
    if len(_CONTROL.findall(text)) > len(_WINDOWS.findall(text)):
        text = _undo_latin_1(text)
    return _PIECE.sub(_repair, text)


def is_garbled(text: str) -> bool:
    """Check whether text was decoded in a wrong encoding, by its first 20,000 characters."""
    sample = text[:_SAMPLE]
    return badness(sample) > _MOST_BADNESS * len(sample)


def _repair(piece: re.Match[str]) -> str:
    text = piece.group()
    return fix_text(text, _DECODING_ALONE) if _SUSPICIOUS.search(text) else text


def _undo_latin_1(text: str) -> str:
    text = _LOST_BYTE.sub(_restore_lost_byte, text)
    return _LATIN_1.sub(lambda match: match.group().encode("latin-1").decode("utf-8", "replace"), text)


def _restore_lost_byte(match: re.Match[str]) -> str:
    """Restore the byte that became a space: 85 after D1 (a Cyrillic letter), else A0.

    After C3 the result, "à", mostly ends a word, so the space after it is kept too.
    """
    sequence = match.group()
    if sequence == "\xd1 ":
        return "\xd1\x85"
    return sequence.replace(" ", "\xa0") + (" " if sequence == "\xc3 " else "")
