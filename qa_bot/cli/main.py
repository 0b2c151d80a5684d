"""The command line, and the composition root: here, and only here, the parts are put together.

Results go to stdout, everything else to stderr. Exit 0: done; 1: it could not be done, one line says why
and what to do; 2: wrong usage; 130: ended by Ctrl+C. Heavy imports stand inside the commands, so that help
and the app's first paint wait for none of them.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path  # noqa: TC003  typer reads the annotations when it runs
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from qa_bot import __version__
from qa_bot.cli import evaluate
from qa_bot.cli.options import (
    BUDGET_MS,
    CORPUS,
    INDEX,
    Corpus,
    IndexFolder,
    Json,
    RerankBudget,
    RerankerName,
    as_indexed,
    fail,
    folders,
    progress_bars,
    show,
    warn,
)
from qa_bot.cli.parsing import Command, CommandGroup, QuestionCommand, whole_number
from qa_bot.core.errors import QaBotError, QuestionError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from qa_bot.core.types import Engine, OnProgress


app = typer.Typer(
    cls=CommandGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Ask your own pile of articles: verbatim passages with their source, offline.",
)


def main() -> None:
    """Run the command line, turning what a person can mend into one line and an exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal or pipe may not have every letter
    try:
        app(prog_name="qa-bot")
    except (QuestionError, UsageError) as error:
        fail(error, 2)
    except QaBotError as error:
        fail(error, 1)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Ask in the terminal app; with no index yet, it builds one from the corpus folder."""
    if version:
        typer.echo(f"qa-bot {__version__}")
    elif context.invoked_subcommand is None:
        _run_app(corpus, index)
    elif misplaced := [name for name in ("corpus", "index") if _was_given(context, name)]:
        message = f"--{misplaced[0]} belongs behind {context.invoked_subcommand}, not before it"
        raise UsageError(message)


@app.command(cls=QuestionCommand)
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What to ask.")],
    k: Annotated[
        int, typer.Option("-k", metavar="N", parser=whole_number("-k", 1), help="How many passages.")
    ] = 5,
    as_json: Json = False,
    publication: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only what this publication says.")
    ] = None,
    author: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this author.")] = None,
    title: Annotated[
        list[str] | None, typer.Option(metavar="WORDS", help="Only articles with these words in the title.")
    ] = None,
    after: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only articles from the first day of this date on.")
    ] = None,
    before: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only articles before the first day of this date.")
    ] = None,
    within: Annotated[
        list[str] | None, typer.Option("--in", metavar="ARTICLE", help="Only this article, or folder.")
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Show why each passage was found.")] = False,
    newest: Annotated[bool, typer.Option("--newest", help="Order the good passages by date.")] = False,
    reranker: RerankerName = None,
    rerank_budget_ms: RerankBudget = BUDGET_MS,
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    save_to: Annotated[
        Path | None,
        typer.Option(
            metavar="QUESTIONS.jsonl",
            help="Add the question with its right passage to a test set.",
            readable=False,
        ),
    ] = None,
    right: Annotated[
        list[int] | None,
        typer.Option(
            "--answer",
            metavar="N",
            parser=whole_number("--answer", 0),
            help="The right passage to save, if not the first; 0: none; repeatable.",
        ),
    ] = None,
) -> None:
    """Answer one question from the index."""
    from qa_bot.answering.answerer import clean_question
    from qa_bot.cli import question_dialog, render
    from qa_bot.core.query_syntax import filters_of, joined, parse_question
    from qa_bot.core.sanitizing import clean_line
    from qa_bot.engine.local import LocalEngine, load_reranking
    from qa_bot.evaluation import question_set

    filters = filters_of(
        publication=publication or (),
        author=author or (),
        title=title or (),
        within=as_indexed(within or (), corpus),
        after=after,
        before=before,
        newest=newest,
    )
    words, own = parse_question(clean_question(question))  # what is wrong is told before anything is loaded
    joined(own, filters)
    if save_to:
        question_set.check_new(save_to, words)
    elif right:
        message = "--answer N says what to save: it needs --save-to QUESTIONS.jsonl"
        raise UsageError(message)
    reranking = load_reranking(reranker, rerank_budget_ms) if reranker is not None else None
    with progress_bars() as on_progress:
        engine = LocalEngine(folders(corpus, index), reranking, on_progress)
        engine.load_model()
    answer, words_only = engine.ask(question, k, filters), engine.words_only
    if right:
        question_dialog.pick(answer, right)  # a number that there is not is told before anything is shown
    warn(words_only)
    show(
        render.answer_json(answer, words_only=words_only) if as_json else render.answer_text(answer, why=why)
    )
    if save_to:
        saved = question_dialog.save_answer(save_to, engine, answer, right, None if as_json else _person())
        told = f"Saved as {saved} in {save_to}{question_dialog.left_out(answer)}."
        typer.echo(clean_line(told if saved else "Not saved."), err=True)


@app.command(cls=Command)
def add(
    sources: Annotated[
        list[str], typer.Argument(metavar="URL|FILE...", help="Web pages, files, or folders of files.")
    ],
    corpus: Corpus = CORPUS,
    as_json: Json = False,
) -> None:
    """Put articles into the corpus folder: web pages by their addresses, files as they are."""
    from qa_bot.adding import add as adding
    from qa_bot.cli import render

    with progress_bars() as on_progress:
        reports = adding.add(sources, corpus, on_progress)
    show(render.add_json(reports) if as_json else render.add_text(reports, corpus))
    failed = sum(report.outcome is adding.AddOutcome.FAILED for report in reports)
    if failed:
        fail(f"{failed} of {len(reports)} could not be added: the reasons stand in the report", 1)
    if all(report.outcome is adding.AddOutcome.SKIPPED for report in reports):
        fail("Nothing was added: name a folder with files that are read", 1)


@app.command(name="index", cls=Command)
def index_command(
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|DIR",
            help="Sentence-transformers model; without it, the index's own, at first all-MiniLM-L6-v2.",
        ),
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Read and embed everything again, taking nothing over.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="Wait for another qa-bot that is building.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Build the index, or bring it up to date with the corpus folder."""
    from qa_bot.cli import render
    from qa_bot.engine import building as engine

    with progress_bars() as on_progress:
        report = engine.build(
            folders(corpus, index), model, on_progress, fetch=model is not None, rebuild=rebuild, wait=wait
        )
    show(render.report_json(report) if as_json else render.report_text(report))


