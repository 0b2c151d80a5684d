"""The answer to a question about the articles themselves: a list of them, or of their authors."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa_bot.core.types import Source

__all__ = ["Field", "Listing"]


class Field(StrEnum):
    """What a question asks of an article; each is a field of Source."""

    AUTHOR = "author"
    DATE = "date"
    PUBLICATION = "publication"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What articles state of themselves."""

    asked: str
    """What is listed, in a phrase for the person: "articles by Ilse Marrow from 2023"."""
    sources: tuple[Source, ...] = ()
    """The first of the articles, newest first unless the oldest are asked for, or by how much of them is on a
    subject. A story that was saved more than once is listed once."""
    total: int = 0
    """Number of all articles, or names, of which the first are listed."""
    field: Field | None = None
    """What is asked of each article; None for a plain list."""
    names: tuple[tuple[str, int], ...] = ()
    """Authors or publications with the number of their articles, if these are asked for; no sources then."""
