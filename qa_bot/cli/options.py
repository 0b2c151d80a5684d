"""What the commands share: options, folders, progress bars, printing and failing.

Results go to stdout, everything else to stderr.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from qa_bot.cli.parsing import whole_number
from qa_bot.cli.values import library_names
from qa_bot.core.sanitizing import clean_line
from qa_bot.settings import places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.progress import Task
    from rich.progress_bar import ProgressBar

    from qa_bot.core.folders import Folders
    from qa_bot.core.types import OnProgress
    from qa_bot.core.types import Progress as Step

Corpus = Annotated[
    Path,
    typer.Option(
        "--corpus", metavar="DIR", help="Folder with the articles.", readable=False, show_default=False
    ),
]
IndexFolder = Annotated[
    Path,
    typer.Option("--index", metavar="DIR", help="Folder with the index.", readable=False, show_default=False),
]
"""`readable=False` leaves the check to the reader, whose message is better than wrong usage.

A command gets the folders of the library that it works on, whether these options are given or not.
"""
LibraryName = Annotated[
    str | None,
    typer.Option(
        "--library",
        metavar="NAME",
        help="Work on this library of the config file.",
        autocompletion=library_names,
    ),
]
"""Every command that takes a folder takes this option as well; it is read when the folders are settled."""
StoreAddress = Annotated[
    str | None,
    typer.Option("--store", metavar="ADDRESS", help="Read from this store instead of the index folder."),
]
"""The address comes from QA_BOT_STORE where the option is not given; "" names the index folder."""
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
RerankerName = Annotated[
    str | None,
    typer.Option("--reranker", metavar="NAME|DIR", help="Rerank with this cross-encoder."),
]
RerankBudget = Annotated[
    int,
    typer.Option(
        "--rerank-budget-ms",
        metavar="MS",
        parser=whole_number("--rerank-budget-ms", 1),
        help="Time limit for reranking.",
    ),
]

AnswerModelName = Annotated[
    str,
    typer.Option(
        "--answer-model",
        metavar="NAME|DIR|none",
        help="Read the best passages with this model; none to rank and judge without one.",
    ),
]

CORPUS, INDEX = places.CORPUS, places.INDEX
BUDGET_MS = 500
ANSWER_MODEL = "answer-minilm"
SCHEMA_VERSION = 1
"""Of the JSON that is printed: raised when a key goes or changes its meaning, not when one is added."""


def folders(corpus: Path, index: Path, store: str | None = None) -> Folders:
    """Return the folders of a command, absolute for its messages, with the user's cache folder."""
    from qa_bot.core.folders import Folders, cache_folder

    return Folders(corpus.absolute(), index.absolute(), cache_folder(), store or "")


def as_indexed(names: Sequence[str], corpus: Path) -> tuple[str, ...]:
    """Return article names relative to the corpus folder, as in the index; a shell completes whole paths."""
    return tuple(_inside(name, corpus.resolve()) for name in names)


def _inside(name: str, corpus: Path) -> str:
    if not os.path.exists(name):  # noqa: PTH110  Path.exists raises where a name is too long
        return name
    path = Path(name).resolve()
    return path.relative_to(corpus).as_posix() if corpus in path.parents else name


@contextmanager
def progress_bars() -> Iterator[OnProgress]:
    """Show progress on stderr if that is a terminal, with a bar where the total is known."""
    with ExitStack() as opened:
        show: OnProgress | None = None

        def show_step(step: Step) -> None:
            nonlocal show
            show = show or opened.enter_context(_bar())  # only once there is something to show
            show(step)

        yield show_step


@contextmanager
def _bar() -> Iterator[OnProgress]:
    from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, TextColumn

    from qa_bot.cli import render as shell
    from qa_bot.wording import pace

    class KnownBar(ProgressColumn):
        """A bar if the total is known."""

        def render(self, task: Task) -> ProgressBar | str:
            return BarColumn().render(task) if task.total else ""

    target, measured = shell.console(stderr=True), pace.Pace()
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), KnownBar())
    with Progress(*columns, console=target, transient=True, disable=not target.is_terminal) as bars:

        def show(step: Step) -> None:
            measured.note(step, time.monotonic())
            known = step.total if step.done < step.total else None  # past the end, what is left is unknown
            words = clean_line(pace.progress_line(step, measured.left_s))
            for task in bars.tasks:
                if task.total == known:
                    bars.update(task.id, description=words, completed=step.done)
                    return
                bars.remove_task(task.id)
            bars.add_task(words, total=known, completed=step.done)

        yield show


def show(result: Any) -> None:
    """Print a JSON object with the version of its form, or what rich can render."""
    if isinstance(result, dict):
        typer.echo(json.dumps(versioned(result)))
        return
    from qa_bot.cli import render as shell

    shell.put(shell.console(), result)


def versioned(result: dict[str, Any]) -> dict[str, Any]:
    """Return a JSON object that begins with the version of its form."""
    return {"schema_version": SCHEMA_VERSION, **result}


def warn(message: str) -> None:
    """Print one line on stderr, unless it is empty."""
    if message:
        typer.echo(f"qa-bot: {clean_line(message)}", err=True)


def fail(error: object, code: int) -> NoReturn:
    """Print one line on stderr and exit."""
    warn(str(error) or repr(error))
    raise SystemExit(code)
