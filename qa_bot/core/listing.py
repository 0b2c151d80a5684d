"""Articles listed as the answer to a question about the pile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa_bot.core.types import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Articles that a question about the pile asks for."""

    about: str
    """What the articles have in common, for a person."""
    sources: tuple[Source, ...]
    total: int
    """Number of such articles, of which `sources` may be the first."""
