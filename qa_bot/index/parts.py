"""The parts of a version: the name of each, and how it is written, opened and rebuilt.

Building, opening and doctor all walk this table. A new part is a new row, and a field of `Index` if questions
need it; the format of the index changes with it (`version_writer.FORMAT`).

Most parts consist of segments that never change. A version that extends another shares them and adds one.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.errors import DamagedIndexError
from qa_bot.index import dense, embed, token_vectors
from qa_bot.index.lexical import STATE, TantivyIndex, write_lexical
from qa_bot.index.storage.embedded_rows import EmbeddedRows
from qa_bot.index.storage.packs import TOKENS_FILE, VECTORS_FILE
from qa_bot.index.storage.spans import extended, spans_in
from qa_bot.index.store import FOLDER_NAME, Store
from qa_bot.index.store_rows import HEAD, SEGMENTS
from qa_bot.language.source_text import article_text, passage_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from qa_bot.index.embed import Embeddings
    from qa_bot.index.plan import Base, Placed, Plan
    from qa_bot.index.storage.manifest import Description, Manifest
    from qa_bot.index.storage.versions import NewVersion

STORE, PASSAGES, ARTICLES, FREQUENCY, COARSE = (
    FOLDER_NAME, "passages", "articles", "frequency.i64", "coarse.faiss"
)  # fmt: skip
ROWS = embed.ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a version: a file, or a folder of files."""

    name: str
    """Of the file or folder."""
    write: Callable[[NewVersion, Plan, Embeddings | None], object]
    """Writes it to a new version; parts above it in the table are written already."""
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
    examine: Callable[[Path], list[str]] = lambda _: []
    """Returns more about a part that is damaged."""


def _write_store(new: NewVersion, plan: Plan, _: Embeddings | None) -> None:
    from qa_bot.index.store_writer import write_head, write_segment  # with all readers of files

    folder, content = new.folder / STORE, plan.content
    folder.mkdir()
    kept, span = _segments(new, content.base, f"{STORE}/{SEGMENTS}", content.rows)
    readings = [one for one in plan.readings if one.place not in kept]
    write_segment(folder / SEGMENTS, span, content.within(span), readings)
    write_head(folder / HEAD, content.articles, plan.reports, content.gone, plan.readings)


def _write_passages(new: NewVersion, plan: Plan, _: Embeddings | None) -> None:
    def texts(articles: Iterable[Placed]) -> Iterable[tuple[int, str]]:
        for one in articles:
            source = one.article.source
            for row, text in enumerate(one.texts(), start=one.first):
                yield row, passage_text(source, text)

    gone = [range(one.first, one.past) for one in _gone(plan)]
    _write_words(new, plan, PASSAGES, texts, gone)


def _write_articles(new: NewVersion, plan: Plan, _: Embeddings | None) -> None:
    def texts(articles: Iterable[Placed]) -> Iterable[tuple[int, str]]:
        for one in articles:
            yield one.row, article_text(one.article.source, one.article.paragraphs)

    gone = [range(one.row, one.row + 1) for one in _gone(plan)]
    _write_words(new, plan, ARTICLES, texts, gone)


def _write_words(
    new: NewVersion,
    plan: Plan,
    name: str,
    texts: Callable[[Iterable[Placed]], Iterable[tuple[int, str]]],
    gone: Sequence[range],
) -> None:
    """Write a BM25 index, or extend that of the base: all of its files but those of its state are shared."""
    content = plan.content
    if content.base:
        version, files = content.base.version, content.base.manifest.files
        for file in (file for file in files if part_of(file) == name):
            if file.rpartition("/")[2] in STATE:
                (new.folder / file).parent.mkdir(exist_ok=True)
                shutil.copyfile(version / file, new.folder / file)
            else:
                new.take(version, files, file)
    write_lexical(new.folder / name, texts(sorted(content.new, key=lambda one: one.row)), gone)


