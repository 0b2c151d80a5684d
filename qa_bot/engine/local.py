"""The engine behind screen and shell: an index folder with its model, asked and renewed."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_bot.answering.answerer import Answerer, clean_question
from qa_bot.core.errors import (
    DamagedIndexError,
    IncompatibleIndexError,
    NoIndexError,
    QuestionError,
    StorageError,
)
from qa_bot.core.query_syntax import NO_FILTERS, joined, parse_question
from qa_bot.core.types import Status
from qa_bot.corpus import folder as corpus
from qa_bot.encoders import model_files
from qa_bot.encoders.cross_encoder import CrossEncoderReranker
from qa_bot.encoders.loading import PREPARING, find_encoder, load_encoder, stage_of_loading
from qa_bot.engine.background import BackgroundTask
from qa_bot.index import doctor
from qa_bot.index.build import build_index
from qa_bot.index.opened import open_index
from qa_bot.index.storage import versions
from qa_bot.retrieval.reranking import Reranking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qa_bot.core.folders import Folders
    from qa_bot.core.types import (
        Answer,
        Article,
        BuildReport,
        Changes,
        FileReport,
        Filters,
        Highlight,
        OnProgress,
        Passage,
        WordsOnly,
    )
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.opened import Index


BUILDING, GOING_ON = "Building the index", "Resuming the build"
_LOOK_S = 0.1


def build(
    folders: Folders,
    model: str | None,
    on_progress: OnProgress,
    *,
    fetch: bool = False,
    rebuild: bool = False,
    wait: bool = False,
) -> BuildReport:
    """Bring the index up to date; without a model named, with the model of the index there is.

    With `fetch`, the model is a person's own word, and is fetched if it is not on disk. With `rebuild`,
    nothing that the index has is taken over; with `wait`, another builder is waited for.

    Raises:
        QaBotError: as build_index and the loading of the model do.
    """
    if not os.path.isdir(folders.corpus):  # noqa: PTH112  Path.is_dir raises where a name is too long
        corpus.list_files(folders.corpus)  # which says so, before a model is looked for
    loaded = find_encoder(
        model or _model_in_use(folders.index), folders.cache, on_progress, fetch=fetch and bool(model)
    )
    return build_index(folders.index, folders.corpus, loaded, on_progress, anew=rebuild, wait=wait)


def repair_index(folders: Folders, on_progress: OnProgress) -> tuple[str, ...]:
    """Make the damaged parts of the index again; gives their names.

    Raises:
        QaBotError: the corpus folder or the model is needed and cannot be used, or the index not be written.
    """
    encoder = find_encoder(_model_in_use(folders.index), folders.cache, on_progress)
    return doctor.repair(folders.index, folders.corpus, encoder, on_progress)


def load_reranking(name: str, budget_ms: int) -> Reranking:
    """Load a reranker by name or folder; takes seconds, for torch is imported.

    Raises:
        ModelError: it cannot be found or loaded, or is no cross-encoder that gives one score.
    """
    return Reranking(CrossEncoderReranker(name), budget_ms)


class LocalEngine:
    """Answers from one index folder; every method may be called from any thread.

    Before each question it looks whether another version is in use, and moves to it.
    """

    def __init__(
        self, folders: Folders, reranking: Reranking | None = None, on_progress: OnProgress | None = None
    ) -> None:
        """Open the index.

        Raises:
            StorageError: there is no index that can be used.
        """
        self._folders, self._reranking = folders, reranking
        self._tell = on_progress or (lambda _: None)
        self._building = ""
        self._unfinished: BackgroundTask | None = None
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None
        self._refused: Path | None = None
        self._index = open_index(folders.index)
        self._answerer = Answerer(self._index)

    def status(self) -> Status:
        """Tell what is loaded."""
        store = self._index.store
        ready = self._encoder is not None and self._index.is_embedded
        return Status(
            articles=store.articles,
            passages=store.passages,
            model=self._index.model_name,
            ready=ready,
            building=self._building,
        )

    @property
    def words_only(self) -> WordsOnly | None:
        """The state of an index that can only be searched by words; None where it has vectors."""
        return self._index.words_only

    def go_on(self, building: str, build: BackgroundTask) -> LocalEngine:
        """Take over a build that goes on behind, by its name for a person; gives the engine itself."""
        self._building, self._unfinished = building, build
        return self

    def load_model(self) -> None:
        """Load the index's model, once its passages are embedded; a second call does nothing.

        Raises:
            ModelError: it cannot be found, or is not the one that the index was made with.
            QaBotError: the passages could not be embedded.
        """
        with self._lock:
            self._finish()
            if self._encoder is None and self._index.is_embedded:
                self._use(self._index, self._load_encoder(self._index))

    def ask(self, question: str, k: int, filters: Filters = NO_FILTERS) -> Answer:
        """Answer from the index, by the filters given and those that stand in the question line.

        Raises:
            QuestionError: the question is empty, a filter in it is malformed, or k is below 1.
        """
        line = clean_question(question)
        words, own = parse_question(line)
        self._move_on()
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

    def changes(self) -> Changes | None:
        """Tell what the corpus folder has that the index has not; None where that cannot be told."""
        return doctor.changes(self._folders.index, self._folders.corpus)

    def rebuild(self, on_progress: OnProgress) -> BuildReport:
        """Bring the index up to date with the corpus folder and answer from the new version."""
        with self._lock:
            self._finish()
            report = build(self._folders, self._index.model_name, on_progress)
            self._renew(open_index(self._folders.index))
            if self._encoder is None:
                self._use(self._index, self._load_encoder(self._index))
        return report

    def _finish(self) -> None:
        """Wait for the build that goes on behind, and move to what it made."""
        if self._unfinished is None:
            return
        try:
            self._unfinished.finish()
        finally:
            self._building, self._unfinished = "", None
        self._renew(open_index(self._folders.index))

    def _move_on(self) -> None:
        """Move to the version in use, unless that cannot be used or another thread is at it."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            version = versions.current_version(self._folders.index)
            if version not in {self._index.version, self._refused}:
                self._refused = version  # until it has been opened
                renewed = open_index(self._folders.index)
                if renewed.is_embedded or not self._index.is_embedded:
                    self._renew(renewed)
        except StorageError:
            pass  # what is open answers on
        finally:
            self._lock.release()

    def _renew(self, renewed: Index) -> None:
        kept = self._encoder
        if kept and kept.fingerprint != renewed.model_fingerprint:
            kept = self._load_encoder(renewed)  # the model's files have changed meanwhile, or it is another
        self._use(renewed, kept)

    def _load_encoder(self, opened: Index) -> Encoder:
        stage = stage_of_loading(opened.model_fingerprint, self._folders.cache)
        if stage is PREPARING:  # else it takes no longer than showing that would
            self._tell(stage)
        return load_encoder(opened.model_name, opened.model_fingerprint, self._folders.cache)

    def _use(self, opened: Index, loaded: Encoder | None) -> None:
        answerer = Answerer(opened, loaded if opened.is_embedded else None, self._reranking)
        self._index, self._encoder, self._answerer = opened, loaded, answerer


