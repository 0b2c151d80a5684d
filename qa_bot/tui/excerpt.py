"""What a widget stands for when it is copied or cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from qa_bot.core.types import Highlight, Passage


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage, and the sentence in it that answers."""

    passage: Passage
    sentence: str = ""
    """Verbatim; "" if none is known."""


@runtime_checkable
class Excerpted(Protocol):
    """A widget that stands for a passage; what it has among its bindings of `actions.COPY` copies that."""

    @property
    def excerpt(self) -> Excerpt | None:
        """The passage to copy; None while there is none."""


def excerpt_of(passage: Passage, highlight: Highlight | None) -> Excerpt:
    """Return a passage with the sentence that is marked in it."""
    return Excerpt(passage, passage.text[highlight.start : highlight.end] if highlight else "")
