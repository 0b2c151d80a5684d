"""What is said after copying: what was copied, and which way it went."""

from __future__ import annotations

from typing import Final

from qa_bot.core.sanitizing import shorten

__all__ = ["copied_lines"]

_SHOWN_CHARACTERS: Final = 60


def copied_lines(what: str, words: str, tool: str) -> list[str]:
    """Return what was copied with its first words, and how; `tool` is the clipboard tool, "" for none.

    Whether a terminal obeyed cannot be known.
    """
    ways = (
        f"In the clipboard ({tool}), and sent to the terminal (OSC 52)."
        if tool
        else "Sent to the terminal (OSC 52), which may ignore it: no clipboard tool was found."
    )
    return [f"Copied {what}: \u201c{shorten(words, _SHOWN_CHARACTERS)}\u201d", ways]
