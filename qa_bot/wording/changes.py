"""What changed in the corpus folder since the index was built, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.types import Changes

__all__ = ["MISSING", "change_counts", "changed_files"]

MISSING: Final = "the folder is missing"
_NAMED: Final = 5
"""Files of a kind that are named; more are counted."""


def change_counts(changes: Changes) -> str:
    """Return how many files are new, changed and removed: "2 new, 1 removed"."""
    if changes.is_missing:
        return MISSING
    return ", ".join(f"{len(paths):,} {kind}" for kind, paths in _kinds(changes))


def changed_files(changes: Changes) -> str:
    """Return the counts with the names of the files: "2 new: a.md, b.md; 1 removed: c.md"."""
    if changes.is_missing:
        return f"{MISSING}; answers are from the index"
    return "; ".join(f"{len(paths):,} {kind}: {_named(paths)}" for kind, paths in _kinds(changes))


def _kinds(changes: Changes) -> list[tuple[str, Sequence[str]]]:
    kinds = (("new", changes.added), ("changed", changes.changed), ("removed", changes.removed))
    return [(kind, paths) for kind, paths in kinds if paths]


def _named(paths: Sequence[str]) -> str:
    more = len(paths) - _NAMED
    return ", ".join(map(clean_line, paths[:_NAMED])) + (f" and {more:,} more" if more > 0 else "")
