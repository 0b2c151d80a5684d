"""The command line, and the composition root of the program.

Results go to stdout, everything else to stderr. Exit codes: 0 success; 1 failure, with one line that says why
and what to do; 2 wrong usage, which is a UsageError and nothing else; 130 Ctrl+C. `ask` exits with 1 where
nothing was found, and with 2 for any failure. Heavy imports are inside the commands, so that help and the
app's first paint wait for none of them.
"""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from qa_bot import __version__
from qa_bot.cli import (
    ask,
    completion,
    config,
    conversations,
    evaluate,
    library,
    opening,
    serve,
)
from qa_bot.cli.options import (
    ANSWER_MODEL,
    CORPUS,
    INDEX,
    AnswerModelName,
    Corpus,
    IndexFolder,
    Json,
    LibraryName,
    StoreAddress,
    fail,
    folders,
    progress_bars,
    show,
)
from qa_bot.cli.parsing import WRONG, Command, CommandError, CommandGroup, QuestionCommand
from qa_bot.cli.settled import was_given, with_folders
from qa_bot.core.errors import QaBotError, UsageError
from qa_bot.encoders.precision import Precision

app = typer.Typer(
    cls=CommandGroup,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Ask questions about your own articles: verbatim answers with their source, offline.",
)
_OF_A_COMMAND = {
    "corpus": "DIR",
    "index": "DIR",
    "library": "NAME",
    "store": "ADDRESS",
    "answer_model": "NAME",
}
"""Options that stand after the command's name, with what they take."""


def main() -> None:
    """Run the command line; an error of the user's becomes one line and an exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal or pipe may not support every character
    try:
        with completion.quiet_while_completing():
            app(prog_name="qa-bot")
    except CommandError as error:
        fail(error, error.code)
    except UsageError as error:
        fail(error, WRONG)
    except QaBotError as error:
        fail(error, 1)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    library: LibraryName = None,
    store: StoreAddress = None,
    answer_model: AnswerModelName = ANSWER_MODEL,
    no_history: conversations.NoHistory = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """Open the app; build the index first if there is none."""
    if version:
        typer.echo(f"qa-bot {__version__}")
    elif context.invoked_subcommand is None:
        opening.run_app(context)
    elif misplaced := [name for name in _OF_A_COMMAND if was_given(context, name)]:
        command, option = context.invoked_subcommand, f"--{misplaced[0].replace('_', '-')}"
        message = (
            f"Put {option} after “{command}”: `qa-bot {command} {option} {_OF_A_COMMAND[misplaced[0]]} …`."
        )
        raise UsageError(message)


app.command(name="ask", cls=QuestionCommand)(ask.ask)


app.command(name="add", cls=Command)(library.add)
app.command(name="list", cls=Command)(library.list_articles)
app.command(name="show", cls=Command)(library.show_article)
app.command(name="exclude", cls=Command)(library.exclude)
app.command(name="include", cls=Command)(library.include)
app.command(name="remove", cls=Command)(library.remove)


@app.command(name="index", cls=Command)
def index_command(
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    library: LibraryName = None,
    store: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Publish the articles to this store, too.")
    ] = None,
    origin: Annotated[
        str | None, typer.Option(metavar="NAME", help="Publish them under this name.", show_default=False)
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|DIR",
            help="Embed with this sentence-transformers model.",
        ),
    ] = None,
    precision: Annotated[
        Precision,
        typer.Option(
            metavar="auto|float32|int8",
            help="Embed passages in this precision; auto to keep the index's or take the fastest.",
        ),
    ] = Precision.AUTO,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read and embed every file again.")] = False,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Wait for another build to finish.")] = False,
    workers: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Embed on the Dask cluster whose scheduler has this address."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Build the index, or update it from the corpus folder."""
    from qa_bot.cli import render
    from qa_bot.engine import building as engine

    if origin is not None and not store:
        raise UsageError("--origin requires --store ADDRESS.")
    places = folders(corpus, index, store)
    with progress_bars() as on_progress:
        report = engine.build(
            places,
            model,
            on_progress,
            precision=precision,
            fetch=model is not None,
            rebuild=rebuild,
            wait=wait,
            workers=workers,
        )
        published = engine.publish_to_store(places, origin, on_progress) if store else None
    show(render.report_json(report, published) if as_json else render.report_text(report, published))


@app.command(name="doctor", cls=Command)
def doctor_command(
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    library: LibraryName = None,
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
        message = (
            failed if repair else f"The index in {places.index} is damaged: run `qa-bot doctor --repair`."
        )
        fail(with_folders(message), 1)


@app.command(cls=Command)
def mcp(
    answer_model: AnswerModelName = ANSWER_MODEL,
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    library: LibraryName = None,
    store: StoreAddress = None,
) -> None:
    """Let other programs ask, over the Model Context Protocol.

    It is spoken on standard input and output.
    """
    from qa_bot.engine.local import LocalEngine

    try:
        from qa_bot.cli import mcp_server
    except ModuleNotFoundError as error:
        fail(f"`qa-bot mcp` needs the package {error.name}: install qa_bot with its extra, `.[mcp]`.", 1)

    def open_engine() -> LocalEngine:
        engine = LocalEngine(folders(corpus, index, store), answer_model=answer_model)
        engine.load_model()
        return engine

    mcp_server.serve(open_engine)


app.command(cls=Command)(conversations.export)
app.command(cls=Command)(conversations.check)
app.command(name="eval", cls=Command)(evaluate.evaluate)
app.command(name="eval new", cls=Command)(evaluate.new)
app.command(name="config", cls=Command)(config.show_config)
app.command(name="config set", cls=Command)(config.set_key)
app.command(name="config add", cls=Command)(config.add)
app.command(name="config edit", cls=Command)(config.edit)
app.command(name="serve", cls=Command)(serve.serve)
app.command(name="completion", cls=Command)(completion.completion)
