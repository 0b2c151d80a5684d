"""The queries of a store that need no article's text: its catalogue, its files and its dates."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from qa_bot.core.library import ArticleEntry
from qa_bot.core.types import FileReport, Outcome, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_bot.core.errors import DamagedIndexError

__all__ = ["CatalogueQueries"]


class CatalogueQueries:
    """What a store says of its articles and files; every method raises DamagedIndexError, as Store does."""

    @abstractmethod
    def query(self, query: str, *values: str | int) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query."""

    @abstractmethod
    def _damaged(self) -> DamagedIndexError:
        """Return the error for a value that was not written by this program."""

    def entries(self) -> tuple[ArticleEntry, ...]:
        """Return every article with its source and number of paragraphs, in row order."""
        query = (
            "SELECT id, paragraphs, path, title, publication, author, date, url FROM articles ORDER BY row"
        )
        return tuple(
            ArticleEntry(
                name,
                Source(path=path, title=title, publication=publication, author=author, date=date, url=url),
                paragraphs,
            )
            for name, paragraphs, path, title, publication, author, date, url in self.query(query)
        )

    def files(self) -> tuple[FileReport, ...]:
        """Return the build's report on each file, ordered by path."""
        found = self.query("SELECT path, outcome, reason, passages FROM files ORDER BY path")
        try:
            return tuple(FileReport(path, Outcome(outcome), *rest) for path, outcome, *rest in found)
        except ValueError as error:
            raise self._damaged() from error

    def dates(self) -> tuple[str, str] | None:
        """Return the first and the last date of an article; None if no article states one."""
        ((first, last),) = self.query("SELECT min(date), max(date) FROM articles")
        return (first, last) if first else None
