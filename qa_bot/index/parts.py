"""The parts of a version: the name of each, and how it is written, opened and rebuilt.

Building, opening and doctor all walk this table. A new part is a new row, and a field of `Index` if questions
need it; the format of the index changes with it (`version_writer.FORMAT`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.errors import DamagedIndexError
from qa_bot.index import dense, embed, token_vectors
from qa_bot.index.lexical import TantivyIndex, write_lexical
from qa_bot.index.storage.embeddings import TOKENS_FILE, EmbeddedRows
from qa_bot.index.store import FILE_NAME, Store
from qa_bot.index.store_writer import write_store
from qa_bot.language.source_text import implied_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qa_bot.index.embed import Embeddings
    from qa_bot.index.plan import Plan
    from qa_bot.index.storage.manifest import Description, Manifest

STORE, PASSAGES, ARTICLES, FREQUENCY, COARSE = (
    FILE_NAME, "passages", "articles", "frequency.i64", "coarse.faiss"
)  # fmt: skip
ROWS = embed.ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a version: a file, or a folder of files."""

    name: str
    """Of the file or folder."""
    write: Callable[[Path, Plan, Embeddings | None], object]
    """Writes it to its path; parts above it in the table are written already."""
    open: Callable[[Path, Manifest], Any]
    """Opens it; raises DamagedIndexError if that fails."""
    remedy: str
    """What its repair costs, for a person."""
    is_in: Callable[[Description], bool] = lambda _: True
    """Returns whether a version has it."""
    needs_vectors: bool = True
    """False if it can be written before anything is embedded."""
    needs_corpus: bool = False
    """True if it can only be rebuilt from the corpus folder."""
    self_checking: frozenset[str] = frozenset()
    """Those of its files that verify their content whenever it is read, by path relative to the version."""
    examine: Callable[[Path], list[str]] = lambda _: []
    """Returns more about a part that is damaged."""


def _write_passages(path: Path, plan: Plan, _: Embeddings | None) -> None:
    write_lexical(path, (f"{title}\n{text}" for title, text in plan.titled_texts()))


def _write_articles(path: Path, plan: Plan, _: Embeddings | None) -> None:
    write_lexical(
        path, ("\n".join((implied_text(article.source), *article.paragraphs)) for article, _ in plan.articles)
    )


def _write_rows(path: Path, plan: Plan, embeddings: Embeddings | None) -> None:
    if embeddings is None:
        msg = "there are no embeddings to write rows from"
        raise ValueError(msg)
    embed.write_rows(path, plan.texts if plan.embedded else [], embeddings)


def _damaged_rows(path: Path) -> list[str]:
    try:
        rows = EmbeddedRows(path)
    except DamagedIndexError:
        return ["no row can be located"]
    return [f"{len(rows.damaged_rows())} of {len(rows)} rows are damaged"]


PARTS: Final = (
    Part(
        name=STORE,
        write=lambda path, plan, _: write_store(path, plan.articles, plan.reports, plan.readings),
        open=lambda path, _: Store(path),
        remedy="no article is lost; the corpus folder will be read again",
        needs_vectors=False,
        needs_corpus=True,
        self_checking=frozenset({STORE}),
    ),
    Part(
        name=PASSAGES,
        write=_write_passages,
        open=lambda path, _: TantivyIndex.open(path),
        remedy="nothing is lost; the BM25 index of passages will be rebuilt from the store",
        needs_vectors=False,
    ),
    Part(
        name=ARTICLES,
        write=_write_articles,
        open=lambda path, _: TantivyIndex.open(path),
        remedy="nothing is lost; the BM25 index of articles will be rebuilt from the store",
        needs_vectors=False,
    ),
    Part(
        name=ROWS,
        write=_write_rows,
        open=lambda path, _: EmbeddedRows(path),
        remedy="nothing is lost; rows that no other version has will be embedded again",
        self_checking=frozenset({f"{ROWS}/{TOKENS_FILE}"}),
        examine=_damaged_rows,
    ),
    Part(
        name=FREQUENCY,
        write=lambda path, *_: token_vectors.write_frequency(path, EmbeddedRows(path.parent / ROWS)),
        open=lambda path, manifest: token_vectors.read_frequency(
            path, manifest.passages if manifest.embedded else 0
        ),
        remedy="nothing is lost; the tokens will be counted again",
    ),
    Part(
        name=COARSE,
        write=lambda path, *_: dense.write_coarse(path, EmbeddedRows(path.parent / ROWS)),
        open=lambda path, manifest: dense.read_coarse(path, manifest.files.get(COARSE)),
        remedy="nothing is lost; the coarse index will be rebuilt from the vectors",
        is_in=lambda description: description.search == dense.COARSE,
    ),
)
"""In the order in which they are written."""

WORDS: Final = frozenset(part.name for part in PARTS if not part.needs_vectors)
"""Names of the parts of a version that is searched by words only."""

SELF_CHECKING: Final = frozenset().union(*(part.self_checking for part in PARTS))
"""Files that opening need not read whole if they are large."""


def parts_of(description: Description) -> list[Part]:
    """Return the parts that a version has."""
    return [part for part in PARTS if part.is_in(description)]


def part_of(file: str) -> str:
    """Return the name of the part that a file belongs to, by its path relative to the version."""
    return file.partition("/")[0]
