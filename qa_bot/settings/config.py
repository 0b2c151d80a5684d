"""Reads the config file, and says where it is wrong.

QA_BOT_CONFIG names the file; without it, it is `config.toml` in the platform's folder for settings. Folders
in it are relative to its own folder, and may begin with "~", also in the address of a store. A missing file
states nothing.
"""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_bot.core.errors import SettingsError, reason_of
from qa_bot.core.folders import data_folder
from qa_bot.settings.schema import KEYS, LIBRARIES, LIBRARY_KEYS, SETTINGS, TEXT, is_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

SAMPLE = "sample"
"""A library that is always there: the sample articles."""

_LINE_OF_SYNTAX_ERROR = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_HEADER = r"\s*+\[([^\[\]]++)\]"
_KEY = r"\s*+([\w.\"' -]++)\s*+"
_ALIKE = 0.6
"""Least similarity of a key or name to one that is suggested for it, 0..1."""


@dataclass(frozen=True, slots=True)
class LibraryFolders:
    """Where a named library is; paths are absolute."""

    corpus: Path
    index: Path
    store: str = ""
    """Address of the store that it is read from, in place of the two folders; "" for none."""

    @property
    def articles(self) -> str:
        """The folder of its articles, or the address of its store."""
        return self.store or str(self.corpus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the config file states."""

    path: Path
    values: Mapping[str, Any] = field(default_factory=dict)
    """By the names of SETTINGS; without what the file leaves out."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys by the id of their action."""
    libraries: Mapping[str, LibraryFolders] = field(default_factory=dict)
    """In the order of the file."""

    def value(self, name: str) -> Any:
        """Return what is in force for a name of SETTINGS."""
        return self.values.get(name, SETTINGS[name].default)

    @property
    def default_library(self) -> str:
        """The library named as the default, or else the first one; "" for none."""
        return str(self.values.get("library") or next(iter(self.libraries), ""))

    @property
    def library_names(self) -> tuple[str, ...]:
        """The libraries that can be opened: those of the file, and the sample."""
        return (*self.libraries, SAMPLE)

    def folders_of(self, library: str) -> LibraryFolders:
        """Return the folders of a library.

        Raises:
            SettingsError: there is no such library.
        """
        if found := self.libraries.get(library):
            return found
        if library == SAMPLE:
            return LibraryFolders(data_folder() / SAMPLE, default_index(SAMPLE))
        names = ", ".join(self.libraries) or "none yet"
        raise SettingsError(
            f"There is no library {library} in {self.path}.{did_you_mean(library, self.libraries)} "
            f"Libraries: {names}. `qa-bot config add NAME FOLDER` adds one."
        )


def config_path() -> Path:
    """Return where the config file is, or would be."""
    if named := os.environ.get("QA_BOT_CONFIG"):
        return Path(os.path.expanduser(named)).absolute()  # noqa: PTH111  Path raises for an unknown user
    import platformdirs

    return platformdirs.user_config_path("qa_bot", appauthor=False) / "config.toml"


def default_index(library: str) -> Path:
    """Return the index folder of a library that names none."""
    return data_folder() / "indexes" / library


def at_store(address: str) -> LibraryFolders:
    """Return a library that is read from a store.

    Its folders are never there; the path of the corpus tells its conversations from those of others.
    """
    import hashlib

    digest = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    folder = data_folder() / "stores" / digest
    return LibraryFolders(folder / "corpus", folder / "index", address)


def whole_address(address: str, whole: Callable[[str], object]) -> str:
    """Return the address of a store, with the whole path of its folder if it is in one."""
    scheme, separator, folder = address.partition("://")
    return f"{scheme}{separator}{whole(folder)}" if scheme == "lance" and folder else address


def read_config(path: Path) -> Config:
    """Read the config file.

    Raises:
        SettingsError: it cannot be read, is no TOML, or has an unknown key or a wrong value.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Config(path=path)
    except (OSError, UnicodeError) as error:
        message = f"The config file {path} cannot be read: {reason_of(error)}."
        raise SettingsError(message) from error
    return parse_config(text, path)


def parse_config(text: str, path: Path) -> Config:
    """Parse the text of a config file.

    Raises:
        SettingsError: it is no TOML, or has an unknown key or a wrong value.
    """
    import tomllib

    try:
        stated = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = _LINE_OF_SYNTAX_ERROR.search(str(error))
        line = where[1] if where and where[1] else str(text.count("\n") + 1)
        wrong = _wrong_on_line(text, int(line)) or f"{_LINE_OF_SYNTAX_ERROR.sub('', str(error))}."
        message = f"{path}, line {line}: {wrong}"
        raise SettingsError(message) from error
    return _Reader(text, path).read(stated)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean ...?" for the known word that is most like another; "" if none is."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=_ALIKE)
    return f" Did you mean {near[0]}?" if near else ""


class _Reader:
    """Checks what a file states; its errors name the file, the line and the key."""

    def __init__(self, text: str, path: Path) -> None:
        self._text, self._path = text, path

    def read(self, stated: Mapping[str, Any]) -> Config:
        values = {}
        for name, value in stated.items():
            if name in {KEYS, LIBRARIES}:
                self._check(isinstance(value, dict), f"must be a table: [{name}]", name)
            elif name not in SETTINGS:
                self._unknown(name, (*SETTINGS, KEYS, LIBRARIES), name)
            else:
                kind = SETTINGS[name].kind
                self._check(kind.fits(value), f"must be {kind.form}, not {_shown(value)}", name)
                values[name] = value
        libraries = {name: self._library(name, one) for name, one in stated.get(LIBRARIES, {}).items()}
        chosen = values.get("library", SAMPLE)
        if chosen not in libraries and chosen != SAMPLE:
            meant = did_you_mean(chosen, libraries)
            self._fail(f"there is no [{LIBRARIES}.{chosen}] in this file.{meant}", "library")
        keys = dict(_flat(stated.get(KEYS, {})))
        for action, key in keys.items():
            self._check(TEXT.fits(key), f"must be {TEXT.form}, not {_shown(key)}", KEYS, action)
        return Config(path=self._path, values=values, keys=keys, libraries=libraries)

    def _library(self, name: str, stated: Any) -> LibraryFolders:
        here = (LIBRARIES, name)
        self._check(is_name(name), "must be named with letters, digits, “-”, “_” and “.”", *here)
        self._check(isinstance(stated, dict), f"must be a table: [{LIBRARIES}.{name}]", *here)
        for key, value in stated.items():
            if key not in LIBRARY_KEYS:
                self._unknown(key, LIBRARY_KEYS, *here, key)
            self._check(TEXT.fits(value), f"must be {TEXT.form}, not {_shown(value)}", *here, key)
        if "store" in stated:
            self._check(stated.keys() == {"store"}, "has folders and a store; keep one of them", *here)
            return at_store(self._address(stated["store"], *here, "store"))
        self._check("corpus" in stated, 'needs corpus = "FOLDER" or store = "ADDRESS"', *here)
        index = self._folder(stated["index"]) if "index" in stated else default_index(name)
        return LibraryFolders(self._folder(stated["corpus"]), index)

    def _address(self, stated: str, *key: str) -> str:
        from qa_bot.stores.address import FORMS, is_address

        self._check(is_address(stated), f"must be the address of a store: {FORMS}", *key)
        return whole_address(stated, self._folder)

    def _folder(self, stated: str) -> Path:
        expanded = os.path.expanduser(stated)  # noqa: PTH111  Path raises where there is no such user
        return Path(os.path.abspath(self._path.parent / expanded))  # noqa: PTH100  links stay as they are

    def _check(self, is_right: bool, what: str, *key: str) -> None:
        if not is_right:
            self._fail(f"{'.'.join(key)} {what}.", *key)

    def _unknown(self, word: str, known: Iterable[str], *key: str) -> None:
        self._fail(f"unknown key {'.'.join(key)}.{did_you_mean(word, known)}", *key)

    def _fail(self, what: str, *key: str) -> None:
        line = line_of(self._text, key)
        where = f"{self._path}, line {line}" if line else str(self._path)
        raise SettingsError(f"{where}: {what}")


def line_of(text: str, key: tuple[str, ...]) -> int:
    """Return the number of the line that states a key or opens a table, from 1; 0 where it was not found.

    Looks at one line at a time, which finds keys as people write them; a key inside {...} is not found.
    """
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(_HEADER, line):
            table = _parts(header[1])
            if table[: len(key)] == key:
                return number
        elif stated := re.match(f"{_KEY}=", line):
            full = ".".join((*table, *_parts(stated[1])))
            if full == ".".join(key) or full.startswith(".".join(key) + "."):
                return number
    return 0


def _wrong_on_line(text: str, number: int) -> str:
    """Return what is wrong with the value on a line that is no TOML, with its key; "" if that is unclear."""
    lines = text.splitlines()
    stated = re.match(rf"{_KEY}=\s*+(.*)", lines[number - 1]) if number <= len(lines) else None
    if stated is None:
        return ""
    headers = (re.match(_HEADER, line) for line in reversed(lines[:number]))
    table = next((_parts(header[1]) for header in headers if header), ())
    key, value = ".".join((*table, *_parts(stated[1].strip()))), stated[2].strip()
    if not value:
        return f"{key} has no value."
    if value[:3] in {'"""', "'''"} or _is_toml(f"{key} = {value}"):
        return ""
    lacks_mark = value[0] not in "\"'" or value.count(value[0]) % 2
    return f'{key} needs a quotation mark on each side of its value: "…".' if lacks_mark else ""


def _is_toml(line: str) -> bool:
    import tomllib

    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _parts(dotted: str) -> tuple[str, ...]:
    """Split a key at its dots, but not inside quotation marks."""
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.\"']+", dotted))


def _flat(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the values of nested tables by their dotted keys: `app.help = "f1"` is a table in a table."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{rest}", inner) for rest, inner in _flat(value))
        else:
            yield name, value


def _shown(value: Any) -> str:
    """Return a value as the file states it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
