"""Writes a part of an index by itself, in the place where a version has it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from qa_bot.index.plan import laid_out
from qa_bot.index.storage.embedded_rows import EmbeddedRows
from qa_bot.index.storage.packs import GrowingPack
from qa_bot.index.storage.spans import name_of
from qa_bot.index.store_rows import HEAD, SEGMENTS
from qa_bot.index.store_writer import write_head, write_segment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from qa_bot.core.types import Article, FileReport, Slice
    from qa_bot.index.storage.embeddings import Row, Shape


def write_store(
    folder: Path, articles: Sequence[tuple[Article, list[Slice]]], files: Sequence[FileReport] = ()
) -> None:
    """Write a store of one segment."""
    folder.mkdir()
    content = laid_out(list(articles))
    write_segment(folder / SEGMENTS, range(content.rows), content.articles)
    write_head(folder / HEAD, content.articles, files)


def write_rows(
    folder: Path, shape: Shape, projection: NDArray[np.float32], *packs: Sequence[tuple[bytes, Row]]
) -> EmbeddedRows:
    """Write rows, one pack after the other, and open them."""
    first = 0
    for rows in packs:
        span = range(first, first + len(rows))
        with closing(GrowingPack.begin(folder / name_of(span), shape, projection)) as pack:
            pack.append(rows)
        first = span.stop
    return EmbeddedRows(folder)
