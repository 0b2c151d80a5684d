"""One version of the index: built from articles, opened as one value whose parts agree.

store.sqlite     articles, passages, the report on every file
vectors.faiss    a vector for each passage, by passage row
tokens/          token vectors of each passage, by passage row
passages/        BM25 over title and text of each passage, by passage row
articles/        BM25 over title and body of each article, by article row
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace
from operator import add
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_bot import corpus, dense, late, passages, versions
from qa_bot.dense import DenseIndex
from qa_bot.errors import DamagedIndexError, IncompatibleIndexError, StorageError
from qa_bot.late import LateIndex, write_late
from qa_bot.lexical import LexicalIndex
from qa_bot.store import Store, write_store
from qa_bot.types import BuildReport, FileReport, Outcome, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_bot.types import Article, Encoder, OnProgress, Slice

FORMAT = 2
"""Counts the changes of a version's form; another one is built anew."""

BULK = 256
"""New passages from which on an encoder that is slow to load and quick to run is worth loading."""

_STORE, _VECTORS, _TOKENS = "store.sqlite", "vectors.faiss", "tokens"
_PASSAGES, _ARTICLES = "passages", "articles"
_SLICE = 128  # texts embedded between two reports of progress


@dataclass(frozen=True, slots=True)
class Model:
    """The embedding model as a build needs it."""

    encoder: Encoder
    bulk: Callable[[], Encoder]
    """Loads an encoder that gives the same vectors and is quicker for many passages."""


@dataclass(frozen=True, slots=True)
class Index:
    """One version, open for reading."""

    version: Path
    manifest: dict[str, Any]
    store: Store
    dense: DenseIndex
    late: LateIndex
    passages: LexicalIndex
    articles: LexicalIndex

    @property
    def model_name(self) -> str:
        """Name of the model that embedded the passages."""
        return str(self.manifest["model"]["name"])

    @property
    def model_fingerprint(self) -> str:
        """Fingerprint of the model that embedded the passages."""
        return str(self.manifest["model"]["fingerprint"])


def build_index(folder: Path, corpus_folder: Path, model: Model, on_progress: OnProgress) -> BuildReport:
    """Bring the index in a folder up to date with a corpus folder.

    Nothing is written when what was read is what the current version holds; else texts that the current
    version has embedded with the same model are not embedded again.

    Raises:
        CorpusError: the corpus folder is missing or has no files at all.
        BusyIndexError: another process is building.
        StorageError: the index folder cannot be written.
    """
    started = time.perf_counter()
    with versions.building(folder):
        files = corpus.read_corpus(corpus_folder, on_progress)
        articles = [article for file in files for article in file.articles]
        previous = _open_or_none(folder)
        cut = _cut(articles, model.encoder)
        plan = _Plan(cut, _reports(files, cut, previous), corpus.state_of(files), model)
        if previous is None or not plan.description.items() <= previous.manifest.items():
            _write(folder, plan, previous, on_progress)
    elapsed_s = time.perf_counter() - started
    return BuildReport(len(articles), plan.passages, elapsed_s, tuple(plan.reports))


def build_from_articles(
    folder: Path, articles: Sequence[Article], model: Model, on_progress: OnProgress
) -> None:
    """Index articles that stand in no corpus folder, as an evaluation's do.

    Raises:
        BusyIndexError: another process is building.
        StorageError: the index folder cannot be written.
    """
    with versions.building(folder):
        plan = _Plan(_cut(articles, model.encoder), [], corpus.state_of(articles), model)
        _write(folder, plan, None, on_progress)


def open_index(folder: Path) -> Index:
    """Open the current version, checking that it is what was written.

    Raises:
        NoIndexError: nothing has been built yet.
        IncompatibleIndexError: it has another format.
        DamagedIndexError: a file is missing or not what was written, or the parts disagree.
    """
    version = versions.current_version(folder)
    manifest = versions.read_manifest(version)
    if manifest.get("format") != FORMAT:
        msg = f"The index in {folder} has format {manifest.get('format')}, not {FORMAT}. {versions.AGAIN}"
        raise IncompatibleIndexError(msg)
    versions.check_files(version, manifest)
    index = Index(
        version,
        manifest,
        Store(version / _STORE),
        DenseIndex.open(version / _VECTORS),
        LateIndex(version / _TOKENS),
        LexicalIndex.open(version / _PASSAGES),
        LexicalIndex.open(version / _ARTICLES),
    )
    parts = (index.dense, index.late, index.passages)
    counts = {index.store.passages, *(len(part) for part in parts)}
    if counts != {manifest["passages"]} or len(index.articles) != index.store.articles:
        msg = f"The parts of the index in {folder} do not agree. {versions.AGAIN}"
        raise DamagedIndexError(msg)
    return index


