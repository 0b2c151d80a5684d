"""Changes the config file and keeps what a person wrote in it: comments, order and blank lines.

A changed file is checked before it replaces the old one, so that no command leaves a file that the next one
refuses. Where the file is a link, as in a repository of dotfiles, what it leads to is replaced.
"""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from qa_bot.core.errors import SettingsError, UsageError, reason_of
from qa_bot.settings.config import did_you_mean, parse_config, read_config, whole_address
from qa_bot.settings.schema import KEYS, LIBRARIES, LIBRARY_KEYS, SETTINGS, TEXT, is_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tomlkit import TOMLDocument

    from qa_bot.settings.config import Config

_LINE = re.compile(r", line \d+(?=: )")
START = """\
# Settings of qa_bot. `qa-bot config` shows what is in force and where each value comes from.
# To set a value, remove the “# ” before it.

# theme = "rose-pine"
# copy_format = "markdown"        # or "plain", "bibtex", "csl-json"
# passages = 5                    # per answer
# history = true                  # keep conversations
# model = "all-MiniLM-L6-v2"      # embeds articles: in a new index, and in `qa-bot index`
# answer_model = "answer-minilm"  # or "none"

"""
"""A new config file."""


def set_value(path: Path, key: str, typed: str) -> Config:
    """Set a key of the config file to what was typed, and return the new config.

    The key is a name of SETTINGS, `keys.ACTION`, or `libraries.NAME.` with `corpus`,
    `index` or `store`.

    Raises:
        UsageError: there is no such key, or it cannot have that value.
        SettingsError: the file has an error, or cannot be written.
    """
    table, _, rest = key.partition(".")
    if table == KEYS and rest:
        return _changed(path, lambda file: _put(file, (KEYS, rest), _fitting(key, typed, TEXT)))
    if table == LIBRARIES and rest.count(".") and rest.rpartition(".")[2] in LIBRARY_KEYS:
        name, _, of_library = rest.rpartition(".")
        whole = whole_address(typed, _whole) if of_library == "store" else _whole(typed)
        return _changed(path, lambda file: _put(file, (LIBRARIES, name, of_library), whole))
    if key not in SETTINGS:
        names = (*SETTINGS, f"{KEYS}.ACTION", *(f"{LIBRARIES}.NAME.{one}" for one in LIBRARY_KEYS))
        message = f"There is no setting {key}.{did_you_mean(key, SETTINGS)} Settings: {', '.join(names)}."
        raise UsageError(message)
    return _changed(path, lambda file: _put(file, (key,), _fitting(key, typed, SETTINGS[key].kind)))


def add_library(
    path: Path, name: str, corpus: Path, index: Path | None = None, *, make_default: bool = False
) -> Config:
    """Add a library that is a folder to the config file, and return the new config.

    The first library becomes the default one. A library of the same name and the same corpus is kept.

    Raises:
        UsageError: the name cannot be used.
        SettingsError: it is taken, or the file has an error or cannot be written.
    """
    whole = _whole(corpus)
    stated = {"corpus": whole} if index is None else {"corpus": whole, "index": _whole(index)}
    return _added(path, name, whole, stated, make_default=make_default)


def add_store(path: Path, name: str, address: str) -> Config:
    """Add a library that is read from a store to the config file, and return the new config.

    Raises:
        UsageError: the name cannot be used, or the address has no known form.
        SettingsError: the name is taken, or the file has an error or cannot be written.
    """
    whole = whole_address(address, _whole)
    return _added(path, name, whole, {"store": whole})


def _added(
    path: Path, name: str, articles: str, stated: Mapping[str, str], *, make_default: bool = False
) -> Config:
    if not is_name(name):
        message = (
            f"A library's name has letters, digits, “-”, “_” and “.”, and no other characters: not {name}."
        )
        raise UsageError(message)
    before = read_config(path)
    known = before.libraries.get(name)
    if known and known.articles != articles:
        message = f"There is a library {name} already, of {known.articles}. Choose another name."
        raise SettingsError(message)

    def change(file: TOMLDocument) -> None:
        if make_default or not before.default_library:
            _put(file, ("library",), name)
        for key, value in stated.items():
            _put(file, (LIBRARIES, name, key), value)

    return _changed(path, change)


def create(path: Path) -> None:
    """Write a config file that explains its keys, unless there is a file.

    Raises:
        SettingsError: it cannot be written.
    """
    if not path.exists():
        _write(path, START)


def _changed(path: Path, change: Callable[[TOMLDocument], None]) -> Config:
    read_config(path)  # a file with an error is reported, not changed
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else START
    except OSError as error:
        message = f"The config file {path} cannot be read: {reason_of(error)}."
        raise SettingsError(message) from error
    try:
        file = tomlkit.parse(text)
        change(file)
        new = _with_blank_lines(tomlkit.dumps(file), text)
    except TOMLKitError as error:
        message = f"The config file {path} cannot be changed: {error}. Use `qa-bot config edit`."
        raise SettingsError(message) from error
    try:
        config = parse_config(new, path)
    except SettingsError as error:  # of a line that the file does not have
        raise UsageError(_LINE.sub("", str(error), count=1)) from error
    _write(path, new)
    return config


def _with_blank_lines(new: str, old: str) -> str:
    """Put a blank line before what is new: a table, and what follows a text that ended in a comment."""
    lines, before = new.splitlines(), set(pairwise(old.splitlines()))
    end = old.rstrip().rpartition("\n")[2]
    last_comment = end if end.startswith("#") else None
    spaced = lines[:1]
    for above, line in pairwise(lines):
        is_new = above.strip() and (above, line) not in before
        if is_new and (line.startswith("[") or above == last_comment):
            spaced.append("")
        spaced.append(line)
    return "\n".join(spaced) + "\n"


def _put(file: TOMLDocument, key: tuple[str, ...], value: Any) -> None:
    """Set a key, creating the tables on the way; a key that is stated in nested tables stays there."""
    table: Any = file
    for name in key[:-1]:
        if name not in table:
            table[name] = tomlkit.table(is_super_table=name == LIBRARIES)
        table = table[name]
    for inside, name in _spellings(table, key[-1]):
        if name in inside and not isinstance(inside[name], dict):
            inside[name] = value
            return
    table[key[-1]] = value


def _spellings(table: Any, key: str) -> Iterator[tuple[Any, str]]:
    """Yield the places where `"app.help" = …` may be stated: as one quoted key, or as a table in a table."""
    yield table, key
    *outer, last = key.split(".")
    for name in outer:
        table = table.get(name)
        if not isinstance(table, dict):
            return
    if outer:
        yield table, last


def _fitting(key: str, typed: str, kind: Any) -> Any:
    value = kind.parse(typed)
    if not kind.fits(value):
        form = "a text that is not empty" if kind is TEXT else kind.form
        message = f"{key} must be {form}, not {typed!r}."
        raise UsageError(message)
    return value


def _whole(path: Path | str) -> str:
    return os.path.abspath(os.path.expanduser(path))  # noqa: PTH100, PTH111  links stay; an unknown user is no error


def _write(path: Path, text: str) -> None:
    """Replace a file in one step, so that a crash leaves the old one or the new one."""
    target = Path(os.path.realpath(path))
    written = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o600
        descriptor, written = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(written).chmod(mode)
        Path(written).replace(target)
    except OSError as error:
        if written:
            with suppress(OSError):
                Path(written).unlink()
        message = f"The config file {path} cannot be written: {reason_of(error)}."
        raise SettingsError(message) from error
