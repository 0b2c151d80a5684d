"""The commands on kept conversations: export one, and check the quotes of an exported one."""

from __future__ import annotations

import dataclasses
from pathlib import Path  # noqa: TC003  typer reads the annotations when it runs
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa_bot.cli.options import (
    CORPUS,
    INDEX,
    Corpus,
    IndexFolder,
    Json,
    LibraryName,
    StoreAddress,
    fail,
    folders,
    show,
    warn,
)
from qa_bot.cli.parsing import whole_number
from qa_bot.cli.settled import with_folders
from qa_bot.core.errors import ConversationError, QuestionError, UsageError, reason_of
from qa_bot.core.folders import data_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from qa_bot.conversations.check import Checked
    from qa_bot.core.conversations import Summary
    from qa_bot.core.types import Article
    from qa_bot.engine.local import LocalEngine

SUFFIXES = (".md", ".json")
_QUOTE_CHARACTERS = 70
_MINUTES = len("2026-11-29T10:03")

NoHistory = Annotated[
    bool, typer.Option("--no-history", help="Keep nothing of this run, and show nothing of earlier ones.")
]


def export(
    conversation: Annotated[
        int | None,
        typer.Argument(
            metavar="CONVERSATION",
            parser=whole_number("CONVERSATION", 1),
            help="Its number in the list; by default the latest.",
            show_default=False,
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.md|FILE.json", help="Write to this new file; by default, print.", readable=False
        ),
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the conversations instead.")] = False,
    corpus: Corpus = CORPUS,
    library: LibraryName = None,
    store: StoreAddress = None,
) -> None:
    """Export a conversation of the app with its citations.

    As Markdown, or as JSON with --to.
    """
    if to is not None and to.suffix.lower() not in SUFFIXES:
        message = f"--to must name a file in .md or .json, not {to}."
        raise UsageError(message)
    from qa_bot.conversations.store import Conversations
    from qa_bot.wording.export import exported

    kept = Conversations(data_folder(), corpus)
    found = kept.search()
    if listing:
        show(_list_text(found))
        return
    if not found:
        what = f"No conversation about the articles in {store or corpus.absolute()} is kept."
        message = f"{what} Ask questions in the app first: `qa-bot`."
        raise ConversationError(message)
    turns = kept.turns(kept.keys(found[0].id if conversation is None else conversation))
    if to is None:
        typer.echo(exported(turns, "conversation.md"), nl=False)
    else:
        _write_new(to, exported(turns, to.name))
        show(f"{len(turns)} questions: {to}" if len(turns) != 1 else f"1 question: {to}")


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An exported conversation.", readable=False)],
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    library: LibraryName = None,
    store: StoreAddress = None,
    as_json: Json = False,
) -> None:
    """Check which quotes of an exported conversation still stand."""
    from qa_bot.conversations.check import HOLDING, check_quotes, read_quotes
    from qa_bot.engine.local import LocalEngine

    read_quotes(file)  # what is wrong with the file is reported before the index is opened
    engine = LocalEngine(folders(corpus, index, store))
    if engine.changes():
        older = "The corpus folder has changed since it was indexed. To check against it, run `qa-bot index`."
        warn(with_folders(older))
    checked = check_quotes(file, lambda article: _article(engine, article))
    show({"quotes": [_checked_json(one) for one in checked]} if as_json else _checked_text(checked))
    fallen = sum(one.standing not in HOLDING for one in checked)
    if fallen:
        fail(f"Quotes that no longer stand: {fallen} of {len(checked)}.", 1)


def _article(engine: LocalEngine, article_id: str) -> Article | None:
    try:
        return engine.article(article_id)
    except QuestionError:
        return None


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        message = f"{path} exists. Choose another name."
        raise ConversationError(message) from error
    except OSError as error:
        message = f"{path} cannot be written: {reason_of(error)}."
        raise ConversationError(message) from error


def _list_text(found: Sequence[Summary]) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    from qa_bot.core.sanitizing import clean_line

    table = Table("number", "last question", "questions", "first question", box=None, pad_edge=False)
    for one in found:
        asked = one.asked[:_MINUTES].replace("T", " ")
        table.add_row(str(one.id), asked, str(one.questions), Text(clean_line(one.first_question)))
    return table if found else Text("No conversation is kept.")


def _checked_json(one: Checked) -> dict[str, Any]:
    return dataclasses.asdict(one.quote) | {"standing": one.standing.value, "now_in_paragraph": one.paragraph}


def _checked_text(checked: Sequence[Checked]) -> RenderableType:
    """Render how many quotes stand, then each that does not stand where it did."""
    from rich.text import Text

    from qa_bot.conversations.check import Standing
    from qa_bot.core.sanitizing import shorten
    from qa_bot.wording.numbers import counted

    counts = [(standing, sum(one.standing is standing for one in checked)) for standing in Standing]
    words = ", ".join(f"{count} {_WORDS[standing.value]}" for standing, count in counts if count)
    text = Text(
        f"{counted(len(checked), 'quote')}: {words}" if checked else "There are no quotes in this file."
    )
    for one in checked:
        if one.standing is not Standing.STANDS:
            where = f"moved to paragraph {one.paragraph}" if one.paragraph else _WORDS[one.standing.value]
            quote = one.quote
            text.append(f"\n{where}: {shorten(quote.article, 200)}, paragraph {quote.paragraph}: ")
            text.append(f"\u201c{shorten(quote.text, _QUOTE_CHARACTERS)}\u201d")
    return text


_WORDS = {
    "stands": "stand",
    "moved": "moved",
    "changed": "changed",
    "gone": "article gone",
    "altered": "altered in the file",
}