_CutArticles = list[tuple["Article", list["Slice"]]]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a version is to be made of."""

    articles: _CutArticles
    reports: Sequence[FileReport]
    corpus_state: str
    model: Model

    @property
    def passages(self) -> int:
        return sum(len(slices) for _, slices in self.articles)

    @property
    def description(self) -> dict[str, Any]:
        """The manifest's part that tells versions apart: equal descriptions, equal versions."""
        encoder = self.model.encoder
        return {
            "format": FORMAT,
            "model": {
                "name": encoder.name,
                "fingerprint": encoder.fingerprint,
                "dimension": encoder.dimension,
                "max_tokens": encoder.max_tokens,
            },
            "precision": dense.PRECISION,
            "paragraph_rules": passages.RULES_VERSION,
            "corpus_state": self.corpus_state,
            "articles": len(self.articles),
            "passages": self.passages,
        }


def _cut(articles: Sequence[Article], encoder: Encoder) -> _CutArticles:
    return [
        (article, passages.split_article(article, encoder.tokenize, encoder.max_tokens))
        for article in articles
    ]


def _reports(
    files: Iterable[corpus.CorpusFile], cut: _CutArticles, previous: Index | None
) -> list[FileReport]:
    """Complete the files' reports: how many passages, and whether the index had them all along."""
    count = Counter({article.id: len(slices) for article, slices in cut})
    reports = []
    for file in files:
        outcome = file.report.outcome
        if outcome is Outcome.INDEXED and previous and all(map(_holder(previous), file.articles)):
            outcome = Outcome.UNCHANGED
        total = sum(count[article.id] for article in file.articles)
        reports.append(replace(file.report, outcome=outcome, passages=total))
    return reports


def _holder(index: Index) -> Callable[[Article], bool]:
    def holds(article: Article) -> bool:
        stored = index.store.article(article.id)  # a copy more or less does not change the article
        return stored is not None and replace(stored, also_in=article.also_in) == article

    return holds


def _write(folder: Path, plan: _Plan, previous: Index | None, on_progress: OnProgress) -> None:
    """Write a new version and swap it in."""
    texts = [
        article.paragraphs[part.paragraph - 1][part.start : part.end]
        for article, slices in plan.articles
        for part in slices
    ]
    titled = (f"{article.source.title or ''}\n" for article, slices in plan.articles for _ in slices)
    whole = ("\n".join((article.source.title or "", *article.paragraphs)) for article, _ in plan.articles)
    embedded = _embed(texts, plan.model, previous, on_progress)
    with versions.new_version(folder, plan.description) as version:
        steps: tuple[Callable[[], object], ...] = (
            lambda: write_store(version / _STORE, plan.articles, plan.reports),
            lambda: DenseIndex.build(np.arange(len(texts)), embedded.vectors).save(version / _VECTORS),
            lambda: write_late(
                version / _TOKENS,
                embedded.projection,
                embedded.codes,
                plan.model.encoder.tokenize(texts) if texts else [],
            ),
            lambda: LexicalIndex.build(version / _PASSAGES, enumerate(map(add, titled, texts))),
            lambda: LexicalIndex.build(version / _ARTICLES, enumerate(whole)),
        )
        for done, step in enumerate(steps):
            on_progress(Progress("writing", done, len(steps)))
            step()
    on_progress(Progress("writing", len(steps), len(steps)))


@dataclass(frozen=True, slots=True)
class _Embedded:
    """The passages' vectors, (n, d), and their token vectors as stored, with the projection used."""

    vectors: NDArray[np.float32]
    codes: list[NDArray[np.int8]]
    projection: NDArray[np.float32]


def _embed(texts: Sequence[str], model: Model, previous: Index | None, on_progress: OnProgress) -> _Embedded:
    """Embed each text, taking over what the current version has embedded with the same model."""
    known = _known_rows(previous, model.encoder, set(texts))
    new = sorted((n for n, text in enumerate(texts) if text not in known), key=lambda n: len(texts[n]))
    encoder = model.bulk() if len(new) >= BULK else model.encoder
    projection = previous.late.projection if previous and known else late.fit_projection(encoder)
    vectors = np.zeros((len(texts), model.encoder.dimension), np.float32)
    codes = [np.zeros((0, projection.shape[1]), np.int8)] * len(texts)
    for number, text in enumerate(texts):
        if previous and text in known:
            vectors[number] = previous.dense.vectors(np.array([known[text]]))[0]
            codes[number] = previous.late.codes(known[text])
    for start in range(0, len(new), _SLICE):
        on_progress(Progress("embedding", start, len(new)))
        numbers = new[start : start + _SLICE]
        embeddings = encoder.encode_passages([texts[number] for number in numbers])
        for number, embedding in zip(numbers, embeddings, strict=True):
            vectors[number], codes[number] = embedding.vector, late.encode(embedding, projection)
    on_progress(Progress("embedding", len(new), len(new)))
    return _Embedded(vectors, codes, projection)


def _known_rows(previous: Index | None, encoder: Encoder, wanted: set[str]) -> dict[str, int]:
    """Map the wanted texts that the current version has embedded with this model to their rows."""
    if previous is None or previous.model_fingerprint != encoder.fingerprint:
        return {}
    return {passage.text: row for row, passage in previous.store.all_passages() if passage.text in wanted}


def _open_or_none(folder: Path) -> Index | None:
    """Open the version to go on from; a damaged or foreign one is not gone on from."""
    try:
        return open_index(folder)
    except StorageError:
        return None
