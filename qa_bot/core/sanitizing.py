"""Removes control characters and invisible characters from text.

The result has no control or escape sequence, no bidirectional override, no lone surrogate, and no white
space but single spaces (and line feeds, in a text of several lines). Words stay verbatim: quotes and letters
are not normalised. Every expression here runs in linear time on any input.
"""

from __future__ import annotations

import re

__all__ = ["clean_line", "clean_part", "clean_text", "drop_unseen", "plain", "shorten"]

_LINE_BREAK = re.compile("\r\n?|[\n\v\f\u2028\u2029]")

_ESCAPE_SEQUENCE = re.compile(
    r"""(?:\x1b[\]PX^_] | [\x90\x98\x9d-\x9f]) [^\x07\x1b\x9c\n]*+ (?: \x07 | \x1b\\ | \x9c )  # OSC and kin
      | (?:\x1b\[ | \x9b) [0-?]*+ [\x20-/]*+ [@-~]    # CSI: colours, cursor moves
      | \x1b [\x20-/]*+ [0-~]                         # the short ones
    """,
    re.VERBOSE,
)

_ESCAPE = re.compile("[\x1b\x90\x98\x9b\x9d-\x9f]")
_JOINER = re.compile("[\u200c\u200d]")

_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # C0 and C1, apart from those that are white space
    "\u00ad\u061c\u180e\u200b\u200e\u200f"  # soft hyphen, direction marks, zero-width space
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # overrides, isolates, joiners, BOM, annotations
    "\U000e0000-\U000e007f"  # tag characters, which hide text
    "]"
)

# Zero-width (non-)joiners shape words in Persian, the Indic scripts and emoji; elsewhere they are junk.
_STRAY_JOINER = re.compile("(?<![^\x00-\u036f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u036f])")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SHOWN_AS_SPACE = re.compile("[\t\v\f\x1c-\x1f]")


def clean_line(text: str) -> str:
    """Return the text cleaned, on one line."""
    if text.isprintable() and "  " not in text:  # nearly every text, and many times as fast
        return text.strip(" ")
    return clean_part(text).strip()


def clean_part(text: str) -> str:
    """Return a part of a line cleaned: as `clean_line`, but white space at its ends becomes one space."""
    return _SPACES.sub(" ", drop_unseen(text))


def drop_unseen(text: str) -> str:
    """Return the text without control and escape sequences, overrides and the like; white space is kept.

    For text to be parsed: parsers drop the ESC of a sequence and keep its rest.
    """
    if _ESCAPE.search(text):  # a character is found faster than a sequence, and most texts have none
        text = _ESCAPE_SEQUENCE.sub("", text)
    text = _UNSEEN.sub("", text)
    if _JOINER.search(text):
        text = _STRAY_JOINER.sub("", text)
    return _LONE_SURROGATE.sub("\ufffd", text)


def clean_text(text: str) -> str:
    """Return a text of several lines cleaned, with line feeds as line breaks; blank lines are kept."""
    return "\n".join(clean_line(line) for line in _LINE_BREAK.split(text))


def plain(text: str) -> str:
    """Return a text cleaned for display: lines are kept, and each tab and the like becomes one space."""
    return _SHOWN_AS_SPACE.sub(" ", _LINE_ENDS.sub("\n", drop_unseen(text)))


def shorten(text: str, limit: int) -> str:
    """Return the text cleaned, on one line of at most `limit` characters, with an ellipsis if cut."""
    line = clean_line(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
