"""The commands for the articles of a library: list, show, add, exclude, include, remove."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003  typer reads the annotations when it runs
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.options import (
    CORPUS,
    INDEX,
    Corpus,
    IndexFolder,
    Json,
    LibraryName,
    StoreAddress,
    as_indexed,
    fail,
    folders,
    progress_bars,
    show,
)
from qa_bot.cli.values import article_names, file_names
from qa_bot.core.errors import UsageError
from qa_bot.core.sanitizing import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_bot.engine.local import LocalEngine

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE", help="Files of the corpus folder.", autocompletion=file_names),
]
NoUpdate = Annotated[bool, typer.Option("--no-update", help="Leave the index for the next `qa-bot index`.")]


def list_articles(
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    library: LibraryName = None,
    store: StoreAddress = None,
    every_file: Annotated[
        bool, typer.Option("--all", help="Also list the files that are not indexed, with the reason.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the articles of the index.

    In a pipe: a line each, with tabs between.
    """
    from qa_bot.cli import render_library

    catalogue = _engine(corpus, index, store).catalogue()
    if as_json:
        show(render_library.catalogue_json(catalogue))
    elif sys.stdout.isatty():
        show(render_library.catalogue_text(catalogue, every_file=every_file))
    else:
        for line in render_library.catalogue_lines(catalogue, every_file=every_file):
            typer.echo(line)


def show_article(
    article: Annotated[
        str,
        typer.Argument(
            metavar="ARTICLE",
            help="Its path, web address, or words of its title that no other has.",
            autocompletion=article_names,
        ),
    ],
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    library: LibraryName = None,
    store: StoreAddress = None,
    as_json: Json = False,
) -> None:
    """Print a whole article."""
    from qa_bot.cli import render_library
    from qa_bot.engine.curating import article_named

    engine = _engine(corpus, index, store)
    (name,) = as_indexed([article], corpus)
    found = engine.article(article_named(engine.catalogue().articles, name).id)
    show(render_library.article_json(found) if as_json else render_library.article_text(found))


def add(
    sources: Annotated[
        list[str], typer.Argument(metavar="URL|FILE", help="Web pages by URL, files, or folders.")
    ],
    corpus: Corpus = CORPUS,
    at_once: Annotated[bool, typer.Option("--index", help="Index at once what was added.")] = False,
    index: Annotated[
        Path, typer.Option("--index-dir", metavar="DIR", help="Folder with the index.", readable=False)
    ] = INDEX,
    library: LibraryName = None,
    as_json: Json = False,
) -> None:
    """Add web pages, files or folders to the corpus folder."""
    from qa_bot.adding import add as adding
    from qa_bot.cli import render, render_library
    from qa_bot.engine.building import build

    with progress_bars() as on_progress:
        reports = adding.add(sources, corpus, on_progress)
        is_new = any(report.outcome is adding.AddOutcome.ADDED for report in reports)
        built = build(folders(corpus, index), None, on_progress) if at_once and is_new else None
    if as_json:
        show(render.add_json(reports) | (render_library.update_json(built) if at_once else {}))
    else:
        show(render_library.add_text(reports, corpus, built))
    failed = sum(report.outcome is adding.AddOutcome.FAILED for report in reports)
    if failed and len(reports) == 1:
        raise SystemExit(1)  # the line above says why
    if failed:
        fail(f"{failed} of {len(reports)} could not be added; see the reasons above.", 1)
    if all(report.outcome is adding.AddOutcome.SKIPPED for report in reports):
        fail("Nothing was added: no file there has a supported type.", 1)


def exclude(
    files: Files,
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    library: LibraryName = None,
    no_update: NoUpdate = False,
    as_json: Json = False,
) -> None:
    """Leave files out of the index; they stay in the corpus folder."""
    from qa_bot.engine import curating

    _change("excluded", curating.exclude, files, _Call(corpus, index, no_update=no_update, as_json=as_json))


def include(
    files: Files,
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    library: LibraryName = None,
    no_update: NoUpdate = False,
    as_json: Json = False,
) -> None:
    """Bring excluded files back into the index."""
    from qa_bot.engine import curating

    _change(
        "brought back", curating.include, files, _Call(corpus, index, no_update=no_update, as_json=as_json)
    )


def remove(
    files: Files,
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    library: LibraryName = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    no_update: NoUpdate = False,
    as_json: Json = False,
) -> None:
    """Move files of the corpus folder to the bin, after asking."""
    from qa_bot.corpus.removal import files_named
    from qa_bot.engine import curating

    paths = as_indexed(files, corpus)
    files_named(corpus, paths)  # a wrong name is reported before anything is asked
    if not yes and not _agrees([str(corpus / path) for path in paths]):
        fail("Nothing was removed.", 1)
    call = _Call(corpus, index, no_update=no_update, as_json=as_json)
    _change("moved to the bin", curating.remove, files, call, shows_folder=True)


def _agrees(paths: Sequence[str]) -> bool:
    """Ask whether files are to be moved to the bin."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        message = "Without a terminal there is nobody to ask: add --yes to move the files to the bin."
        raise UsageError(message)
    named = ", ".join(map(clean_line, paths))
    return typer.confirm(f"Move {named} to the bin?", default=False, err=True)


@dataclass(frozen=True, slots=True)
class _Call:
    """The options that commands share."""

    corpus: Path
    index: Path
    no_update: bool
    as_json: bool


def _change(
    what: str,
    change: Callable[[Path, Sequence[str]], None],
    files: Sequence[str],
    call: _Call,
    *,
    shows_folder: bool = False,
) -> None:
    """Change files of the corpus folder, bring the index up to date, and print what was done.

    `shows_folder` prints the corpus folder with each file, so that one of that name elsewhere is not meant.
    """
    from qa_bot.cli import render_library
    from qa_bot.engine.curating import update_if_built

    paths = as_indexed(files, call.corpus)
    change(call.corpus, paths)
    with progress_bars() as on_progress:
        places = folders(call.corpus, call.index)
        built = None if call.no_update else update_if_built(places, on_progress)
    if call.as_json:
        show(render_library.change_json(what, paths, built))
    else:
        shown = [str(call.corpus / path) for path in paths] if shows_folder else paths
        show(render_library.change_text(what, shown, built))


def _engine(corpus: Path, index: Path, store: str | None) -> LocalEngine:
    from qa_bot.engine.local import LocalEngine

    return LocalEngine(folders(corpus, index, store))
