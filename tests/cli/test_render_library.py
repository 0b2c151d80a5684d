"""How the shell prints the articles of a library in terminals of any width."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import io

import pytest
from rich.console import Console

from qa_bot.cli.render_library import catalogue_text
from qa_bot.core.library import ArticleEntry, Catalogue
from qa_bot.core.types import FileReport, Outcome, Source

FERRY = Source(
    path="2024/the-ferry-to-holm-is-late-again-and-again.md",
    title="The ferry to Holm is late",
    publication="The Quay Courier",
    author="Ilse Marrow",
    date="2024-03-01",
)
BARE = Source(path="notes/bare.txt", title="bare")
COPY = FileReport(
    "the-copy-of-a-story-about-ferries.html", Outcome.DUPLICATE, "the same story as notes/bare.txt"
)
PILE = Catalogue(
    (ArticleEntry(FERRY.path, FERRY, 1), ArticleEntry(BARE.path, BARE, 1200)),
    (FileReport(FERRY.path, Outcome.UNCHANGED), FileReport(BARE.path, Outcome.UNCHANGED), COPY),
)


def printed(width: int) -> str:
    """Return what a terminal of this width shows."""
    file = io.StringIO()
    Console(file=file, width=width).print(catalogue_text(PILE, every_file=True))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


def test_a_narrow_terminal_shows_a_block_for_each_article() -> None:
    assert printed(72).startswith(
        "The ferry to Holm is late\n"
        "   2024-03-01 · The Quay Courier · Ilse Marrow · 1 paragraph\n"
        f"   {FERRY.path}\n"
        "bare\n"
        "   1,200 paragraphs\n"
        "   notes/bare.txt\n"
        "\n"
    )


def test_a_wide_terminal_shows_a_table() -> None:
    header, *rows = (line.split("  ") for line in printed(200).splitlines())
    assert [cell.strip() for cell in header if cell] == [
        "date", "title", "publication", "author", "paragraphs", "file"
    ]  # fmt: skip
    assert rows[0][0] == "2024-03-01"


@pytest.mark.parametrize("width", [40, 60, 99, 100, 120, 200])
def test_no_file_name_is_cut_short(width: int) -> None:
    shown = "".join(printed(width).split())
    assert "…" not in shown
    if width in {60, 99, 200}:  # otherwise a name is broken, with other columns between its parts
        assert FERRY.path in shown
