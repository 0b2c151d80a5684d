"""Answers the questions of `qa-bot ask` through one engine, and prints the answers."""

from __future__ import annotations

import gc
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer
from rich.console import Group
from rich.text import Text

from qa_bot.answering.answerer import clean_question
from qa_bot.cli import batch, question_dialog, render
from qa_bot.cli.options import progress_bars, show, warn
from qa_bot.cli.question_input import opened_batch
from qa_bot.cli.settled import missing_corpus, with_folders
from qa_bot.core.errors import QuestionError, UsageError
from qa_bot.core.query_syntax import joined, parse_question
from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import Verdict
from qa_bot.engine.local import LocalEngine, load_reranking
from qa_bot.evaluation import question_set
from qa_bot.wording.words_only import words_only_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from qa_bot.cli.question_input import BatchQuestion
    from qa_bot.core.folders import Folders
    from qa_bot.core.types import Answer, Filters
    from qa_bot.engine.models import LoadingModels


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What holds for every question of a call."""

    folders: Folders
    models: LoadingModels
    k: int
    """Number of passages."""
    filters: Filters
    """Beside those written in a question."""
    reranker: str | None
    rerank_budget_ms: int

    def open(self) -> tuple[LocalEngine, str]:
        """Open the index with its models; return the engine, and why it searches by keywords only, if so.

        Raises:
            QaBotError: the index or a model cannot be used.
        """
        reranking = (
            load_reranking(self.reranker, self.rerank_budget_ms) if self.reranker is not None else None
        )
        with progress_bars() as on_progress:
            engine = LocalEngine(self.folders, reranking, on_progress, models=self.models)
            engine.load_model()
        gc.freeze()  # the modules stay: to look through them takes 20 ms
        warn(missing_corpus())
        return engine, words_only_line(engine.words_only)


@dataclass(frozen=True, slots=True)
class Saving:
    """Where an answered question is saved as a test question."""

    path: Path
    right: Sequence[int] | None
    """Numbers of the passages that answer; None to ask the user, or to take the first."""
    interactive: bool
    """Whether the user may be asked."""


def answer_each(
    questions: Sequence[str], asking: Asking, saving: Saving | None, *, as_json: bool, why: bool
) -> int:
    """Answer questions, and print the answers one after the other; return the exit code.

    Raises:
        UsageError, QuestionError: a question or its filters are invalid; nothing has been loaded or printed.
        QaBotError: the index, a model or the question set cannot be used.
    """
    if saving and len(questions) > 1:
        raise UsageError(f"--save-to takes one question, not {len(questions):,}.")
    for number, question in enumerate(questions, start=1):
        words = _checked(question, asking.filters, f"Question {number}: " if len(questions) > 1 else "")
        if saving:
            question_set.check_new(saving.path, words)
    engine, words_only = asking.open()
    warn(with_folders(words_only))
    verdicts = set()
    for number, question in enumerate(questions):
        answer = engine.ask(question, asking.k, asking.filters)
        if saving and saving.right:
            question_dialog.pick(answer, saving.right)  # a wrong number is reported before anything is shown
        if as_json:
            show(render.answer_json(answer, words_only=words_only))
        else:
            if len(questions) > 1:
                show(_heading(question, first=not number))
            files_listed = with_folders(render.FILES_LISTED)
            show(render.answer_text(answer, files_listed, why=why, closest=saving is not None))
        if saving:
            _save(saving, engine, answer)
        verdicts.add(answer.verdict)
    return batch.NOT_FOUND if Verdict.NOT_FOUND in verdicts else 0


def answer_batch(source: Path, asking: Asking) -> int:
    """Answer the questions of a file, or of standard input, as JSON lines; return the exit code.

    Raises:
        UsageError: the file cannot be read.
        QaBotError: the index or a model cannot be used.
    """
    with opened_batch(source) as questions:
        engine, words_only = asking.open()
        warn(with_folders(words_only))

        def ask(question: BatchQuestion) -> Answer:
            return engine.ask(question.text, question.k or asking.k, asking.filters)

        return batch.run(questions, ask, words_only)


def _checked(question: str, filters: Filters, place: str) -> str:
    """Return the words of a question without its filters.

    Raises:
        UsageError, QuestionError: it is empty, or has filters that are invalid.
    """
    try:
        line = clean_question(question)
    except QuestionError as error:
        raise UsageError('The question is empty: write `qa-bot ask "QUESTION"`.') from error
    try:
        words, own = parse_question(line)
        joined(own, filters)
    except QuestionError as error:
        error.args = (f"{place}{error}",)
        raise
    return words


def _heading(question: str, *, first: bool) -> Group:
    """Return a question as the heading of its answer, apart from the answer above it."""
    line = Text(clean_line(question), style="bold")
    return Group(line, Text()) if first else Group(Text(), line, Text())


def _save(saving: Saving, engine: LocalEngine, answer: Answer) -> None:
    person = _person() if saving.interactive else None
    saved = question_dialog.save_answer(saving.path, engine, answer, saving.right, person)
    done = f"Saved as {saved} in {saving.path}{question_dialog.left_out(answer)}."
    typer.echo(clean_line(done if saved else "Not saved."), err=True)


def _person() -> Console | None:
    """Return a console to ask the user on; None where input or output is not a terminal."""
    streams = (sys.stdin, sys.stdout)
    return render.console(stderr=True) if all(stream and stream.isatty() for stream in streams) else None
