"""BM25 with tantivy: texts by row, scores of 0 or more, higher is better. The only door to its index.

Texts are indexed by the terms of the analyzer. Additional terms of a word come after all others, so that the
terms of neighbouring words stay neighbours. A question is never parsed as a query language: quotes, brackets
and `%` have no meaning. k1 = 1.2 and b = 0.75 are tantivy's (Robertson & Zaragoza, 2009, "The Probabilistic
Relevance Framework: BM25 and Beyond").
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import tantivy

from qa_bot.core.errors import REPAIR, DamagedIndexError, StorageError
from qa_bot.core.interrupts import temporary_folder
from qa_bot.language.analyzer import all_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

FEW = 5_000
"""Up to so many allowed rows, a search is restricted by a set of their numbers, at about 1 µs a row."""

COPIED_BYTES = 256_000_000
"""Largest index that is copied when it is opened."""

STATE = frozenset({"meta.json", ".managed.json"})
"""Files that name the segments of an index; all others are never changed once they are written."""

_ANALYZER = "terms"
_MORE = 4  # how many times deeper to search when too few of the rows found were allowed
_WRITER_BYTES = 64_000_000


class TantivyIndex:
    """BM25 over one text a row; a `LexicalIndex`."""

    def __init__(self, index: tantivy.Index) -> None:
        index.config_reader(reload_policy="manual")  # no thread that watches for changes
        index.register_tokenizer(_ANALYZER, _split_at_spaces())
        self._index = index
        self._searcher = index.searcher()

    @classmethod
    def open(cls, folder: Path) -> TantivyIndex:
        """Open an index folder.

        Raises:
            DamagedIndexError: tantivy cannot read it.
        """
        try:
            with _private(folder) as own:
                return cls(tantivy.Index.open(str(own)))
        except (ValueError, OSError) as error:
            msg = f"{folder} is not a readable BM25 index. {REPAIR}"
            raise DamagedIndexError(msg) from error

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(
        self, terms: Sequence[str], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> dict[int, float]:
        """Return the k best rows that contain any of the terms: row to BM25, best first.

        `allowed`, bool (rows,), restricts the search to rows that are True; their scores stay the same.
        """
        if allowed is None:
            return self._run(self._any_of(terms), k)
        count = int(allowed.sum())
        if count <= FEW:
            found = self.score(terms, allowed.nonzero()[0].tolist())
            return dict(list(found.items())[:k])
        depth = max(1, k * len(allowed) // count)
        while True:
            depth *= _MORE
            every = self._run(self._any_of(terms), depth)
            found = {row: score for row, score in every.items() if allowed[row]}
            if len(found) >= k or len(every) < depth:
                return dict(list(found.items())[:k])

    def rows_with(self, terms: Sequence[str], most: int | None = None) -> list[int]:
        """Return the rows that contain the terms next to each other, as `LexicalIndex` does."""
        schema, (first, *more) = self._index.schema, terms or [""]
        if more:
            query = tantivy.Query.phrase_query(schema, "text", list(terms))
        else:
            query = tantivy.Query.term_query(schema, "text", first)
        limit, ascending = max(min(most or len(self), len(self)), 1), tantivy.Order.Asc
        found = self._searcher.search(query, limit, count=False, order_by_field="row", order=ascending).hits
        return [int(row) for row, _ in found]

    def score(self, terms: Sequence[str], rows: Sequence[int]) -> dict[int, float]:
        """Return the BM25 of those of the given rows that contain any of the terms."""
        if not rows:
            return {}
        among = tantivy.Query.const_score_query(
            tantivy.Query.term_set_query(self._index.schema, "row", list(rows)), 0.0
        )
        must = tantivy.Occur.Must
        return self._run(tantivy.Query.boolean_query([(must, among), (must, self._any_of(terms))]), len(rows))

    def search_with_any(self, needed: Sequence[str], terms: Sequence[str], k: int) -> dict[int, float]:
        """Return the k rows with one of the needed terms that match the other terms best: row to BM25."""
        must = tantivy.Query.const_score_query(self._any_of(needed), 0.0)
        query = [(tantivy.Occur.Must, must), (tantivy.Occur.Should, self._any_of(terms))]
        return self._run(tantivy.Query.boolean_query(query), k)

    def frequency(self, term: str) -> int:
        """Return the number of rows that contain a term."""
        return min(int(self._searcher.doc_freq("text", term)), len(self))  # which counts deleted ones too

    def _any_of(self, terms: Sequence[str]) -> tantivy.Query:
        should, schema = tantivy.Occur.Should, self._index.schema
        return tantivy.Query.boolean_query(
            [(should, tantivy.Query.term_query(schema, "text", term)) for term in terms]
        )

    def _run(self, query: tantivy.Query, k: int) -> dict[int, float]:
        found = self._searcher.search(query, limit=max(min(k, len(self)), 1), count=False).hits
        rows: list[Any] = self._searcher.fast_field_values("row", [address for _, address in found])
        return {row: float(score) for row, (score, _) in zip(rows, found, strict=True)}


def write_lexical(folder: Path, texts: Iterable[tuple[int, str]], gone: Sequence[range] = ()) -> None:
    """Index texts with their rows: in an empty folder, or after those of a copy of an index.

    What is indexed at the rows that are `gone` is deleted. Of the files of a copy only those in `STATE` are
    written, and others are removed, so they may be links.

    Raises:
        StorageError: the folder cannot be written, for example because the disk is full.
    """
    folder.mkdir(parents=True, exist_ok=True)
    schema = _schema()
    with _writing(folder):
        index = tantivy.Index(schema, path=str(folder))
        index.register_tokenizer(_ANALYZER, _split_at_spaces())
        writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)  # one thread keeps the order
        if rows := [row for span in gone for row in span]:
            writer.delete_documents_by_query(tantivy.Query.term_set_query(schema, "row", rows))
    for row, text in texts:
        document = tantivy.Document()
        document.add_unsigned("row", row)
        document.add_text("text", " ".join(all_terms(text)))
        with _writing(folder):
            writer.add_document(document)
    with _writing(folder):
        writer.commit()
        writer.wait_merging_threads()


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Translate errors of the disk, for which tantivy raises ValueError."""
    try:
        yield
    except ValueError as error:
        msg = f"{folder} cannot be written: {error}. Check the disk."
        raise StorageError(msg) from error


@contextmanager
def _private(folder: Path) -> Iterator[Path]:
    """Return a copy of an index that is removed once it is open; a very large index is not copied.

    tantivy maps its files into memory, and a mapped file that another process truncates ends this one.
    No other process can truncate the copy.
    """
    if os.name == "nt" or sum(path.stat().st_size for path in folder.iterdir()) > COPIED_BYTES:
        yield folder  # Windows does not truncate mapped files
        return
    with temporary_folder() as own:
        yield own if _copied(folder, own) else folder


def _copied(folder: Path, own: Path) -> bool:
    """Copy an index; False if there is no room for it."""
    try:
        for path in folder.iterdir():
            if path.suffix != ".lock":
                shutil.copyfile(path, own / path.name)
    except OSError:
        return False
    return True


@cache
def _split_at_spaces() -> tantivy.TextAnalyzer:
    """Split terms at the spaces between them, and change nothing."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def _schema() -> tantivy.Schema:
    return (
        tantivy.SchemaBuilder()
        .add_unsigned_field("row", indexed=True, fast=True)
        .add_text_field("text", tokenizer_name=_ANALYZER)
        .build()
    )