@app.command(name="doctor", cls=Command)
def doctor_command(
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    repair: Annotated[bool, typer.Option("--repair", help="Make what is damaged again.")] = False,
    as_json: Json = False,
) -> None:
    """Tell what the index has, and check every file of it against its hash."""
    from qa_bot.cli import render_doctor
    from qa_bot.engine import building as engine
    from qa_bot.index import doctor

    places = folders(corpus, index)
    repaired: tuple[str, ...] = ()
    if repair:
        with progress_bars() as on_progress:
            repaired = engine.repair_index(places, on_progress)
    found = doctor.check(places.index, places.corpus)
    show((render_doctor.checkup_json if as_json else render_doctor.checkup_text)(found, repaired))
    if not found.is_sound:
        parts = ", ".join(damage.part for damage in found.damages)
        help_ = f"{parts} could not be repaired: run `qa-bot index --rebuild`"
        fail(help_ if repair else f"The index in {index} is damaged: run `qa-bot doctor --repair`.", 1)


app.command(name="eval", cls=Command)(evaluate.evaluate)
app.command(name="eval new", cls=Command)(evaluate.new)


def _person() -> Console | None:
    """Give the screen to ask a person on, where there is one."""
    from qa_bot.cli import render

    streams = (sys.stdin, sys.stdout)
    return render.console(stderr=True) if all(stream and stream.isatty() for stream in streams) else None


def _was_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"


def _run_app(corpus: Path, index: Path) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        fail('The app needs a terminal. Elsewhere use `qa-bot ask "QUESTION"`.', 1)
    import asyncio

    from qa_bot.tui.app import QaBotApp

    def load(on_progress: OnProgress) -> Engine:
        from qa_bot.engine.opening import open_engine

        return open_engine(folders(corpus, index), on_progress)

    screen = QaBotApp(load)
    loop = asyncio.new_event_loop()  # without one given, it would wait at its end for the threads that build
    with suppress(NotImplementedError):  # Windows, where a key is all that Ctrl+C is
        loop.add_signal_handler(signal.SIGINT, screen.exit)  # which gives the terminal back
    screen.run(loop=loop)
    _end_at_once(screen.return_code or 0)


def _end_at_once(code: int) -> NoReturn:
    """End the process, whatever its threads are doing.

    A thread that embeds or imports torch cannot be stopped, and an interpreter that ends waits for it. It
    need not come to its end: what it was writing, an index folder survives, as it survives a kill.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)
