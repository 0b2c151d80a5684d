"""Which files of a folder are there to be read.

Owns what is left out without a word: hidden files and folders, links that lead out of the folder, and
the folder of pictures and scripts that a browser saves beside a page. All else has its place in the list.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

__all__ = ["find_files", "printable_path"]

_PAGE_SUFFIXES: Final = (".html", ".htm")


def find_files(root: Path) -> list[str]:
    """List the files below `root`, as paths relative to it, parted by "/" and sorted.

    Left out are hidden files and folders, links to folders, links to files outside `root` or to
    nothing, and the folder `page_files` beside a saved `page.html`. A folder that may not be listed
    stands in the list itself, so that reading it says so. A root that does not exist gives an empty list.
    """
    found: list[str] = []
    unlisted: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=unlisted.append):
        folders[:] = [name for name in folders if _is_worth_entering(name, files)]
        here = Path(folder)
        found.extend(_relative(here / name, root) for name in files if _is_wanted(here / name, root))
    blocked = (Path(error.filename) for error in unlisted if error.filename is not None)
    return sorted([*found, *(_relative(path, root) for path in blocked if path != root)])


def printable_path(path: str) -> str:
    """Replace what a file name holds beyond Unicode, so that a path can be stored and shown."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_worth_entering(name: str, siblings: list[str]) -> bool:
    if name.startswith("."):
        return False
    page = name.removesuffix("_files")
    return page == name or not any(page + suffix in siblings for suffix in _PAGE_SUFFIXES)


def _is_wanted(file: Path, root: Path) -> bool:
    if file.name.startswith("."):
        return False
    try:
        if file.is_symlink() and not file.resolve(strict=True).is_relative_to(root.resolve()):
            return False
        return file.is_file()
    except (OSError, RuntimeError):  # a loop of links, or a link to nothing
        return False


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
