"""The command line, and the composition root of the program.

Results go to stdout, everything else to stderr. Exit codes: 0 success; 1 failure, with one line that says why
and what to do; 2 wrong usage; 130 Ctrl+C. Heavy imports are inside the commands, so that help and the app's
first paint wait for none of them.
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
from qa_bot.cli import conversations, evaluate
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
    fail,
    folders,
    progress_bars,
    show,
    warn,
)
from qa_bot.cli.parsing import Command, CommandGroup, QuestionCommand, whole_number, with_folders
from qa_bot.core.errors import QaBotError, QuestionError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from qa_bot.core.engine import Engine
    from qa_bot.core.types import OnProgress


app = typer.Typer(
    cls=CommandGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Ask questions about your own articles: verbatim answers with their source, offline.",
)


def main() -> None:
    """Run the command line; an error of the user's becomes one line and an exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal or pipe may not support every character
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
    answer_model: AnswerModelName = ANSWER_MODEL,
    no_history: conversations.NoHistory = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """Open the app; build the index first if there is none."""
    if version:
        typer.echo(f"qa-bot {__version__}")
    elif context.invoked_subcommand is None:
        _run_app(corpus, index, answer_model, keep=not no_history)
    elif misplaced := [name for name in ("corpus", "index", "answer_model") if _was_given(context, name)]:
        command, option = context.invoked_subcommand, f"--{misplaced[0].replace('_', '-')}"
        message = f"Put {option} after “{command}”: `qa-bot {command} {option} DIR …`."
        raise UsageError(message)


@app.command(cls=QuestionCommand)
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


@app.command(cls=Command)
def add(
    sources: Annotated[
        list[str], typer.Argument(metavar="URL|FILE", help="Web pages by URL, files, or folders.")
    ],
    corpus: Corpus = CORPUS,
    as_json: Json = False,
) -> None:
    """Add web pages, files or folders to the corpus folder."""
    from qa_bot.adding import add as adding
    from qa_bot.cli import render

    with progress_bars() as on_progress:
        reports = adding.add(sources, corpus, on_progress)
    show(render.add_json(reports) if as_json else render.add_text(reports, corpus))
    failed = sum(report.outcome is adding.AddOutcome.FAILED for report in reports)
    if failed and len(reports) == 1:
        raise SystemExit(1)  # the line above says why
    if failed:
        fail(f"{failed} of {len(reports)} could not be added; see the reasons above.", 1)
    if all(report.outcome is adding.AddOutcome.SKIPPED for report in reports):
        fail("Nothing was added: no file there has a supported type.", 1)


@app.command(name="index", cls=Command)
def index_command(
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|DIR",
            help="Embed with this sentence-transformers model.",
        ),
    ] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read and embed every file again.")] = False,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Wait for another build to finish.")] = False,
    as_json: Json = False,
) -> None:
    """Build the index, or update it from the corpus folder."""
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
    repair: Annotated[bool, typer.Option("--repair", help="Repair damaged parts.")] = False,
    as_json: Json = False,
) -> None:
    """Check every file of the index, and show what it contains."""
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
        failed = f"Could not repair {parts}: run `qa-bot index --rebuild`."
        message = failed if repair else f"The index in {index} is damaged: run `qa-bot doctor --repair`."
        fail(with_folders(message, {"corpus": corpus, "index": index}), 1)


app.command(cls=Command)(conversations.export)
app.command(cls=Command)(conversations.check)
app.command(name="eval", cls=Command)(evaluate.evaluate)
app.command(name="eval new", cls=Command)(evaluate.new)


def _person() -> Console | None:
    """Return a console to ask the user on; None where input or output is not a terminal."""
    from qa_bot.cli import render

    streams = (sys.stdin, sys.stdout)
    return render.console(stderr=True) if all(stream and stream.isatty() for stream in streams) else None


def _was_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"


def _run_app(corpus: Path, index: Path, answer_model: str, *, keep: bool) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        fail('The app needs a terminal. Use `qa-bot ask "QUESTION"` instead.', 1)
    import asyncio

    from qa_bot.tui.app import QaBotApp

    def load(on_progress: OnProgress) -> Engine:
        from qa_bot.engine.opening import open_engine

        return open_engine(folders(corpus, index), on_progress, answer_model=answer_model)

    screen = QaBotApp(load, conversations=conversations.store_loader(corpus) if keep else None)
    loop = asyncio.new_event_loop()  # its own loop would wait at exit for the threads that build
    with suppress(NotImplementedError):  # Windows, where Ctrl+C is only a key
        loop.add_signal_handler(signal.SIGINT, screen.exit)  # restores the terminal
    screen.run(loop=loop)
    _end_at_once(screen.return_code or 0)


def _end_at_once(code: int) -> NoReturn:
    """End the process without waiting for its threads.

    A thread that embeds or imports torch cannot be stopped, and the interpreter would wait for it. An index
    folder survives an interrupted write, as it survives a kill.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)
