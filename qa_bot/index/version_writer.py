"""Writing one version of the index from a plan of what it is to hold.

Every part is written anew from the plan, or taken over whole from another version that has it already: files
of a version never change, so two versions may share them.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from operator import add
from typing import TYPE_CHECKING, Any

from qa_bot.core.types import Progress
from qa_bot.index import dense, embed, passages
from qa_bot.index.embed import FREQUENCY, ROWS
from qa_bot.index.lexical import write_lexical
from qa_bot.index.storage import versions
from qa_bot.index.storage.embeddings import EmbeddedRows
from qa_bot.index.store import write_store
from qa_bot.language.source_text import implied_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from qa_bot.core.types import Article, FileReport, OnProgress, Slice
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.embed import Embeddings

    CutArticles = list[tuple[Article, list[Slice]]]

FORMAT = 5
"""Counts the changes of a version's form; another one is built anew, of the same embeddings."""

STORE, PASSAGES, ARTICLES, COARSE = "store.sqlite", "passages", "articles", "coarse"
WORDS = (STORE, PASSAGES, ARTICLES)
PARTS = (*WORDS, ROWS, FREQUENCY, COARSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a version is to be made of."""

    articles: CutArticles
    reports: Sequence[FileReport]
    corpus_state: str
    encoder: Encoder
    readings: Sequence[bytes]
    embedded: bool = True

    @property
    def passages(self) -> int:
        """How many passages it has."""
        return sum(len(slices) for _, slices in self.articles)

    @property
    def search(self) -> str:
        """How vectors are to be searched."""
        return dense.search_for(self.passages if self.embedded else 0)

    @property
    def texts(self) -> list[str]:
        """The text of each passage, in the order of their rows."""
        return [
            article.paragraphs[part.paragraph - 1][part.start : part.end]
            for article, slices in self.articles
            for part in slices
        ]

    @property
    def description(self) -> dict[str, Any]:
        """The manifest's part that tells versions apart: equal descriptions, equal versions."""
        return {
            "format": FORMAT,
            "model": {
                "name": self.encoder.name,
                "fingerprint": self.encoder.fingerprint,
                "dimension": self.encoder.dimension,
                "max_tokens": self.encoder.max_tokens,
            },
            "precision": dense.PRECISION,
            "search": self.search,
            "embedded": self.embedded,
            "paragraph_rules": passages.RULES_VERSION,
            "corpus_state": self.corpus_state,
            "articles": len(self.articles),
            "passages": self.passages,
        }


def write_version(
    folder: Path,
    plan: Plan,
    embedded: Embeddings | None,
    taken: tuple[Path, Collection[str]] | None,
    on_progress: OnProgress,
) -> Path:
    """Write a version and swap it in; gives its folder.

    `taken` is another version, and the parts to take over from it; embeddings may be left out where the
    rows are among them.
    """
    source, names = taken or (None, ())
    entries = _entries(source, names) if source else {}
    with versions.new_version(folder, plan.description, linked=entries.get) as version:
        writers = _writers(version, plan, embedded)
        steps = len(writers) + 1  # the last one hashes what was written
        for done, (name, write) in enumerate(writers.items()):
            on_progress(Progress("writing", done, steps))
            if source and name in names:
                _take_over(source / name, version / name)
            else:
                write()
        on_progress(Progress("writing", len(writers), steps))
    on_progress(Progress("writing", steps, steps))
    return versions.current_version(folder)


def _writers(version: Path, plan: Plan, embedded: Embeddings | None) -> dict[str, Callable[[], object]]:
    """Give what writes each part, in the order in which they can be written."""
    texts = plan.texts
    titled = (f"{article.source.title or ''}\n" for article, slices in plan.articles for _ in slices)
    whole = ("\n".join((implied_text(article.source), *article.paragraphs)) for article, _ in plan.articles)
    writers: dict[str, Callable[[], object]] = {
        STORE: lambda: write_store(version / STORE, plan.articles, plan.reports, plan.readings),
        PASSAGES: lambda: write_lexical(version / PASSAGES, enumerate(map(add, titled, texts))),
        ARTICLES: lambda: write_lexical(version / ARTICLES, enumerate(whole)),
        ROWS: lambda: embed.write_rows(version, texts if plan.embedded else [], _given(embedded)),
        FREQUENCY: lambda: embed.write_frequency(version),
    }
    if plan.search == dense.COARSE:
        writers[COARSE] = lambda: dense.write_coarse(version / COARSE, EmbeddedRows(version / ROWS))
    return writers


def _given(embedded: Embeddings | None) -> Embeddings:
    if embedded is None:
        msg = "rows are to be written, and there are no embeddings to write them of"
        raise ValueError(msg)
    return embedded


def _entries(version: Path, parts: Collection[str]) -> dict[str, Any]:
    """Give the manifest's entries of the files that belong to some parts."""
    files = versions.read_manifest(version)["files"]
    return {name: entry for name, entry in files.items() if name.partition("/")[0] in parts}


def _take_over(source: Path, target: Path) -> None:
    """Share a file or a folder of files with another version, or copy it where files cannot be shared."""
    if source.is_dir():
        shutil.copytree(source, target, copy_function=_share)
    else:
        _share(source, target)


def _share(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
