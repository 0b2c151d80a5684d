"""The engine behind the app, the shell and the Python API: one index folder with its model."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa_bot.answering.answerer import Answerer, clean_question
from qa_bot.core.doubts import Doubt, DoubtKind
from qa_bot.core.engine import Status
from qa_bot.core.errors import QuestionError, StorageError
from qa_bot.core.library import Catalogue
from qa_bot.core.query_syntax import NO_FILTERS, joined, parse_question
from qa_bot.core.types import Answer, Verdict
from qa_bot.encoders.answer_model import NO_ANSWER_MODEL
from qa_bot.encoders.loading import PREPARING, load_encoder
from qa_bot.engine.building import build
from qa_bot.engine.context import about_articles, doubted, leans_on_nothing, read_after, source_before
from qa_bot.engine.models import LoadingModels, stage_before
from qa_bot.retrieval.filtering import select
from qa_bot.retrieval.reranking import Reranking
from qa_bot.stores.in_use import corpus_of, open_index, state_in_use

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from qa_bot.adding.http import Limits
    from qa_bot.core.folders import Folders
    from qa_bot.core.library import AddReport
    from qa_bot.core.listing import Listing
    from qa_bot.core.types import (
        Article,
        BuildReport,
        Changes,
        FileReport,
        Filtered,
        Filters,
        Highlight,
        OnProgress,
        Passage,
        WordsOnly,
    )
    from qa_bot.encoders.answer_model import AnswerModel
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.engine.background import BackgroundTask
    from qa_bot.engine.building import Build
    from qa_bot.index.protocol import ArticleIndex


def load_reranking(name: str, budget_ms: int) -> Reranking:
    """Load a reranker by name or folder; takes seconds, because it imports torch.

    Raises:
        ModelError: it cannot be found or loaded, or is not a cross-encoder with a single score.
    """
    from qa_bot.encoders.cross_encoder import CrossEncoderReranker

    return Reranking(CrossEncoderReranker(name), budget_ms)


class LocalEngine:
    """Answers from one index folder; any thread may call any method.

    Before each question it checks whether another version is in use, and switches to it. What few of the
    methods need, they import themselves: a first answer waits for every import above.
    """

    def __init__(
        self,
        folders: Folders,
        reranking: Reranking | None = None,
        on_progress: OnProgress | None = None,
        *,
        answer_model: str = NO_ANSWER_MODEL,
        models: LoadingModels | None = None,
        build: Build = build,
    ) -> None:
        """Open the index; `answer_model` is loaded with the model of the index.

        `models` are these two if their loading has begun; `answer_model` need not be named then. `build` is
        what brings the index up to date.

        Raises:
            StorageError: no index can be used.
        """
        self._folders, self._reranking, self._build = folders, reranking, build
        self._answer_model_name, self._models = answer_model, models
        self._answer_model: AnswerModel | None = None
        self._tell = on_progress or (lambda _: None)
        self._building = ""
        self._unfinished: BackgroundTask | None = None
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None
        self._refused: object = None
        self._index = open_index(folders)
        self._answerer = Answerer(self._index)

    def status(self) -> Status:
        """Return what is loaded."""
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
        """The state of an index that can only be searched by words; None if it has vectors."""
        return self._index.words_only

    def go_on(self, building: str, build: BackgroundTask) -> LocalEngine:
        """Take over a build that runs in the background; `building` names it for a person. Return self."""
        self._building, self._unfinished = building, build
        return self

    def load_model(self) -> None:
        """Load the model of the index, once its passages are embedded; a second call does nothing.

        Raises:
            ModelError: it cannot be found, or is not the model that the index was built with; or the answer
                model cannot be used.
            QaBotError: the passages could not be embedded.
        """
        with self._lock:
            self._finish()
            if self._encoder is None and self._index.is_embedded:
                self._models = self._models or LoadingModels(self._folders, self._answer_model_name)
                encoder = self._load_encoder(self._index)
                self._answer_model = self._models.answer_model()
                self._models = None
                self._use(self._index, encoder)

    def ask(
        self, question: str, k: int, filters: Filters = NO_FILTERS, *, after: Answer | str | None = None
    ) -> Answer:
        """Answer from the index, with the given filters and those written in the question.

        With `after`, the answer or the question line before it, a question that leans on it is completed
        from it. One that leans on nothing known, such as "where is she from?", is never surely answered. A
        question about the articles themselves is answered by a listing.

        Raises:
            QuestionError: the question is empty, a filter is malformed, or k is below 1.
        """
        started = time.perf_counter()
        line = clean_question(question)
        asked_as = read_after(line, after)
        words, own = parse_question(asked_as or line)
        wanted = joined(own, filters)
        self._move_on()
        if k > 0 and (listing := self._listing(words, wanted, after)):
            answer = _listed(listing, select(self._index, wanted).filtered if wanted != NO_FILTERS else None)
            elapsed_ms = (time.perf_counter() - started) * 1000
            return replace(answer, question=line, asked_as=asked_as, elapsed_ms=elapsed_ms)
        answer = replace(self._answerer.ask(words, k, wanted), question=line, asked_as=asked_as)
        leaning = leans_on_nothing(words)
        return doubted(answer, Doubt(DoubtKind.UNRESOLVED, (leaning,))) if leaning else answer

    def highlight(self, question: str, passage: Passage) -> Highlight:
        """Return the words of any passage that answer best; filters in the question do not matter.

        Raises:
            QuestionError: the question is empty, or a filter in it is malformed.
        """
        words, _ = parse_question(clean_question(question))
        return self._answerer.highlight(words, passage)

    def article(self, article_id: str) -> Article:
        """Return a whole article; QuestionError when the index has none of that id."""
        found = self._index.store.article(article_id)
        if found is None:
            msg = f"The index has no article {article_id}."
            raise QuestionError(msg)
        return found

    def file_of(self, path: str) -> Path:
        """Return the file of the corpus folder that a source's path names; it may be gone.

        Raises:
            QuestionError: the path leads out of the corpus folder.
        """
        parts = PurePosixPath(path)
        if parts.is_absolute() or ".." in parts.parts:
            msg = f"{path} is not in the corpus folder."
            raise QuestionError(msg)
        return (corpus_of(self._folders, "The original file") / parts).absolute()

    def articles(self) -> Iterator[Article]:
        """Iterate over all articles, in the order of the index."""
        return self._index.store.each_article()

    def files(self) -> tuple[FileReport, ...]:
        """Return what happened to each file of the corpus folder in the last build."""
        return self._index.store.files()

    def catalogue(self) -> Catalogue:
        """Return the articles of the index and the files of the corpus folder, without their text."""
        self._move_on()
        store = self._index.store
        return Catalogue(store.entries(), store.files())

    def add(
        self, sources: Sequence[str], on_progress: OnProgress, limits: Limits | None = None
    ) -> list[AddReport]:
        """Save web pages and files in the corpus folder; the index has them after its next update."""
        from qa_bot.adding import add as adding

        return adding.add(sources, corpus_of(self._folders, "Adding articles"), on_progress, limits)

    def exclude(self, paths: Sequence[str]) -> None:
        """Leave files out of the index from the next update on; CorpusError where there is none."""
        from qa_bot.engine import curating

        curating.exclude(corpus_of(self._folders, "Excluding files"), paths)

    def include(self, paths: Sequence[str]) -> None:
        """Bring excluded files back at the next update; CorpusError where there is none."""
        from qa_bot.engine import curating

        curating.include(corpus_of(self._folders, "Including files"), paths)

    def remove(self, paths: Sequence[str]) -> None:
        """Move files of the corpus folder to the system's bin; CorpusError where that is impossible."""
        from qa_bot.engine import curating

        curating.remove(corpus_of(self._folders, "Removing files"), paths)

    def filter_values(self) -> Mapping[str, Sequence[str]]:
        """Return the possible values of each filter key, the most frequent first."""
        return self._index.store.filter_values()

    def changes(self) -> Changes | None:
        """Return how the corpus folder differs from the index; None where that is not known."""
        from qa_bot.index import doctor

        here = self._folders
        return None if here.store else doctor.changes(here.index, here.corpus)

    def rebuild(self, on_progress: OnProgress, *, from_scratch: bool = False) -> BuildReport:
        """Bring the index up to date with the corpus folder and answer from the new version.

        `from_scratch` reads and embeds everything again.
        """
        corpus_of(self._folders, "An update")
        with self._lock:
            self._finish()
            self._tell = on_progress
            report = self._build(self._folders, self._index.model_name, on_progress, rebuild=from_scratch)
            self._renew(open_index(self._folders))
            if self._encoder is None:
                self._use(self._index, self._load_encoder(self._index))
        return report

    def _finish(self) -> None:
        """Wait for the build in the background, and switch to its version."""
        if self._unfinished is None:
            return
        try:
            self._unfinished.finish()
        finally:
            self._building, self._unfinished = "", None
        self._renew(open_index(self._folders))

    def _listing(self, words: str, filters: Filters, after: Answer | str | None) -> Listing | None:
        asked = about_articles(words)
        if asked is None:
            return None
        from qa_bot.answering.listings import listing_of  # few questions need it

        return listing_of(self._index, asked, filters, source_before(after))

    def _move_on(self) -> None:
        """Switch to the version in use, unless it cannot be used or another thread is doing this."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            state = state_in_use(self._folders)
            if state not in {self._index.state, self._refused}:
                self._refused = state  # until it has been opened
                renewed = open_index(self._folders)
                if renewed.is_embedded or not self._index.is_embedded:
                    self._renew(renewed)
        except StorageError:
            pass  # the open version continues to answer
        finally:
            self._lock.release()

    def _renew(self, renewed: ArticleIndex) -> None:
        kept = self._encoder
        if kept and kept.fingerprint != renewed.model_fingerprint:
            kept = self._load_encoder(renewed)  # the model's files have changed, or it is another model
        self._use(renewed, kept)

    def _load_encoder(self, opened: ArticleIndex) -> Encoder:
        name, fingerprint = opened.model_name, opened.model_fingerprint
        stage = stage_before(fingerprint, self._folders)
        if stage is PREPARING:  # loading alone ends before the message could be read
            self._tell(stage)
        if self._models:
            return self._models.encoder(name, fingerprint)
        return load_encoder(name, fingerprint, self._folders.cache)

    def _use(self, opened: ArticleIndex, loaded: Encoder | None) -> None:
        encoder = loaded if opened.is_embedded else None
        answerer = Answerer(opened, encoder, self._reranking, self._answer_model)
        self._index, self._encoder, self._answerer = opened, loaded, answerer


def _listed(listing: Listing, filtered: Filtered | None) -> Answer:
    """Return the answer that is a listing; the engine adds the question."""
    return Answer(
        question="",
        hits=(),
        highlight=None,
        verdict=Verdict.ANSWERED if listing.total else Verdict.NOT_FOUND,
        elapsed_ms=0.0,
        confidence=1.0 if listing.total else 0.0,
        filtered=filtered,
        listing=listing,
    )
