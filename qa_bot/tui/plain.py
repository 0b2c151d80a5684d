"""Text that is safe to show: nothing in it can move the cursor, recolour, hide or reorder.

Readers clean what they read; this cleans again at the screen, because an index, a path or an error
may come from elsewhere. Markup is none of this module's business: callers wrap the result in
`Content`, which never parses it.
"""

import re

from qa_bot.core.sanitizing import clean_line, drop_unseen

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SPACES = re.compile("[\t\v\f\x1c-\x1f]")


def plain(text: str) -> str:
    """Return text without escape sequences, control characters, bidi overrides and surrogates."""
    return _SPACES.sub(" ", _LINE_ENDS.sub("\n", drop_unseen(text)))


def one_line(text: str) -> str:
    """Return plain text with every run of whitespace made one space."""
    return clean_line(text)


def shorten(text: str, limit: int) -> str:
    """Return one plain line of at most `limit` characters, an ellipsis at its end where it was cut."""
    line = one_line(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
