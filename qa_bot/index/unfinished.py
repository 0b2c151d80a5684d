"""An index that has words and no vectors yet, in words for shell and doctor: why, and what ends that."""

from __future__ import annotations

ALONE = "Words alone answer, for the index has no vectors yet."


def reason(builder: str | None) -> str:
    """Tell why an index has words alone; `builder` is who is building at this moment."""
    if builder:
        return f"It is being embedded now, by {builder}."
    return "A build was broken off: run `qa-bot index` to finish it."


def told(builder: str | None) -> str:
    """Tell that words alone answer, and why."""
    return f"{ALONE} {reason(builder)}"
