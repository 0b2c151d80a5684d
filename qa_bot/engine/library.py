"""The Python API: a folder of articles with its index.

Ask the articles in `corpus/`, building the index in `index/` if there is none that can be used:

    from qa_bot import Filters, Library, Verdict

    with Library.open(corpus="corpus", index="index") as library:
        answer = library.ask("Who opened the bridge?", k=3, filters=Filters(after=("2020",)))
        if answer.verdict is not Verdict.NOT_FOUND:
            for hit in answer.hits:
                print(hit.rank, hit.passage.source.title, hit.passage.text)

Errors that a user or a file can cause are subclasses of qa_bot.QaBotError.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Self

from qa_bot.core.errors import StorageError
from qa_bot.core.folders import Folders, cache_folder
from qa_bot.core.library import AddOutcome
from qa_bot.core.query_syntax import NO_FILTERS
from qa_bot.encoders.answer_model import DEFAULT_ANSWER_MODEL
from qa_bot.encoders.model_files import known_name
from qa_bot.engine.models import LoadingModels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from qa_bot.core.library import AddReport, Catalogue
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
        Progress,
    )
    from qa_bot.engine.local import LocalEngine
    from qa_bot.evaluation.runs import Evaluation

__all__ = ["Library"]


def _ignore(_: Progress) -> None:
    """Report no progress."""


class Library:
    """A folder of articles with its index; make one with `Library.open`.

    Any thread may call any method. A library holds the version of the index that it reads until it is
    closed or garbage-collected; use it in a `with` block where that matters.
    """

    def __init__(self, engine: LocalEngine, folders: Folders, answer_model: str) -> None:
        """Wrap an open engine; call `Library.open` instead."""
        self._engine: LocalEngine | None = engine
        self._folders = folders
        self._answer_model = answer_model

    @classmethod
    def open(
        cls,
        corpus: str | os.PathLike[str] = "corpus",
        index: str | os.PathLike[str] = "index",
        *,
        store: str = "",
        model: str | None = None,
        answer_model: str = DEFAULT_ANSWER_MODEL,
        cache: str | os.PathLike[str] | None = None,
        load_model: bool = True,
        on_progress: OnProgress | None = None,
    ) -> Self:
        """Open the index of a corpus folder; build it where there is none that can be used.

        An index that exists is opened as it is: call `update` to add what is new in the corpus folder.

        Args:
            corpus: Folder of the articles.
            index: Folder of the index, created when needed.
            store: Address of a store that is read in place of the index folder, such as "lance:///srv/library".
                Nothing is built then, and what needs the corpus folder raises CorpusError.
            model: Name or folder of a sentence-transformers model to embed with. It is downloaded where it is
                not on disk, and an index of another model is rebuilt. None keeps the index's own model; a
                new index gets all-MiniLM-L6-v2, which comes with the package.
            answer_model: Name or folder of the model that reads the best passages for the words that answer;
                "none" for none. One that is not on disk is downloaded.
            cache: Folder for exported models; None for the user's cache folder.
            load_model: Whether to wait until the model is loaded. Without it, `open` returns sooner and
                answers are `provisional`, from BM25 alone, until `load_model` has been called.
            on_progress: Called with a Progress while the index is built, possibly from another thread.

        Raises:
            QaBotError: the corpus folder, the index or the model cannot be used.
        """
        folders = Folders(Path(corpus), Path(index), cache_folder() if cache is None else Path(cache), store)
        models = LoadingModels(folders, answer_model) if load_model else None
        from qa_bot.engine.building import build, model_in_use  # while the models are loaded
        from qa_bot.engine.opening import open_engine

        report = on_progress or _ignore
        if model is not None and not store and model_in_use(folders.index) != known_name(model):
            build(folders, model, report, fetch=True, wait=True)
        engine = open_engine(folders, report, answer_model=answer_model, models=models)
        library = cls(engine, folders, answer_model)
        if load_model:
            library.load_model()
        return library

    def __enter__(self) -> Self:
        """Return the library itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the library."""
        self.close()

    def close(self) -> None:
        """Release the index; a second call does nothing, any other method then raises StorageError."""
        self._engine = None

    def load_model(self) -> None:
        """Wait until questions are answered by meaning as well as by words; a second call does nothing.

        Raises:
            QaBotError: the model cannot be found or loaded, or the passages not be embedded.
        """
        self._opened.load_model()

    def ask(
        self,
        question: str,
        k: int = 5,
        filters: Filters | None = None,
        *,
        after: Answer | str | None = None,
    ) -> Answer:
        """Answer a question with the best k passages.

        Filters can be written in the question too, as on the command line; `filters` are added to them.

        `after` is the answer before this question, or just the question before it. A question that leans on
        it ("and in 2019?") is completed from it; `asked_as` of the answer says how. A question about the
        articles themselves ("which articles are from 2021?", or a web address) has a `listing` instead of
        hits.

        Raises:
            QuestionError: the question is empty, a filter is malformed or k is below 1.
        """
        return self._opened.ask(question, k, filters or NO_FILTERS, after=after)

    def highlight(self, question: str, passage: Passage) -> Highlight:
        """Return the words of any passage that answer the question best; filters in it do not matter.

        Raises:
            QuestionError: the question is empty, or a filter in it is malformed.
        """
        return self._opened.highlight(question, passage)

    def article(self, article_id: str) -> Article:
        """Return one article by its id, such as `hit.passage.article`.

        Raises:
            QuestionError: the index has no article of that id.
        """
        return self._opened.article(article_id)

    def articles(self) -> Iterator[Article]:
        """Iterate over all articles of the index, in its order."""
        return self._opened.articles()

    def catalogue(self) -> Catalogue:
        """Return each article with its source and number of paragraphs, and each file of the corpus folder.

        The articles' texts are not read, so this is cheap even for a large library.
        """
        return self._opened.catalogue()

    def files(self) -> tuple[FileReport, ...]:
        """Return what happened to each file of the corpus folder in the last build."""
        return self._opened.files()

    def changes(self) -> Changes | None:
        """Return what is new in the corpus folder since the index was built; None where it is missing.

        Compares the files' sizes and times; reads none.
        """
        return self._opened.changes()

    def add(
        self, *sources: str | os.PathLike[str], update: bool = True, on_progress: OnProgress | None = None
    ) -> tuple[AddReport, ...]:
        """Save web pages (by their address), files and folders of files in the corpus folder.

        Returns one report for each page and file, those that failed included. The index is then updated,
        unless nothing was added or `update` is False.

        Raises:
            QaBotError: the corpus folder or the index cannot be written.
        """
        engine, report = self._opened, on_progress or _ignore
        reports = engine.add([os.fspath(source) for source in sources], report)
        if update and any(one.outcome is AddOutcome.ADDED for one in reports):
            engine.rebuild(report)
        return tuple(reports)

    def exclude(self, *paths: str, update: bool = True, on_progress: OnProgress | None = None) -> None:
        """Leave files of the corpus folder out of the index; `path` of a FileReport names one.

        They are listed in `.qa_bot-excluded` in the corpus folder. The index is then updated, unless `update`
        is False.

        Raises:
            CorpusError: there is no such file, or the list cannot be written.
            QaBotError: the index cannot be updated.
        """
        self._opened.exclude(paths)
        self._follow(update=update, on_progress=on_progress)

    def include(self, *paths: str, update: bool = True, on_progress: OnProgress | None = None) -> None:
        """Bring excluded files back into the index.

        Raises:
            QaBotError: as `exclude` does.
        """
        self._opened.include(paths)
        self._follow(update=update, on_progress=on_progress)

    def remove(self, *paths: str, update: bool = True, on_progress: OnProgress | None = None) -> None:
        """Move files of the corpus folder to the system's bin; nothing is deleted.

        Raises:
            CorpusError: there is no such file, it is a link, or there is no bin for it.
            QaBotError: the index cannot be updated.
        """
        self._opened.remove(paths)
        self._follow(update=update, on_progress=on_progress)

    def update(self, on_progress: OnProgress | None = None) -> BuildReport:
        """Bring the index up to date with the corpus folder; only new and changed files are read.

        Raises:
            QaBotError: the corpus folder or the model cannot be used, or the index cannot be written.
        """
        return self._opened.rebuild(on_progress or _ignore)

    def rebuild(self, on_progress: OnProgress | None = None) -> BuildReport:
        """Read and embed everything again.

        Raises:
            QaBotError: as `update` does.
        """
        return self._opened.rebuild(on_progress or _ignore, from_scratch=True)

    def evaluate(
        self, question_set: str | os.PathLike[str], on_progress: OnProgress | None = None
    ) -> Evaluation:
        """Measure retrieval on a question set, as `qa-bot eval` does.

        `evaluate("questions.jsonl").measures["nDCG@10"].value` is one of the figures.

        Raises:
            EvaluationError: the question set is malformed or does not fit the index.
            QaBotError: the index or its model cannot be used.
        """
        from qa_bot.evaluation import experiments  # heavy imports that only this method needs

        self._opened.load_model()
        options = experiments.Options(answer_model=self._answer_model)
        report = on_progress or _ignore
        return experiments.evaluate_question_set(
            Path(question_set), self._folders, report, options
        ).evaluation

    def _follow(self, *, update: bool, on_progress: OnProgress | None) -> None:
        if update:
            self._opened.rebuild(on_progress or _ignore)

    @property
    def _opened(self) -> LocalEngine:
        if self._engine is None:
            msg = "This library is closed: open it again with Library.open()."
            raise StorageError(msg)
        return self._engine
