"""The plan of a version: what it holds, in which rows.

A row belongs to one passage or article for good. An article that changed gets new rows, after all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from qa_bot.core.types import Article, FileReport, Slice
    from qa_bot.corpus.readings import SavedReading
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.storage.manifest import Manifest

    CutArticles = list[tuple[Article, list[Slice]]]

__all__ = ["Base", "Placed", "Plan", "Rows", "extended", "laid_out"]

MOST_UNUSED: Final = 0.2
"""Share of rows without a passage from which on a version is written whole."""

FEW: Final = 1_000
"""Rows below which a version is written whole if any would be unused: BM25 counts what is deleted."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An article with its slices and rows."""

    article: Article
    slices: list[Slice]
    row: int
    """Of the article."""
    first: int
    """Row of its first passage; those of the others follow."""

    @property
    def past(self) -> int:
        """The row after that of its last passage."""
        return self.first + len(self.slices)

    def texts(self) -> Iterator[str]:
        """Yield the text of each passage, in order."""
        for part in self.slices:
            yield self.article.paragraphs[part.paragraph - 1][part.start : part.end]


@dataclass(frozen=True, slots=True)
class Base:
    """The version that a plan extends: what it has is shared, not written again."""

    version: Path
    manifest: Manifest
    gone: Sequence[Placed]
    """Its articles that the new version does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Articles with their rows, in the order in which they are shown."""

    articles: Sequence[Placed]
    article_rows: int
    """Rows of articles, used or not."""
    rows: int
    """Rows of passages, used or not."""
    base: Base | None = None
    """The version that has the other rows."""

    @property
    def gone(self) -> list[range]:
        """The rows of passages that no article has, in order."""
        live = sorted((one.first, one.past) for one in self.articles)
        ends, starts = [0, *(past for _, past in live)], [*(first for first, _ in live), self.rows]
        return [range(end, start) for end, start in zip(ends, starts, strict=True) if end < start]

    @property
    def new(self) -> list[Placed]:
        """The articles that the base does not have, in the order in which they are shown."""
        first = self.base.manifest.article_rows if self.base else 0
        return [one for one in self.articles if one.row >= first]

    def new_texts(self) -> list[str]:
        """Return the texts of the passages that the base does not have."""
        return [text for one in self.new for text in one.texts()]

    def within(self, span: range) -> list[Placed]:
        """Return the articles with passages in a span of rows, by row."""
        return sorted((one for one in self.articles if one.first in span), key=lambda one: one.first)

    def texts(self, span: range) -> list[str | None]:
        """Return the text of each passage in a span of rows; None for a row without a passage."""
        found: list[str | None] = [None] * len(span)
        for one in self.within(span):
            found[one.first - span.start : one.past - span.start] = one.texts()
        return found


def laid_out(cut: CutArticles) -> Rows:
    """Give articles the rows from 0 on."""
    return _appended(cut, {}, 0, 0, None)


def extended(cut: CutArticles, held: Mapping[str, Placed], version: Path, manifest: Manifest) -> Rows:
    """Keep the rows of the articles that a version holds, by id, and give the others the rows after its own.

    Where too many rows would remain unused, all articles get new ones.
    """
    kept = {
        article.id
        for article, slices in cut
        if (old := held.get(article.id)) and (old.article, old.slices) == (article, slices)
    }
    gone = [one for name, one in held.items() if name not in kept]
    found = _appended(
        cut,
        {name: held[name] for name in kept},
        manifest.article_rows,
        manifest.rows,
        Base(version, manifest, gone),
    )
    unused = sum(map(len, found.gone))
    return laid_out(cut) if unused > MOST_UNUSED * found.rows or (unused and found.rows < FEW) else found


def _appended(
    cut: CutArticles, kept: Mapping[str, Placed], article_row: int, row: int, base: Base | None
) -> Rows:
    placed = []
    for article, slices in cut:
        one = kept.get(article.id) or Placed(article, slices, article_row, row)
        placed.append(one)
        if article.id not in kept:
            article_row, row = article_row + 1, one.past
    return Rows(articles=placed, article_rows=article_row, rows=row, base=base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Articles with their rows, and everything else that a version keeps."""

    content: Rows
    reports: Sequence[FileReport]
    corpus_state: str
    encoder: Encoder
    readings: Sequence[SavedReading] = ()
    """What each file held when it was read, in the order of the reports; for the next build."""
    embedded: bool = True
    """False for a version that is searched by words only."""

    @property
    def passages(self) -> int:
        """The number of passages."""
        return sum(len(one.slices) for one in self.content.articles)
