"""What the commands have in common: options, folders, bars of progress, and how they print and fail.

Results go to stdout, everything else to stderr.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from qa_bot.usage import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_bot.engine import Folders
    from qa_bot.types import OnProgress
    from qa_bot.types import Progress as Step

Corpus = Annotated[Path, typer.Option("--corpus", metavar="DIR", help="Folder of the articles.")]
IndexFolder = Annotated[Path, typer.Option("--index", metavar="DIR", help="Folder of the index.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
RerankerName = Annotated[
    str | None,
    typer.Option("--reranker", metavar="NAME|DIR", help="Cross-encoder that reads the first hits anew."),
]
RerankBudget = Annotated[
    int,
    typer.Option(
        "--rerank-budget-ms",
        metavar="MS",
        parser=whole_number("--rerank-budget-ms", 1),
        help="How long it may take for a question.",
    ),
]

CORPUS, INDEX = Path("corpus"), Path("index")
BUDGET_MS = 500


def folders(corpus: Path, index: Path) -> Folders:
    """Name the folders of a command, the user's cache folder among them."""
    from qa_bot.engine import Folders, cache_folder

    return Folders(corpus, index, cache_folder())


def as_indexed(names: Sequence[str], corpus: Path) -> tuple[str, ...]:
    """Name articles as the index does: a path that a shell completed begins above the corpus folder."""
    return tuple(_inside(name, corpus.resolve()) for name in names)


def _inside(name: str, corpus: Path) -> str:
    if not os.path.exists(name):  # noqa: PTH110  Path.exists raises where a name is too long
        return name
    path = Path(name).resolve()
    return path.relative_to(corpus).as_posix() if corpus in path.parents else name


@contextmanager
def progress_bars() -> Iterator[OnProgress]:
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


def show(result: Any) -> None:
    """Print a JSON object, or what rich can render."""
    if isinstance(result, dict):
        typer.echo(json.dumps(result))
        return
    from qa_bot import shell

    shell.put(shell.console(), result)


def fail(error: object, code: int) -> NoReturn:
    """End with one line on stderr."""
    from qa_bot.cleaning import clean_line  # a message may quote a file

    typer.echo(f"qa-bot: {clean_line(str(error))}", err=True)
    raise SystemExit(code)
