"""The engine behind screen and shell: an index folder with its model, asked and renewed."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from qa_bot import corpus, encoder, index, models, versions
from qa_bot.answering import Answerer, clean_question
from qa_bot.cross_encoder import CrossEncoderReranker
from qa_bot.errors import (
    DamagedIndexError,
    IncompatibleIndexError,
    NoIndexError,
    QuestionError,
    StorageError,
)
from qa_bot.filters import NO_FILTERS, joined, parse_question
from qa_bot.reranking import Reranking
from qa_bot.types import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa_bot.index import Index
    from qa_bot.types import (
        Answer,
        Article,
        BuildReport,
        Encoder,
        FileReport,
        Filters,
        Highlight,
        OnProgress,
        Passage,
    )


def cache_folder() -> Path:
    """Tell the user's cache folder, where model exports and evaluation indexes are kept."""
    return Path(platformdirs.user_cache_dir("qa_bot", appauthor=False))


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the articles, the index and what can be made again stand."""

    corpus: Path
    index: Path
    cache: Path


def build(folders: Folders, model: str | None, on_progress: OnProgress) -> BuildReport:
    """Bring the index up to date; without a model named, with the model of the index there is.

    Raises:
        QaBotError: as build_index and the loading of the model do.
    """
    corpus.list_files(folders.corpus)  # seconds before the model is loaded, a missing folder is told
    name = model or _model_in_use(folders.index)
    return index.build_index(folders.index, folders.corpus, load_model(name, folders.cache), on_progress)


def load_model(name: str, cache: Path) -> index.Model:
    """Load a model for building.

    Raises:
        ModelError: it cannot be found or loaded.
    """
    if os.path.isdir(name):  # noqa: PTH112  Path.is_dir raises where a name is too long
        name = str(Path(name).resolve())  # so that the index finds it from any working folder
    fingerprint = models.fingerprint(models.model_folder(name))
    return index.Model(encoder.load_encoder(name, fingerprint, cache), lambda: encoder.load_reference(name))


def load_reranking(name: str, budget_ms: int) -> Reranking:
    """Load a reranker by name or folder; takes seconds, for torch is imported.

    Raises:
        ModelError: it cannot be found or loaded, or is no cross-encoder that gives one score.
    """
    return Reranking(CrossEncoderReranker(name), budget_ms)


class LocalEngine:
    """Answers from one index folder; every method may be called from any thread."""

    def __init__(self, folders: Folders, reranking: Reranking | None = None) -> None:
        """Open the index.

        Raises:
            StorageError: there is no index that can be used.
        """
        self._folders, self._reranking = folders, reranking
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None
        self._index = index.open_index(folders.index)
        self._answerer = Answerer(self._index)

    def status(self) -> Status:
        """Tell what is loaded."""
        store = self._index.store
        return Status(store.articles, store.passages, self._index.model_name, self._encoder is not None)

    def load_model(self) -> None:
        """Load the index's model; a second call does nothing.

        Raises:
            ModelError: it cannot be found, or is not the one that the index was made with.
        """
        with self._lock:
            if self._encoder is None:
                self._use(self._index, self._load_encoder(self._index))

    def ask(self, question: str, k: int, filters: Filters = NO_FILTERS) -> Answer:
        """Answer from the index, by the filters given and those that stand in the question line.

        Raises:
            QuestionError: the question is empty, a filter in it is malformed, or k is below 1.
        """
        line = clean_question(question)
        words, own = parse_question(line)
        return replace(self._answerer.ask(words, k, joined(own, filters)), question=line)

    def highlight(self, question: str, passage: Passage) -> Highlight:
        """Choose the words of any passage that answer; QuestionError when the question is empty."""
        return self._answerer.highlight(question, passage)

    def article(self, article_id: str) -> Article:
        """Fetch a whole article; QuestionError when the index has none of that id."""
        found = self._index.store.article(article_id)
        if found is None:
            msg = f"The index has no article {article_id}."
            raise QuestionError(msg)
        return found

    def files(self) -> tuple[FileReport, ...]:
        """Tell what became of each file of the corpus folder when the index was built."""
        return self._index.store.files()

    def filter_values(self) -> Mapping[str, Sequence[str]]:
        """Give what can stand behind each key of a filter, by key, the most frequent first."""
        return self._index.store.filter_values()

    def rebuild(self, on_progress: OnProgress) -> BuildReport:
        """Bring the index up to date with the corpus folder and answer from the new version."""
        with self._lock:
            report = build(self._folders, self._index.model_name, on_progress)
            renewed = index.open_index(self._folders.index)
            kept = self._encoder
            if kept and kept.fingerprint != renewed.model_fingerprint:
                kept = None  # the model's files have changed meanwhile
            self._use(renewed, kept or self._load_encoder(renewed))
        return report

    def _load_encoder(self, opened: Index) -> Encoder:
        return encoder.load_encoder(opened.model_name, opened.model_fingerprint, self._folders.cache)

    def _use(self, opened: Index, loaded: Encoder) -> None:
        self._index, self._encoder, self._answerer = opened, loaded, Answerer(opened, loaded, self._reranking)


def open_engine(folders: Folders, on_progress: OnProgress) -> LocalEngine:
    """Open the engine, building the index first where there is none that can be used.

    Raises:
        QaBotError: it cannot be opened or built.
    """
    try:
        return LocalEngine(folders)
    except (NoIndexError, DamagedIndexError, IncompatibleIndexError):  # made again, none loses anything
        build(folders, None, on_progress)
        return LocalEngine(folders)


def _model_in_use(folder: Path) -> str:
    """Tell the model that an index was made with, even where the index itself cannot be used any more."""
    try:
        manifest = versions.read_manifest(versions.current_version(folder))
    except StorageError:
        return models.DEFAULT_MODEL
    return str(manifest.get("model", {}).get("name", models.DEFAULT_MODEL))