def _write_rows(new: NewVersion, plan: Plan, embeddings: Embeddings | None) -> None:
    if embeddings is None:
        msg = "there are no embeddings to write rows from"
        raise ValueError(msg)
    content = plan.content
    kept, span = _segments(new, content.base, ROWS, content.rows if plan.embedded else 0)
    if span or not kept:  # an empty pack has the shape of the rows to come
        embed.write_rows(new.folder / ROWS, span, content.texts(span), embeddings)


def _write_frequency(new: NewVersion, plan: Plan, _: Embeddings | None) -> None:
    base, before = plan.content.base, None
    removed: Iterable[bytes] = ()
    live = (row for one in plan.content.articles for row in range(one.first, one.past))
    if base:
        before = token_vectors.read_frequency(base.version / FREQUENCY, base.manifest.rows)
        old = EmbeddedRows(base.version / ROWS)
        removed = (old.tokens(row) for one in base.gone for row in range(one.first, one.past))
        live = (row for row in live if row >= base.manifest.rows)
    rows = EmbeddedRows(new.folder / ROWS)
    added = map(rows.tokens, live if plan.embedded else ())
    token_vectors.write_frequency(new.folder / FREQUENCY, rows.shape.width, added, removed, before)


def _write_coarse(new: NewVersion, plan: Plan, _: Embeddings | None) -> None:
    if base := plan.content.base:
        entry = base.manifest.files.get(COARSE)
        covered = dense.read_coarse(base.version / COARSE, entry).ntotal if entry else 0
        if dense.is_covered(covered, plan.content.rows):
            new.take(base.version, base.manifest.files, COARSE)
            return
    dense.write_coarse(new.folder / COARSE, EmbeddedRows(new.folder / ROWS))


def _segments(new: NewVersion, base: Base | None, name: str, rows: int) -> tuple[list[range], range]:
    """Share the segments of a part that stay, and return their rows and those of the segment to write."""
    found = spans_in(base.version / name) if base else []
    kept, span = extended([one for _, one in found], rows)
    for path, one in found:
        if base and one in kept:
            new.take(base.version, base.manifest.files, f"{name}/{path.name}")
    return kept, span


def _gone(plan: Plan) -> Sequence[Placed]:
    return plan.content.base.gone if plan.content.base else ()


def _damaged_rows(path: Path) -> list[str]:
    try:
        rows = EmbeddedRows(path)
    except DamagedIndexError:
        return ["no row can be located"]
    return [f"{len(rows.damaged_rows())} of {len(rows)} rows are damaged"]


PARTS: Final = (
    Part(
        name=STORE,
        write=_write_store,
        open=lambda path, _: Store(path),
        remedy="no article is lost; the corpus folder will be read again",
        needs_vectors=False,
        needs_corpus=True,
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
        examine=_damaged_rows,
    ),
    Part(
        name=FREQUENCY,
        write=_write_frequency,
        open=lambda path, manifest: token_vectors.read_frequency(
            path, manifest.passages if manifest.embedded else 0
        ),
        remedy="nothing is lost; the tokens will be counted again",
    ),
    Part(
        name=COARSE,
        write=_write_coarse,
        open=lambda path, manifest: dense.read_coarse(path, manifest.files.get(COARSE)),
        remedy="nothing is lost; the coarse index will be rebuilt from the vectors",
        is_in=lambda description: description.search == dense.COARSE,
    ),
)
"""In the order in which they are written."""

WORDS: Final = frozenset(part.name for part in PARTS if not part.needs_vectors)
"""Names of the parts of a version that is searched by words only."""


def is_self_checking(file: str, description: Description) -> bool:
    """Check whether a file, by its path relative to the version, verifies its content whenever it is read.

    Vectors do so where a coarse index nominates those to read; for an exact search they are loaded whole.
    """
    name = file.rpartition("/")[2]
    reads_rows = description.search == dense.COARSE and name in {COARSE, VECTORS_FILE}
    return reads_rows or name == TOKENS_FILE or file.startswith(f"{STORE}/{SEGMENTS}/")


def parts_of(description: Description) -> list[Part]:
    """Return the parts that a version has."""
    return [part for part in PARTS if part.is_in(description)]


def part_of(file: str) -> str:
    """Return the name of the part that a file belongs to, by its path relative to the version."""
    return file.partition("/")[0]
