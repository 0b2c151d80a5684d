"""The config file and the folders of the running command.

A command's folders are settled when its arguments have been parsed, so every command that takes --corpus or
--index finds the same library in the same way. What an option leaves out comes from the config file.
"""

from __future__ import annotations

import os
import re
import shlex
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_bot.core.errors import CorpusError, QaBotError, StorageError, UsageError
from qa_bot.settings.config import SAMPLE, config_path, read_config
from qa_bot.settings.places import CORPUS, Named, Origin, Place, find_place, with_store

if TYPE_CHECKING:
    from qa_bot.settings.config import Config

_SUGGESTED = re.compile(r"`(qa-bot (?:index|doctor)\b[^`]*)`")
_FROM_CONFIG = {"answer_model": "answer_model", "k": "passages", "model": "model"}
"""Parameters of commands that the config file can set, with the names of its keys."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What the running command works with."""

    config: Config
    place: Place


_SETTLED: ContextVar[Settled] = ContextVar("settled")


def settle(context: Any) -> Settled:
    """Settle the parameters of a command that were not given.

    Raises:
        UsageError: the config file has no library of the name given, or the command needs its folders and it
            is read from a store.
        SettingsError: the config file is wrong, or has no library of the name in QA_BOT_LIBRARY.
        CorpusError: the sample articles cannot be copied.
    """
    parameters = context.params
    options = Named(
        library=parameters.get("library"),
        corpus=parameters.get("corpus") if was_given(context, "corpus") else None,
        index=parameters.get("index") if was_given(context, "index") else None,
    )
    publishes = "origin" in parameters  # to a store that is named, never to the one that is read
    reads_store = "store" in parameters and not publishes
    found = settled_by(options, parameters["store"] if reads_store else "")
    if reads_store:
        parameters["store"] = found.place.store
    elif found.place.store and "index" in parameters:
        name = found.place.library
        raise UsageError(
            f"The library {name} is read from {found.place.store}, and this needs its articles and index in "
            "folders. Do it where they are, and publish with `qa-bot index --store ADDRESS`."
        )
    for name in ("corpus", "index"):
        if name in parameters:
            parameters[name] = getattr(found.place, name)
    for name, key in _FROM_CONFIG.items():
        if name in parameters and not was_given(context, name) and key in found.config.values:
            parameters[name] = found.config.value(key)
    return found


def settled_by(options: Named, store: str | None = "") -> Settled:
    """Settle the folders by what options name; raises the errors of `settle`.

    `store` is an address, "" for none but that of the library, None for that of QA_BOT_STORE.
    """
    config = read_config(config_path())
    place = with_store(find_place(config, options, os.environ), options, store, os.environ)
    found = Settled(config, place)
    corpus = place.corpus
    if place.library == SAMPLE and corpus == config.folders_of(SAMPLE).corpus and not corpus.exists():
        from qa_bot.settings.first_library import provide_sample

        provide_sample(corpus)
    return work_on(found)


def work_on(found: Settled) -> Settled:
    """Make the messages of this thread name the folders that were settled; return them."""
    _SETTLED.set(found)
    return found


def settled() -> Settled:
    """Return what the running command works with."""
    return _SETTLED.get()


def missing_corpus() -> str:
    """Return a warning if the corpus folder is missing; "" where only an index or a store is named."""
    place = settled().place
    if place.store or os.path.exists(place.corpus):  # noqa: PTH110  Path.exists raises where a name is too long
        return ""
    if place.corpus == CORPUS and place.origin is not Origin.HERE:
        return ""
    return f"The corpus folder {place.corpus.absolute()} is missing; the answers are from the index."


def was_given(context: Any, name: str) -> bool:
    """Return whether a parameter was given on the command line."""
    source = context.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"


def with_folders(text: str) -> str:
    """Complete the `qa-bot index` and `qa-bot doctor` commands in a text with the options of this call.

    The text is often of the library, which knows no command line.
    """
    found = _SETTLED.get(None)
    options = found.place.options if found else ()

    def completed(match: re.Match[str]) -> str:
        command = match[1]
        given = (f"{name} {shlex.quote(value)}" for name, value in options if name not in command.split())
        return f"`{' '.join((command, *given))}`"

    return _SUGGESTED.sub(completed, text)


def explained(error: QaBotError) -> str:
    """Return the message of an error, with the library that it is about; at a first start, what to do."""
    found = _SETTLED.get(None)
    text = with_folders(str(error))
    if found is None or not isinstance(error, CorpusError | StorageError):
        return text
    if found.place.is_nowhere:
        return nowhere(found.config)
    return f"library {found.place.library}: {text}" if found.place.library else text


def nowhere(config: Config) -> str:
    """Return what to do where nothing names any articles."""
    return (
        f"There are no articles yet: no folder {Path('corpus').absolute()}, and no library in {config.path}. "
        "Name a folder of articles with `qa-bot config add NAME FOLDER`, or try the sample articles with "
        f"`--library {SAMPLE}` (first: `qa-bot index --library {SAMPLE}`)."
    )