def open_engine(folders: Folders, on_progress: OnProgress) -> LocalEngine:
    """Open the engine, building the index first where there is none that can be used.

    Of a large pile the engine answers by words as soon as it can, while the build goes on; one that was
    broken off is gone on with. Another builder is waited for.

    Raises:
        QaBotError: it cannot be opened or built.
    """
    try:
        opened = LocalEngine(folders, on_progress=on_progress)
    except (NoIndexError, DamagedIndexError, IncompatibleIndexError):  # made again, none loses anything
        pass
    else:
        if not opened.words_only:
            return opened
        label = BUILDING if versions.is_being_built(folders.index) else GOING_ON
        return opened.go_on(label, _build_behind(folders, on_progress))
    building = _build_behind(folders, on_progress)
    while not building.is_over(_LOOK_S):
        with suppress(StorageError):
            return LocalEngine(folders, on_progress=on_progress).go_on(BUILDING, building)
    building.finish()
    return LocalEngine(folders, on_progress=on_progress)


def _build_behind(folders: Folders, on_progress: OnProgress) -> BackgroundTask:
    return BackgroundTask(lambda: build(folders, None, on_progress, wait=True))


def _model_in_use(folder: Path) -> str:
    """Tell the model that an index was made with, even where the index itself cannot be used any more."""
    try:
        manifest = versions.read_manifest(versions.current_version(folder))
    except StorageError:
        return model_files.DEFAULT_MODEL
    return str(manifest.get("model", {}).get("name", model_files.DEFAULT_MODEL))
