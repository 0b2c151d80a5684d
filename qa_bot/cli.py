"""The command line, and the composition root: here, and only here, the parts are put together.

Results go to stdout, everything else to stderr. Exit 0: done; 1: it could not be done, one line says why
and what to do; 2: wrong usage. Heavy imports stand inside the commands, so that help and the app's first
paint wait for none of them.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa_bot import __version__
from qa_bot.errors import QaBotError, QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_bot.engine import Folders
    from qa_bot.types import Engine, OnProgress
    from qa_bot.types import Progress as Step

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Ask your own pile of articles: verbatim passages with their source, offline.",
)

Corpus = Annotated[Path, typer.Option("--corpus", metavar="DIR", help="Folder of the articles.")]
IndexFolder = Annotated[Path, typer.Option("--index", metavar="DIR", help="Folder of the index.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]

CORPUS, INDEX = Path("corpus"), Path("index")


def main() -> None:
    """Run the command line, turning what a person can mend into one line and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal or pipe may not have every letter of an article
    try:
        app()
    except QuestionError as error:
        _fail(error, 2)
    except QaBotError as error:
        _fail(error, 1)


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
        raise typer.BadParameter(message)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What to ask.")],
    k: Annotated[int, typer.Option("-k", min=1, help="How many passages.")] = 5,
    as_json: Json = False,
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
) -> None:
    """Answer one question from the index."""
    from qa_bot import shell
    from qa_bot.answering import clean_question
    from qa_bot.engine import LocalEngine

    clean_question(question)  # an empty one is told before anything is loaded
    engine = LocalEngine(_folders(corpus, index))
    engine.load_model()
    answer = engine.ask(question, k)
    _print(shell.answer_json(answer) if as_json else shell.answer_text(answer))


@app.command(name="index")
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
    from qa_bot import engine, shell

    with _progress_bars() as on_progress:
        report = engine.build(_folders(corpus, index), model, on_progress, rebuild=rebuild, wait=wait)
    _print(shell.report_json(report) if as_json else shell.report_text(report))


@app.command(name="doctor")
def doctor_command(
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    repair: Annotated[bool, typer.Option("--repair", help="Make what is damaged again.")] = False,
    as_json: Json = False,
) -> None:
    """Tell what the index has, and check every file of it against its hash."""
    from qa_bot import doctor, doctor_report, engine

    folders = _folders(corpus, index)
    repaired: tuple[str, ...] = ()
    if repair:
        with _progress_bars() as on_progress:
            repaired = engine.repair_index(folders, on_progress)
    found = doctor.check(folders.index, folders.corpus)
    _print((doctor_report.checkup_json if as_json else doctor_report.checkup_text)(found, repaired))
    if not found.is_sound:
        _fail(f"The index in {index} is damaged: run `qa-bot doctor --repair`.", 1)


@app.command(name="eval")
def eval_command(
    questions: Annotated[
        Path | None, typer.Argument(metavar="QUESTIONS.jsonl", help="A test question set.")
    ] = None,
    index: IndexFolder = INDEX,
    beir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A folder in BEIR form, instead of a question set.")
    ] = None,
    split: Annotated[str, typer.Option(help="Which qrels of the BEIR folder.")] = "test",
    run_out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the run there, in TREC form.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure retrieval on a test question set."""
    if (questions is None) == (beir is None):
        message = "give either QUESTIONS.jsonl or --beir DIR"
        raise typer.BadParameter(message)
    from qa_bot import evaluation, shell
    from qa_bot.engine import cache_folder, evaluate_beir, evaluate_question_set

    with _progress_bars() as on_progress:
        if beir:
            found, configuration = evaluate_beir(beir, split, cache_folder(), on_progress)
        elif questions:
            found, configuration = evaluate_question_set(questions, _folders(CORPUS, index), on_progress)
    _print(evaluation.as_json(found, configuration) if as_json else shell.evaluation_text(found))
    if run_out:
        evaluation.write_run(run_out, found.run)


def _was_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"


def _run_app(corpus: Path, index: Path) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        _fail('The app needs a terminal. Elsewhere use `qa-bot ask "QUESTION"`.', 1)
    from qa_bot.tui.app import QaBotApp

    def load(on_progress: OnProgress) -> Engine:
        from qa_bot.engine import open_engine

        return open_engine(_folders(corpus, index), on_progress)

    screen = QaBotApp(load)
    screen.run()
    raise SystemExit(screen.return_code or 0)


def _folders(corpus: Path, index: Path) -> Folders:
    from qa_bot.engine import Folders, cache_folder

    return Folders(corpus, index, cache_folder())


@contextmanager
def _progress_bars() -> Iterator[OnProgress]:
    """Show a bar for each stage on stderr, when that is a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from qa_bot import shell

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    target = shell.console(stderr=True)
    with Progress(*columns, console=target, transient=True, disable=not target.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def show(step: Step) -> None:
            if step.stage not in tasks:
                tasks[step.stage] = bars.add_task(step.stage, total=step.total or None)
            bars.update(tasks[step.stage], completed=step.done, total=step.total or None)

        yield show


def _print(result: Any) -> None:
    """Print a JSON object, or what rich can render."""
    if isinstance(result, dict):
        typer.echo(json.dumps(result))
        return
    from qa_bot import shell

    shell.console().print(result)


def _fail(error: object, code: int) -> None:
    from qa_bot.cleaning import clean_line  # a message may quote a file

    typer.echo(f"qa-bot: {clean_line(str(error))}", err=True)
    raise SystemExit(code)
