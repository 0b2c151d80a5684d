"""What the shell prints of a library: its articles, one article, and what was changed."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from qa_bot.cli import render
from qa_bot.core.sanitizing import clean_line, plain
from qa_bot.wording.build_report import summary_of, summary_of_files
from qa_bot.wording.citations import also_in_lines, origin_of, title_of
from qa_bot.wording.library import rows_of_catalogue
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from qa_bot.core.library import AddReport, ArticleEntry, Catalogue
    from qa_bot.core.types import Article, BuildReport

_LEAST_TABLE = 100
"""Columns of a terminal in which a table of the articles can be read."""
COLUMNS = ("date", "title", "publication", "author", "paragraphs", "file")


def catalogue_text(catalogue: Catalogue, *, every_file: bool = False) -> RenderableType:
    """Render a row for each article, newest first; with `every_file`, also the files that are not indexed."""
    newest = _newest_first(catalogue)
    table = _Articles(newest)
    left_out = [row for row in rows_of_catalogue(catalogue) if row.entry is None]
    counts = Text(f"{counted(len(newest), 'article')} · {summary_of_files(catalogue.files)}", style="dim")
    if not (every_file and left_out):
        return Group(table, Text(), counts)
    others = Table("file", "outcome", "reason", box=None, pad_edge=False, header_style="bold")
    others.columns[0].overflow = others.columns[2].overflow = "fold"
    for row in left_out:
        file = row.file
        others.add_row(
            Text(clean_line(file.path)), Text(file.outcome.value), Text(clean_line(file.reason or ""))
        )
    return Group(table, Text(), others, Text(), counts)


class _Articles:
    """The articles as a table; in a narrow terminal as a block of lines each, with the whole file name."""

    def __init__(self, entries: Sequence[ArticleEntry]) -> None:
        self._entries = entries

    def __rich_console__(self, screen: Console, options: ConsoleOptions) -> RenderResult:
        if options.max_width < _LEAST_TABLE:
            yield from map(_block, self._entries)
            return
        table = Table(*COLUMNS, box=None, pad_edge=False, header_style="bold")
        table.columns[0].no_wrap = True
        table.columns[4].justify = "right"
        table.columns[5].overflow = "fold"
        for entry in self._entries:
            table.add_row(*map(Text, _cells(entry)))
        yield table


def _block(entry: ArticleEntry) -> RenderableType:
    date, title, *stated, _, name = _cells(entry)
    length = counted(entry.paragraphs, "paragraph")
    about = " · ".join(filter(None, (date, *stated, length)))
    lines = Text.assemble((about, "cyan"), "\n", (name, "cyan"), overflow="fold")
    return Group(Text(title, style="bold"), Padding(lines, (0, 0, 0, 3), expand=False))


def catalogue_lines(catalogue: Catalogue, *, every_file: bool = False) -> Iterator[str]:
    """Yield a header and a line for each article, newest first, with a tab between two columns.

    With `every_file`, there are two more columns, and lines for the files that are not indexed.
    """
    further = ("outcome", "reason") if every_file else ()
    yield "\t".join((*COLUMNS, *further))
    for entry in _newest_first(catalogue):
        yield "\t".join((*_cells(entry), *("indexed", "")[: len(further)]))
    for row in rows_of_catalogue(catalogue) if every_file else ():
        if row.entry is None:
            file = row.file
            told = (clean_line(file.path), file.outcome.value, clean_line(file.reason or ""))
            yield "\t".join((*[""] * (len(COLUMNS) - 1), *told))


def _newest_first(catalogue: Catalogue) -> list[ArticleEntry]:
    return sorted(catalogue.articles, key=lambda one: one.source.date or "", reverse=True)


def _cells(entry: ArticleEntry) -> tuple[str, ...]:
    source = entry.source
    stated = (source.date, title_of(source), source.publication, source.author)
    return (*(clean_line(value or "") for value in stated), f"{entry.paragraphs:,}", clean_line(entry.id))


def catalogue_json(catalogue: Catalogue) -> dict[str, Any]:
    """Return all articles and files as one JSON object."""
    return {
        "articles": [
            {"id": entry.id, **dataclasses.asdict(entry.source), "paragraphs": entry.paragraphs}
            for entry in catalogue.articles
        ],
        "files": [render.file_json(file) for file in catalogue.files],
    }


def article_text(article: Article) -> RenderableType:
    """Render a whole article: its source, then headings and paragraphs."""
    source = article.source
    where = " · ".join(clean_line(part) for part in (article.id, source.url) if part)
    head = [
        Text(title_of(source), style="bold"),
        Text(origin_of(source), style="cyan"),
        Text(where, style="cyan"),
    ]
    head += [Text(line, style="cyan") for line in also_in_lines(article)]
    body = [
        line
        for _, level, text in article.pieces()
        for line in (Text(), Text(plain(text), style="bold" if level else ""))
    ]
    return Group(*head, *body)


def article_json(article: Article) -> dict[str, Any]:
    """Return a whole article as one JSON object."""
    return {
        "id": article.id,
        **dataclasses.asdict(article.source),
        "also_in": [dataclasses.asdict(source) for source in article.also_in],
        "headings": [dataclasses.asdict(heading) for heading in article.headings],
        "paragraphs": list(article.paragraphs),
    }


def add_text(reports: Sequence[AddReport], corpus: Path, built: BuildReport | None) -> RenderableType:
    """Render what was added, and the update of the index or how to start one."""
    if built is None:
        return render.add_text(reports, corpus)
    return Group(render.add_text(reports, corpus, is_indexed=True), Text(), Text(summary_of(built)))


def change_text(what: str, paths: Sequence[str], built: BuildReport | None) -> RenderableType:
    """Render what was done to files, and the update of the index if there was one."""
    lines = [Text(f"{what}: {clean_line(path)}") for path in paths]
    return Group(*lines, *([Text(), Text(summary_of(built))] if built else []))


def change_json(what: str, paths: Sequence[str], built: BuildReport | None) -> dict[str, Any]:
    """Return what was done to files as one JSON object."""
    return {what.replace(" ", "_"): list(paths), **update_json(built)}


def update_json(built: BuildReport | None) -> dict[str, Any]:
    """Return the report on an update; null if there was none."""
    return {"update": render.report_json(built) if built else None}
