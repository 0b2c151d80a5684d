"""What a shell completes from the config file and the index: libraries, articles, files and filter values.

At each Tab the program starts once, so only SQLite is read: no model, no vector index. What cannot be read
completes nothing.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

import typer  # noqa: TC002  typer reads the annotations when it runs

from qa_bot.cli.settled import was_given
from qa_bot.core.errors import QaBotError
from qa_bot.core.sanitizing import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qa_bot.index.store import Store

COMPLETE_VARIABLE: Final = "_QA_BOT_COMPLETE"
"""Set by the script of a shell at Tab: "complete_bash"."""
MOST: Final = 500
"""Values that are offered at once."""
_ESCAPED: Final = re.compile(r"([^\w./:@%+=,~-])")


def library_names(incomplete: str) -> list[str]:
    """Return the libraries of the config file, and the sample."""
    from qa_bot.settings.config import config_path, read_config

    try:
        names = read_config(config_path()).library_names
    except QaBotError:
        return []
    return _beginning(incomplete, names)


def values_of(key: str) -> Callable[[typer.Context, str], list[str]]:
    """Return what completes the value of a filter, such as "publication"."""

    def complete(context: typer.Context, incomplete: str) -> list[str]:
        return _complete(lambda store: store.filter_values().get(key, ()), context, incomplete)

    return complete


def article_names(context: typer.Context, incomplete: str) -> list[str]:
    """Return the ids of the articles in the index."""
    return _complete(lambda store: [entry.id for entry in store.entries()], context, incomplete)


def file_names(context: typer.Context, incomplete: str) -> list[str]:
    """Return the files of the corpus folder as of the last build."""
    return _complete(lambda store: [file.path for file in store.files()], context, incomplete)


def _complete(values: Callable[[Store], Iterable[str]], context: typer.Context, incomplete: str) -> list[str]:
    try:
        return _beginning(incomplete, values(_store(context)))
    except QaBotError:
        return []


def _store(context: typer.Context) -> Store:
    """Open the store of the library that the line names so far.

    Raises:
        QaBotError: there is no index, or the config file is wrong.
    """
    from qa_bot.index.storage.versions import current_version
    from qa_bot.index.store import FOLDER_NAME, Store
    from qa_bot.settings.config import config_path, read_config
    from qa_bot.settings.places import Named, find_place

    given = context.params
    options = Named(
        library=given.get("library"),
        corpus=given["corpus"] if was_given(context, "corpus") else None,
        index=given["index"] if was_given(context, "index") else None,
    )
    place = find_place(read_config(config_path()), options, os.environ)
    return Store(current_version(place.index) / FOLDER_NAME)


def _beginning(incomplete: str, values: Iterable[str]) -> list[str]:
    """Return the values that begin like what is typed, in any case; bash needs blanks escaped."""
    escape = os.environ.get(COMPLETE_VARIABLE, "").endswith("bash")
    begun = incomplete.replace("\\", "").casefold()
    found = [clean_line(value) for value in values if value.casefold().startswith(begun)]
    return [_ESCAPED.sub(r"\\\1", value) if escape else value for value in found[:MOST]]
