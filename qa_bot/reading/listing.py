"""Which files of a folder are read.

Hidden files and folders are skipped silently, and so is the folder of pictures and scripts that a browser
saves with a page. Everything else is listed. Only links to files within the folder are followed.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final
from unicodedata import category

from qa_bot.core.errors import ReadingError, UnsupportedFileError

__all__ = ["check_file", "find_files", "printable_path"]

_PAGE_SUFFIXES: Final = (".html", ".htm", ".xhtml")


def find_files(root: Path) -> list[str]:
    """List the files below `root`, as sorted paths relative to it, separated by "/".

    Hidden files and folders are skipped, and so is the folder `page_files` next to a saved `page.html`. What
    cannot be read stays in the list, so that reading it reports the error: a folder without permission, a
    pipe, a link to a folder, to a file outside `root` or to nothing. The list is empty if the root does not
    exist or may not be listed.
    """
    found: list[str] = []
    unlisted: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=unlisted.append):
        here = Path(folder)
        folders[:] = [name for name in folders if _is_worth_entering(name, files)]  # walk follows no links
        links = [name for name in folders if _is_link(here / name)]
        wanted = [name for name in files if not name.startswith(".")]
        found.extend(_relative(here / name, root) for name in links + wanted)
    blocked = (Path(error.filename) for error in unlisted if error.filename is not None)
    return sorted([*found, *(_relative(path, root) for path in blocked if path != root)])


def check_file(file: Path, root: Path, path: str) -> None:
    """Check that `file`, called `path` in messages, is a file or a link to a file below `root`.

    Raises:
        UnsupportedFileError: it is a pipe, a socket or a device, or a link that is not followed.
        ReadingError: it is a folder; only one that may not be listed gets here.
    """
    _check_link(file, root, path)
    try:
        mode = file.lstat().st_mode
    except (OSError, ValueError):  # missing, or without permission: opening it reports the error
        return
    if stat.S_ISDIR(mode):
        raise ReadingError(f"{path} is a folder that cannot be listed: change its permissions")
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        raise UnsupportedFileError(f"{path} is a pipe, a socket or a device, not a file: remove it")


def printable_path(path: str) -> str:
    """Replace characters of a file name that are not Unicode or could mislead in a terminal."""
    return "".join(char if char.isprintable() or category(char) == "Zs" else "\ufffd" for char in path)


def _check_link(file: Path, root: Path, path: str) -> None:
    if not _is_link(file):
        return
    try:
        target = file.resolve(strict=True)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, up to Python 3.12
        message = f"{path} is a broken link, which is not followed: remove or correct it"
        raise UnsupportedFileError(message) from error
    if not target.is_relative_to(root.resolve()):
        raise UnsupportedFileError(
            f"{path} is a link out of the corpus folder, which is not followed: replace it with a copy"
        )
    if target.is_dir():
        raise UnsupportedFileError(
            f"{path} is a link to a folder, which is not followed: replace it with a copy"
        )


def _is_worth_entering(name: str, siblings: list[str]) -> bool:
    if name.startswith("."):
        return False
    page = name.removesuffix("_files")
    return page == name or not any(sibling.lower() in _pages(page) for sibling in siblings)


def _pages(stem: str) -> list[str]:
    return [stem.lower() + suffix for suffix in _PAGE_SUFFIXES]


def _is_link(file: Path) -> bool:
    return os.path.islink(file)  # noqa: PTH114  (is_symlink raises in a folder without permission)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
