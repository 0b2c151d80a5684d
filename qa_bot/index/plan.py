"""The plan of a version: what it is built from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_bot.core.types import Article, FileReport, Slice
    from qa_bot.encoders.protocol import Encoder

    CutArticles = list[tuple[Article, list[Slice]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Articles cut into passages, and everything else that a version keeps."""

    articles: CutArticles
    reports: Sequence[FileReport]
    corpus_state: str
    encoder: Encoder
    readings: Sequence[bytes]
    """What each file held when it was read, packed for the next build."""
    embedded: bool = True
    """False for a version that is searched by words only."""

    @property
    def passages(self) -> int:
        """The number of passages."""
        return sum(len(slices) for _, slices in self.articles)

    @property
    def texts(self) -> list[str]:
        """The text of each passage, by row."""
        return [text for _, text in self.titled_texts()]

    def titled_texts(self) -> Iterator[tuple[str, str]]:
        """Yield the article's title ("" if it has none) and the text of each passage, by row."""
        for article, slices in self.articles:
            title = article.source.title or ""
            for part in slices:
                yield title, article.paragraphs[part.paragraph - 1][part.start : part.end]
