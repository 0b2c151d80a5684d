"""`qa-bot config`: shows the settings in force and where each comes from, and changes the config file."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path  # noqa: TC003  typer reads the annotations when it runs
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa_bot.cli.options import CORPUS, INDEX, Corpus, IndexFolder, Json, LibraryName, StoreAddress, show
from qa_bot.cli.settled import Settled, nowhere, settled
from qa_bot.core.errors import SettingsError, UsageError
from qa_bot.settings.config import config_path, did_you_mean, read_config
from qa_bot.settings.places import Origin, is_own_folder
from qa_bot.settings.schema import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from qa_bot.settings.config import Config

_EDITORS = ("nano", "vi", "notepad")
"""Editors to try where neither VISUAL nor EDITOR names one."""


def show_config(
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    library: LibraryName = None,
    store: StoreAddress = None,
    as_json: Json = False,
) -> None:
    """Show the settings in force, and where each comes from."""
    found = settled()
    check_actions(found.config)
    show(_json(found) if as_json else _text(found))


def set_key(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A setting, such as passages or keys.app.help.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="Its new value.")],
) -> None:
    """Change one setting in the config file."""
    from qa_bot.settings.editing import set_value

    path = config_path()
    wrong = _no_action(key.removeprefix("keys.")) if key.startswith("keys.") else ""
    if wrong:
        raise UsageError(wrong)
    if key == "theme":
        _check_theme(value)
    set_value(path, key, value)
    _say(f"Set {key} in {path}.")


def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the library.")],
    corpus_folder: Annotated[
        Path | None, typer.Argument(metavar="CORPUS", help="Folder with its articles.", readable=False)
    ] = None,
    index_folder: Annotated[
        Path | None,
        typer.Option("--index", metavar="DIR", help="Folder for its index.", readable=False),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option("--store", metavar="ADDRESS", help="Store to read it from, in place of folders."),
    ] = None,
) -> None:
    """Name a folder or a store of articles, to open it anywhere.

    The first library becomes the default one.
    """
    from qa_bot.settings.editing import add_library, add_store

    if corpus_folder and not address:
        _check_folder(corpus_folder)
        config = add_library(config_path(), name, corpus_folder, index_folder)
    elif address and not (corpus_folder or index_folder):
        config = add_store(config_path(), name, address)
    else:
        raise UsageError("Name a folder of articles, with or without --index, or else --store ADDRESS.")
    is_default = config.default_library == name
    named = f"`qa-bot --library {name}` opens it"
    use = f"`qa-bot` opens it from any folder{_but_here(name)}" if is_default else named
    what = "" if address else "the articles of "
    _say(f"Added {name}, {what}{config.folders_of(name).articles}: {use}.")


def _check_folder(folder: Path) -> None:
    if not os.path.isdir(folder):  # noqa: PTH112  Path.is_dir raises where a name is too long
        message = f"There is no folder {folder.absolute()}. Create it, or name another one."
        raise SettingsError(message)


def _but_here(library: str) -> str:
    """Return how to open the default library here, if the articles of this folder come before it."""
    if not is_own_folder():
        return ""
    return f" without a folder “{CORPUS}”; here, `qa-bot --library {library}` does"


def edit() -> None:
    """Open the config file in your editor, and check it afterwards."""
    from qa_bot.settings.editing import create

    path = config_path()
    create(path)
    command = _editor()
    try:
        ended = subprocess.run([*command, str(path)], check=False)  # noqa: S603  the user's own editor
    except OSError as error:
        message = f"The editor {command[0]} cannot be started: set EDITOR, or open {path} yourself."
        raise SettingsError(message) from error
    if ended.returncode:
        message = f"The editor {command[0]} ended with {ended.returncode}; the file is {path}."
        raise SettingsError(message)
    check_actions(read_config(path))
    _say(f"{path} is valid.")


def check_actions(config: Config) -> None:
    """Check that each key of the config file belongs to an action; imports the app's table of actions.

    Raises:
        SettingsError: there is no such action.
    """
    for action in config.keys:
        if wrong := _no_action(action):
            message = f"{config.path}: {wrong}"
            raise SettingsError(message)


def action_ids() -> set[str]:
    """Return the ids of the actions of the app that can have other keys."""
    from qa_bot.tui.actions import table

    return {row.id for row in table() if row.id}


def _no_action(action: str) -> str:
    """Return that there is no such action, and which ones there are; "" where there is one."""
    known = action_ids()
    if action in known:
        return ""
    meant = did_you_mean(action, known) or f" Actions: {', '.join(sorted(known))}."
    return f"keys.{action} is no action of the app.{meant}"


def _check_theme(name: str) -> None:
    from qa_bot.tui.app import QaBotApp

    def no_engine(_: object) -> Any:
        raise NotImplementedError

    known = QaBotApp(no_engine).available_themes
    if name not in known:
        meant = did_you_mean(name, known)
        message = f"There is no theme {name}.{meant} Themes: {', '.join(sorted(known))}."
        raise UsageError(message)


def _editor() -> list[str]:
    for variable in ("VISUAL", "EDITOR"):
        if named := os.environ.get(variable, "").strip():
            return shlex.split(named, posix=os.name != "nt")
    if found := next(filter(None, map(shutil.which, _EDITORS)), None):
        return [found]
    message = f"No editor was found: set EDITOR, or open {config_path()} yourself."
    raise SettingsError(message)


def _rows(found: Settled) -> Iterator[tuple[str, Any, str]]:
    """Yield the name, value and origin of each setting; folders are whole paths."""
    place, config = found.place, found.config
    yield "library", place.library, place.origins.library.value
    yield "corpus", "" if place.store else str(place.corpus.absolute()), place.origins.corpus.value
    yield "index", "" if place.store else str(place.index.absolute()), place.origins.index.value
    yield "store", place.store, place.origins.store.value
    for name in SETTINGS:
        if name != "library":
            origin = Origin.CONFIG if name in config.values else Origin.DEFAULT
            yield name, config.value(name), origin.value
    yield from ((f"keys.{action}", key, Origin.CONFIG.value) for action, key in config.keys.items())


def _json(found: Settled) -> dict[str, Any]:
    config = found.config
    return {
        "file": str(config.path),
        "exists": config.path.exists(),
        "settings": {name: {"value": value, "from": origin} for name, value, origin in _rows(found)},
        "libraries": {
            name: {"store": one.store} if one.store else {"corpus": str(one.corpus), "index": str(one.index)}
            for name, one in config.libraries.items()
        },
    }


def _text(found: Settled) -> RenderableType:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    config = found.config
    state = "" if config.path.exists() else " (not there yet)"
    settings = Table("setting", "value", "from", box=None, pad_edge=False, header_style="bold")
    settings.columns[1].overflow = "fold"
    for name, value, origin in _rows(found):
        unset = SETTINGS[name].unset if name in SETTINGS else "none"
        words = str(value).lower() if isinstance(value, bool) else str(value) or unset
        if name == "corpus" and value and not found.place.corpus.exists():
            words += " (not there)"
        settings.add_row(*map(Text, (name, words, origin)))
    parts: list[RenderableType] = [
        Text(f"config file: {config.path}{state}", overflow="fold"),
        Text(),
        settings,
    ]
    if config.libraries:
        libraries = Table("library", "articles", box=None, pad_edge=False, header_style="bold")
        libraries.columns[1].overflow = "fold"
        for name, one in config.libraries.items():
            default = " (default)" if name == config.default_library else ""
            libraries.add_row(Text(name + default), Text(one.articles))
        parts += [Text(), libraries]
    if found.place.is_nowhere:
        parts += [Text(), Text(nowhere(config))]
    return Group(*parts)


def _say(message: str) -> None:
    from rich.text import Text

    from qa_bot.core.sanitizing import clean_line

    show(Text(clean_line(message), overflow="fold"))
