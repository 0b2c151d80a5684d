"""What is said after copying: what was copied, and which way it went."""

from __future__ import annotations

from typing import Final

from qa_bot.core.sanitizing import shorten

__all__ = ["copied_lines"]

_SHOWN_CHARACTERS: Final = 60


def copied_lines(what: str, text: str, tool: str) -> list[str]:
    """Return what was copied with its beginning, and how; `tool` is the system's clipboard tool, "" for none.

    Whether a terminal obeyed cannot be known.
    """
    ways = (
        f"It is in the clipboard ({tool}), and was sent to the terminal (OSC 52)."
        if tool
        else "It was sent to the terminal (OSC 52), which may not allow it; there is no clipboard tool here."
    )
    return [f"Copied {what}: \u201c{shorten(text, _SHOWN_CHARACTERS)}\u201d", ways]
