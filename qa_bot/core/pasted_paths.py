"""The paths and addresses in a line that was typed, pasted or dropped onto a terminal.

A terminal pastes dropped files as paths, quoted or with escaped spaces, parted by spaces or lines, and some
as file:// addresses.
"""

from __future__ import annotations

import os
import shlex
from urllib.parse import unquote, urlsplit

__all__ = ["pasted_paths"]

_FILE = "file://"


def pasted_paths(line: str) -> list[str]:
    """Return what a line names, "~" expanded; the whole line if a file has that name, or it is one word."""
    whole = _path(line.strip())
    if not whole or os.path.lexists(whole):
        return [whole] if whole else []
    try:
        words = shlex.split(line, posix=os.name != "nt")
    except ValueError:  # an apostrophe in a name
        return [whole]
    return [_path(word.strip("\"'") if os.name == "nt" else word) for word in words]


def _path(word: str) -> str:
    if word.lower().startswith(_FILE):
        return unquote(urlsplit(word).path)
    return os.path.expanduser(word)  # noqa: PTH111  an address is not a Path
