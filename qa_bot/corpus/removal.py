"""Moves files of the corpus folder to the system's bin, from which they can be restored.

Nothing is ever deleted. A file that cannot be moved to a bin stays where it is, and so does everything that
is not a plain file below the corpus folder, reached without following a link.
"""

from __future__ import annotations

import difflib
import os
import stat
from typing import TYPE_CHECKING

from qa_bot.core.errors import CorpusError
from qa_bot.corpus.folder import list_files
from qa_bot.reading.read import printable_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["files_named", "move_to_bin"]

_PAGES = (".html", ".htm", ".xhtml")


def files_named(folder: Path, paths: Sequence[str]) -> list[str]:
    """Return the files of a corpus folder that have these paths in its report, in their order.

    Raises:
        CorpusError: there is no such file.
    """
    there = {printable_path(path): path for path in list_files(folder)}
    for path in paths:
        if path not in there:
            near = difflib.get_close_matches(path, there, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise CorpusError(f"There is no file {printable_path(path)} in the corpus folder {folder}.{hint}")
    return [there[path] for path in dict.fromkeys(paths)]


def move_to_bin(folder: Path, paths: Sequence[str]) -> None:
    """Move files to the bin, and with a saved page the folder of its pictures.

    Raises:
        CorpusError: a file is not there, is a link, or cannot be moved to a bin; those before it were moved.
    """
    files = [folder / path for path in files_named(folder, paths)]
    for file in files:
        _check(file, folder)
    for file in files:
        companion = _companion(file)
        _move(file)
        if companion is not None:
            _move(companion)


def _check(file: Path, folder: Path) -> None:
    shown = printable_path(file.relative_to(folder).as_posix())
    if not stat.S_ISREG(file.lstat().st_mode):
        raise CorpusError(f"{shown} is not a plain file, and only those are removed. Remove it yourself.")
    real = folder.resolve() / file.relative_to(folder)
    if real.resolve() != real:  # a folder on the way is a link
        raise CorpusError(f"{shown} is reached through a link, which is not followed. Remove it yourself.")


def _companion(page: Path) -> Path | None:
    """Return the folder that a browser saved with a page; without the page, its files would be articles."""
    if page.suffix.lower() not in _PAGES:
        return None
    beside = page.with_name(f"{page.stem}_files")
    is_needed = any(page.with_suffix(suffix).exists() for suffix in _PAGES if suffix != page.suffix)
    there = beside.is_dir() and not os.path.islink(beside)  # noqa: PTH114  as in reading.listing
    return beside if there and not is_needed else None


def _move(path: Path) -> None:
    from send2trash import send2trash  # looks for the bin when it is imported

    try:
        send2trash(os.fspath(path.absolute()))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        shown = printable_path(os.fspath(path))
        raise CorpusError(
            f"{shown} cannot be moved to the bin: {why}. It was not removed; delete it yourself."
        ) from error
