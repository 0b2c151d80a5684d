"""What a person names -> the pages and files to add.

A folder stands for its files, a reading list of Pocket or Instapaper for its addresses, and an export of
Omnivore for its pages, with the sources that it states. Nothing is fetched or read as an article here.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from qa_bot.adding.exports import addresses_in, omnivore_pages
from qa_bot.core.errors import ReadingError
from qa_bot.reading import read as reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qa_bot.core.types import Source

__all__ = ["File", "Refused", "SavedPage", "Wanted", "WebPage", "wanted_of"]

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://|https?:", re.IGNORECASE)
_LIST_OF_EXPORT: Final = re.compile(r"metadata_[0-9]+_to_[0-9]+\.json")


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page to fetch."""

    name: str
    """Its address, under which it is reported; likewise the name of the other kinds."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to copy, if there is one."""

    name: str
    path: str
    """Below `root`, `/`-separated."""
    root: Path
    of_folder: bool = False
    """Whether only a folder was named, which may contain images and the like."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page that another program saved and knows the source of."""

    name: str
    path: str
    """Below `root`."""
    root: Path
    stated: Source


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that has nothing to add."""

    name: str
    error: ReadingError


Wanted = WebPage | File | SavedPage | Refused


def wanted_of(name: str) -> list[Wanted]:
    """Return what a name stands for, at least one; a name of nothing stands for a file."""
    if _ADDRESS.match(name):
        return [WebPage(name)]
    root = Path(name)
    if not os.path.lexists(name):  # also where a name is too long for Path.is_dir, or empty
        return [File(name, root.name, root.parent)]
    if not root.is_dir() or root.is_symlink():
        return list(_of_file(File(name, root.name, root.parent)))
    paths = reading.find_files(root)
    if not paths:
        return [Refused(name, _nothing_in(root))]
    folders = {_folder_of(path) for path in paths if _LIST_OF_EXPORT.fullmatch(PurePosixPath(path).name)}
    exports = {folder: pages for folder in sorted(folders) if (pages := list(_of_export(root / folder)))}
    others = (path for path in paths if not _is_below(path, exports))
    members = (File(str(root / path), path, root, of_folder=True) for path in others)
    return [*chain.from_iterable(exports.values()), *chain.from_iterable(map(_of_file, members))]


def _of_file(file: File) -> Iterator[Wanted]:
    """Yield the pages of a reading list, or the file itself."""
    try:
        addresses = addresses_in(file.root / file.path)
    except ReadingError as error:
        yield Refused(file.name, error)
        return
    if addresses:
        yield from map(WebPage, addresses)
    else:
        yield file


def _of_export(folder: Path) -> Iterator[Wanted]:
    """Yield the pages of an export of Omnivore; none if it is something else."""
    try:
        for path, stated in omnivore_pages(folder).items():
            yield SavedPage(str(folder / path), path, folder, stated)
    except ReadingError as error:
        yield Refused(str(folder), error)


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def _is_below(path: str, folders: Iterable[str]) -> bool:
    return any(not folder or path.startswith(f"{folder}/") for folder in folders)


def _nothing_in(root: Path) -> ReadingError:
    shown = reading.printable_path(str(root))
    try:
        next(root.iterdir(), None)
    except OSError as error:
        listed = ReadingError(f"{shown} cannot be listed: change its permissions")
        listed.__cause__ = error
        return listed
    return ReadingError(f"{shown} contains no files to add")
