"""What a library holds, and what a person can do with it: the values and the protocol."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.types import FileReport, OnProgress, Source

__all__ = ["AddOutcome", "AddReport", "ArticleEntry", "Catalogue", "Curator"]


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """One article of the index, without its text."""

    id: str
    source: Source
    paragraphs: int
    """Number of paragraphs."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The articles of an index, and every file of its corpus folder, as of the last build."""

    articles: tuple[ArticleEntry, ...]
    """In the order of the index."""
    files: tuple[FileReport, ...]
    """Ordered by path; `source.path` of an article is the path of its file."""


class AddOutcome(StrEnum):
    """What happened to one source."""

    ADDED = "added"
    ALREADY_THERE = "already_there"
    SKIPPED = "skipped"
    """A file of an unsupported type in a folder; named itself, it would be FAILED."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class AddReport:
    """One row of the report: a page or file, its outcome, and why."""

    source: str
    """The path as given, joined with the file's for a folder; or the address without passwords, tokens and
    signatures."""
    outcome: AddOutcome
    path: str | None = None
    """The file with the article, relative to the corpus folder."""
    reason: str | None = None


class Curator(Protocol):
    """Lists a library and changes which files belong to it.

    The index follows at its next update. Paths are those of the files' reports, relative to the corpus
    folder. Every method may block, and may raise qa_bot.core.errors.QaBotError, whose text is meant for the
    user.
    """

    def catalogue(self) -> Catalogue:
        """Return the articles of the index and the files of the corpus folder."""

    def add(self, sources: Sequence[str], on_progress: OnProgress) -> Sequence[AddReport]:
        """Save web pages (by their address), files and folders of files in the corpus folder."""

    def exclude(self, paths: Sequence[str]) -> None:
        """Leave files out of the index from the next update on."""

    def include(self, paths: Sequence[str]) -> None:
        """Bring excluded files back at the next update."""

    def remove(self, paths: Sequence[str]) -> None:
        """Move files of the corpus folder to the system's bin."""
