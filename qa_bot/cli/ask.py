"""`qa-bot ask`, which answers a question from the shell."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003  typer reads the annotations when it runs
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.options import (
    ANSWER_MODEL,
    BUDGET_MS,
    CORPUS,
    INDEX,
    AnswerModelName,
    Corpus,
    IndexFolder,
    Json,
    RerankBudget,
    RerankerName,
    as_indexed,
    folders,
    progress_bars,
    show,
    warn,
)
from qa_bot.cli.parsing import whole_number, with_folders
from qa_bot.core.errors import QuestionError, UsageError

if TYPE_CHECKING:
    from rich.console import Console


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question, in quotation marks.")],
    k: Annotated[
        int, typer.Option("-k", metavar="N", parser=whole_number("-k", 1), help="Number of passages.")
    ] = 5,
    publication: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this publication.")
    ] = None,
    author: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this author.")] = None,
    title: Annotated[
        list[str] | None, typer.Option(metavar="WORDS", help="Only articles with these words in the title.")
    ] = None,
    after: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only articles dated on or after this date.")
    ] = None,
    before: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only articles dated before this date.")
    ] = None,
    within: Annotated[
        list[str] | None, typer.Option("--in", metavar="ARTICLE", help="Only this article or folder.")
    ] = None,
    newest: Annotated[
        bool, typer.Option("--newest", help="Sort good matches by date, newest first.")
    ] = False,
    why: Annotated[bool, typer.Option("--why", help="Show why each passage was found.")] = False,
    reranker: RerankerName = None,
    rerank_budget_ms: RerankBudget = BUDGET_MS,
    answer_model: AnswerModelName = ANSWER_MODEL,
    save_to: Annotated[
        Path | None,
        typer.Option(
            metavar="QUESTIONS.jsonl",
            help="Save the question to this test set.",
            readable=False,
        ),
    ] = None,
    right: Annotated[
        list[int] | None,
        typer.Option(
            "--answer",
            metavar="N",
            parser=whole_number("--answer", 0),
            help="Passage to save, 0 for none; repeatable.",
        ),
    ] = None,
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    as_json: Json = False,
) -> None:
    """Ask one question, and print the passages that answer it."""
    from qa_bot.answering.answerer import clean_question
    from qa_bot.cli import question_dialog, render
    from qa_bot.core.query_syntax import filters_of, joined, parse_question
    from qa_bot.core.sanitizing import clean_line
    from qa_bot.engine.local import LocalEngine, load_reranking
    from qa_bot.evaluation import question_set
    from qa_bot.wording.words_only import words_only_line

    filters = filters_of(
        publication=publication or (),
        author=author or (),
        title=title or (),
        within=as_indexed(within or (), corpus),
        after=after,
        before=before,
        newest=newest,
    )
    try:
        line = clean_question(question)
    except QuestionError as error:
        message = 'The question is empty: write `qa-bot ask "QUESTION"`.'
        raise UsageError(message) from error
    words, own = parse_question(line)  # errors are reported before anything is loaded
    joined(own, filters)
    if save_to:
        question_set.check_new(save_to, words)
    elif right:
        message = "--answer requires --save-to QUESTIONS.jsonl."
        raise UsageError(message)
    reranking = load_reranking(reranker, rerank_budget_ms) if reranker is not None else None
    with progress_bars() as on_progress:
        engine = LocalEngine(folders(corpus, index), reranking, on_progress, answer_model=answer_model)
        engine.load_model()
    answer, words_only = engine.ask(question, k, filters), words_only_line(engine.words_only)
    if right:
        question_dialog.pick(answer, right)  # a wrong number is reported before anything is shown
    given = {"corpus": corpus, "index": index}
    warn(with_folders(words_only, given))
    if as_json:
        show(render.answer_json(answer, words_only=words_only))
    else:
        show(render.answer_text(answer, with_folders(render.FILES_LISTED, given), why=why))
    if save_to:
        saved = question_dialog.save_answer(save_to, engine, answer, right, None if as_json else _person())
        done = f"Saved as {saved} in {save_to}{question_dialog.left_out(answer)}."
        typer.echo(clean_line(done if saved else "Not saved."), err=True)


def _person() -> Console | None:
    """Return a console to ask the user on; None where input or output is not a terminal."""
    from qa_bot.cli import render

    streams = (sys.stdin, sys.stdout)
    return render.console(stderr=True) if all(stream and stream.isatty() for stream in streams) else None
